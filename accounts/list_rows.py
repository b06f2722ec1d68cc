"""Reads the rows of one page of a list of the admin, whatever the size of the table."""

from typing import Any

from django.contrib.admin.views.main import ChangeList


def rows_of_page(changes: ChangeList) -> list[Any]:
    """The rows of the page that ``changes`` has found.

    First only their keys are read: to sort and to skip rows, the database would otherwise read all
    columns of every row, and compute the annotations of the list.
    """
    if isinstance(changes.result_list, list):
        return changes.result_list
    keys = list(changes.result_list.values_list("pk", flat=True))
    rows = changes.apply_select_related(changes.root_queryset).in_bulk(keys)
    return [rows[key] for key in keys if key in rows]
