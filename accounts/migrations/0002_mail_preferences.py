import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REVIEWS = [("none", "no review"), ("own", "my own reviews"), ("all", "all reviews")]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailPreference",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mail_preference",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "handed_in",
                    models.BooleanField(default=True, verbose_name="A critic hands in a review"),
                ),
                (
                    "sent_back",
                    models.BooleanField(
                        default=True,
                        verbose_name="An editor sends back my review, or writes me a note",
                    ),
                ),
                (
                    "published",
                    models.CharField(
                        choices=REVIEWS,
                        default="own",
                        max_length=4,
                        verbose_name="An edition is published",
                    ),
                ),
                (
                    "went_live",
                    models.CharField(
                        choices=REVIEWS,
                        default="own",
                        max_length=4,
                        verbose_name="A scheduled edition has gone live",
                    ),
                ),
                (
                    "embargo_ended",
                    models.CharField(
                        choices=REVIEWS,
                        default="own",
                        max_length=4,
                        verbose_name="An embargo has ended",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of mails",
                "verbose_name_plural": "choices of mails",
                "default_permissions": (),
            },
        ),
    ]
