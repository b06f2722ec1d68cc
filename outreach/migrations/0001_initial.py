from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import outreach.addresses
import outreach.models


def remember_when(apps: Any, schema_editor: Any) -> None:
    """What happened before the upgrade is told to nobody."""
    apps.get_model("outreach", "OutreachState").objects.create(pk=1)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("editions", "0012_leak_confirmations"),
        ("reviews", "0010_planned_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("published", "published"),
                            ("updated", "newer edition"),
                            ("withdrawn", "withdrawn"),
                            ("embargo_ended", "embargo ended"),
                        ],
                        max_length=13,
                        verbose_name="what happened",
                    ),
                ),
                ("moment", models.DateTimeField(verbose_name="when it happened")),
                (
                    "noticed",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="noticed"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="editions.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="reviews.review",
                        verbose_name="review",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OutreachState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="since"),
                ),
            ],
            options={
                "verbose_name": "state of the outreach",
                "verbose_name_plural": "states of the outreach",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="outreach_state_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        help_text="It begins with https://. Messages are posted to it.",
                        max_length=500,
                        validators=[outreach.addresses.check_address],
                        verbose_name="address",
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        default=outreach.models.new_secret,
                        editable=False,
                        max_length=80,
                        verbose_name="secret",
                    ),
                ),
                (
                    "on_published",
                    models.BooleanField(default=True, verbose_name="a review is published"),
                ),
                (
                    "on_updated",
                    models.BooleanField(
                        default=True, verbose_name="a newer edition replaces a live one"
                    ),
                ),
                (
                    "on_withdrawn",
                    models.BooleanField(default=True, verbose_name="a review is withdrawn"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        name="webhook_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("secret__startswith", "whsec_")),
                        name="webhook_has_a_secret",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "mail"),
                            ("webhook", "webhook"),
                            ("hub", "hub of the feeds"),
                        ],
                        max_length=7,
                        verbose_name="way",
                    ),
                ),
                ("feed", models.CharField(blank=True, max_length=500, verbose_name="feed")),
                (
                    "key",
                    models.CharField(
                        default=outreach.models.new_key,
                        help_text="The same in every attempt, so that the recipient knows a repeated message.",
                        max_length=32,
                        unique=True,
                        verbose_name="id of the message",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("sent", "sent"),
                            ("failed", "given up"),
                            ("dropped", "no longer needed"),
                        ],
                        default="pending",
                        max_length=7,
                        verbose_name="status",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "due",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="next attempt"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        help_text="A status, or a kind of error.",
                        max_length=80,
                        verbose_name="last answer",
                    ),
                ),
                ("done", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="outreach.announcement",
                        verbose_name="announcement",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="outreach.webhook",
                        verbose_name="webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.UniqueConstraint(
                fields=("review", "kind", "moment"), name="announcement_is_made_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition", None), ("kind", "embargo_ended")),
                    models.Q(
                        ("edition__isnull", False),
                        models.Q(("kind", "embargo_ended"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="announcement_has_its_edition",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status", "pending")), fields=["due"], name="delivery_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("announcement", "account"), name="delivery_account_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("announcement", "webhook"), name="delivery_webhook_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("feed", ""), _negated=True),
                fields=("announcement", "feed"),
                name="delivery_feed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("account__isnull", False),
                        ("channel", "mail"),
                        ("feed", ""),
                        ("webhook", None),
                    ),
                    models.Q(
                        ("account", None),
                        ("channel", "webhook"),
                        ("feed", ""),
                        ("webhook__isnull", False),
                    ),
                    models.Q(
                        ("account", None),
                        ("channel", "hub"),
                        ("webhook", None),
                        models.Q(("feed", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="delivery_has_one_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done", None), ("status", "pending")),
                    models.Q(
                        ("status__in", ["sent", "failed", "dropped"]), ("done__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="delivery_is_done_or_waiting",
            ),
        ),
        migrations.RunPython(remember_when, migrations.RunPython.noop, elidable=False),
    ]
