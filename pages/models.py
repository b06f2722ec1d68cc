"""Django finds the models of the app here."""

from pages.search.models import SearchDocument

__all__ = ["SearchDocument"]
