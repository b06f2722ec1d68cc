"""The site's own pages are found, too. Their kind comes into the keys of all documents.

The index is dropped, because SQLite makes the table anew. `migrate` builds it again.
"""

from importlib import import_module

from django.db import migrations, models

KINDS = {
    "film": "Film",
    "review": "Review",
    "person": "Person",
    "franchise": "Franchise",
    "critic": "Critic",
    "page": "Page",
}
CONSTRAINT = "search_document_kind_is_one"

former = import_module("pages.migrations.0004_search_in_order")


def kind(verbose_name="kind"):
    return models.CharField(choices=list(KINDS.items()), max_length=10, verbose_name=verbose_name)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0008_numbers_in_titles"),
        ("site_settings", "0003_page_addresses"),
    ]

    operations = [
        migrations.RunPython(former.drop_index, former.create_index),
        migrations.RemoveConstraint("searchdocument", CONSTRAINT),
        migrations.AlterField("searchdocument", "kind", kind()),
        migrations.AlterField("searchrebuild", "kind", kind()),
        migrations.AddConstraint(
            "searchdocument",
            models.CheckConstraint(condition=models.Q(("kind__in", list(KINDS))), name=CONSTRAINT),
        ),
        migrations.RunPython(former.create_index, former.drop_index),
    ]
