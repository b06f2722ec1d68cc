"""The models of the app, imported from where they are defined."""

from pages.search.models import SearchDocument

__all__ = ["SearchDocument"]
