"""Shared caches in front of the site, such as Varnish or a CDN: which rows a page has read, which a
transaction has written, and how a cache is told (docs/decisions/0054-shared-caches.md).
"""
