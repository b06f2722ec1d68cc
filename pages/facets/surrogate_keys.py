"""The surrogate keys of the index of lists, for what `pages.shared_cache` cannot see in the SQL."""

from pages.facets.models import FacetValue
from pages.shared_cache.tables import tables

_VALUE = "facetentry.value_id-"

ANY_ENTRY = "facetentry.any"
"""Every written entry of the index purges it."""


def entries_of_value(pk: int) -> str:
    """Purged when a review with the value ``pk`` comes, goes or moves."""
    return f"{_VALUE}{pk}"


def entries_of_row(filter: str, pk: int) -> tuple[str, str]:
    """The same for the value of ``filter`` that is the row ``pk``, which need not exist yet."""
    value = tables()[FacetValue._meta.db_table]
    return f"entry.{filter}-{pk}", value.with_value("key", pk)


def keys_of_rows(keys: set[str]) -> set[str]:
    """Those of `entries_of_row` for the ``keys`` of what was written."""
    values = [key.removeprefix(_VALUE) for key in keys if key.startswith(_VALUE)]
    found = FacetValue.objects.filter(pk__in=values).order_by().values_list("filter", "key")
    own = {f"entry.{filter}-{key}" for filter, key in found if key.isdecimal()}
    return own | {"entry.any"} if values else own
