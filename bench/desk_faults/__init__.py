"""Faults while an editor types on the desk, with a real server and a real browser."""
