"""The models of the app, imported from where they are defined."""

from pages.facets.models import FacetEntry, FacetPair, FacetValue
from pages.search.models import SearchDocument
from pages.shared_cache.models import Purge

__all__ = ["FacetEntry", "FacetPair", "FacetValue", "Purge", "SearchDocument"]
