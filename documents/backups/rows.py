"""The rows of a table as lines of JSON, which every database engine can take."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import BinaryField, Field, JSONField, Model

from documents.backups.archive import Table

LEFT_OUT = {
    # Who is logged in, and what was tried: nobody is logged in to a restored site.
    "accounts.RequestCount",
    "axes.AccessAttempt",
    "axes.AccessAttemptExpiration",
    "axes.AccessFailureLog",
    "axes.AccessLog",
    "desk.OpenForm",
    # Their files are not in a backup, either.
    "moving.MoveLine",
    "moving.SiteMove",
    "sessions.Session",
    # A restored site, which may be a copy, tells nobody again what the first one tells.
    "outreach.Delivery",
    # The search index, which is made of the other rows. Each database has its own kind of it.
    "pages.NameSpelling",
    "pages.SearchDocument",
    "pages.SearchRebuild",
    # What shared caches of the first site have to forget.
    "pages.Purge",
}
"""Models whose rows are not part of a backup."""

BATCH = 500
"""How many rows are read or written at once."""


def all_models() -> list[type[Model]]:
    """All models with a table, those between two others included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def kept_models() -> list[type[Model]]:
    return [model for model in all_models() if model._meta.label not in LEFT_OUT]


def delete_all_rows() -> None:
    """Without signals. References are checked at the end of the transaction."""
    for model in all_models():
        model._base_manager.all()._raw_delete(connection.alias)


def write_rows(model: type[Model], file: IO[bytes]) -> Table:
    """Write a line for each row of ``model``: a list of the values of its columns."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    encoders = [_encoder(field) for field in fields]
    rows = 0
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(BATCH):
        values = [
            None if value is None else encode(value)
            for encode, value in zip(encoders, row, strict=True)
        ]
        line = json.dumps(values, cls=_Encoder, ensure_ascii=False)
        file.write(line.encode() + b"\n")
        rows += 1
    return Table(model._meta.label, names, rows)


def read_rows(table: Table, file: IO[bytes]) -> int:
    """Insert the rows of ``file`` as they are, without signals, and return how many they are."""
    model = apps.get_model(table.model)
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in table.columns]
    decoders = [_decoder(field) for field in fields]
    written = 0
    for batch in _batches(_instances(model, table.columns, decoders, file)):
        # As Django's `save(raw=True)`, but for many: dates of changes stay what they were.
        model._base_manager._insert(
            batch, fields=model._meta.concrete_fields, using=connection.alias, raw=True
        )
        written += len(batch)
    return written


def _instances(
    model: type[Model], columns: list[str], decoders: list[Callable[[Any], Any]], file: IO[bytes]
) -> Iterator[Model]:
    for line in file:
        values = [
            None if value is None else decode(value)
            for decode, value in zip(decoders, json.loads(line), strict=True)
        ]
        yield model(**dict(zip(columns, values, strict=True)))


def _batches(instances: Iterable[Model]) -> Iterator[list[Model]]:
    iterator = iter(instances)
    while batch := list(islice(iterator, BATCH)):
        yield batch


class _Encoder(DjangoJSONEncoder):
    """With microseconds, which Django's own encoder cuts off."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)


def _encoder(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, BinaryField):
        return lambda value: b64encode(value).decode()
    return lambda value: value


def _decoder(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, BinaryField):
        return b64decode
    if isinstance(field, JSONField):
        return lambda value: value
    return field.to_python
