import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0005_order_of_lists"),
        ("pages", "0005_name_spellings"),
    ]

    operations = [
        migrations.CreateModel(
            name="FacetValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filter", models.CharField(blank=True, max_length=20, verbose_name="filter")),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        help_text="A primary key, or the value itself.",
                        max_length=200,
                        verbose_name="key",
                    ),
                ),
                (
                    "value",
                    models.CharField(blank=True, max_length=200, verbose_name="value in a URL"),
                ),
                ("label", models.CharField(blank=True, max_length=200, verbose_name="label")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="open editions")),
            ],
            options={
                "verbose_name": "value of a filter",
                "verbose_name_plural": "values of filters",
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["filter", "-count", "value"], name="facet_value_most"),
                    models.Index(fields=["filter", "value"], name="facet_value_in_url"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "filter"), name="facet_value_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FacetPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "filter",
                    models.CharField(max_length=20, verbose_name="filter of the other value"),
                ),
                ("count", models.IntegerField(verbose_name="open editions")),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pages.facetvalue",
                        verbose_name="other value",
                    ),
                ),
                (
                    "value",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="pairs",
                        to="pages.facetvalue",
                        verbose_name="value",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair of values",
                "verbose_name_plural": "pairs of values",
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["value", "filter", "-count", "other"], name="facet_pair_most"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("value", "other"), name="facet_pair_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FacetEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review_id",
                    models.BigIntegerField(db_index=True, verbose_name="primary key of the review"),
                ),
                ("first_live_from", models.DateTimeField(verbose_name="first live from")),
                ("live_from", models.DateTimeField(verbose_name="live from")),
                (
                    "live_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="live until"),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="facet_entries",
                        to="editions.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "value",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="entries",
                        to="pages.facetvalue",
                        verbose_name="value",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a filter",
                "verbose_name_plural": "entries of filters",
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=[
                            "value",
                            "first_live_from",
                            "review_id",
                            "live_from",
                            "live_until",
                            "edition",
                        ],
                        name="facet_entry_newest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "value"), name="facet_entry_once")
                ],
            },
        ),
    ]
