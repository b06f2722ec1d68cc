"""Runs the site behind a real Varnish with deploy/varnish.vcl, and tries what can go wrong."""
