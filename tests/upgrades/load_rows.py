"""Fills the tables of the first schema with the demo site of that time: `python -m …load_rows`.

The rows are lists of the values of the columns of each model, as `documents.backups.rows` writes
them. They are inserted with the models as the first migrations made them.
"""

import gzip
import json
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

ROWS = Path(__file__).with_name("first_schema.json.gz")


def main() -> None:
    applied = [*MigrationRecorder(connection).applied_migrations()]
    apps = MigrationLoader(connection).project_state(applied).apps
    tables = json.loads(gzip.decompress(ROWS.read_bytes()))
    # References are checked at the end of the transaction.
    with transaction.atomic():
        for table in tables:
            model = apps.get_model(table["model"])
            fields = [
                next(field for field in model._meta.concrete_fields if field.attname == column)
                for column in table["columns"]
            ]
            model._base_manager.bulk_create(
                model(
                    **{
                        field.attname: value if value is None else field.to_python(value)
                        for field, value in zip(fields, row, strict=True)
                    }
                )
                for row in table["rows"]
            )


if __name__ == "__main__":
    main()
