__version__ = "0.1.0"
"""The version of Curtain, in this one place (docs/releasing.md)."""
