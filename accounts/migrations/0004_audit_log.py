import django.utils.timezone
from django.db import migrations, models

ACTIONS = [
    ("logged_in", "Logged in"),
    ("login_failed", "Login failed"),
    ("locked_out", "Login failed too often, refused for 15 minutes"),
    ("logged_out", "Logged out"),
    ("password_changed", "Password changed"),
    ("link_made", "Link to choose a password made"),
    ("factor_set_up", "Authenticator app set up"),
    ("factor_removed", "Authenticator app removed"),
    ("codes_made", "Recovery codes made"),
    ("code_used", "Recovery code used"),
    ("sessions_ended", "Sessions ended"),
    ("added", "Added"),
    ("changed", "Changed"),
    ("deleted", "Deleted"),
    ("roles_changed", "Roles changed"),
    ("activated", "Account activated"),
    ("deactivated", "Account deactivated"),
    ("restored", "Restored"),
    ("published", "Published"),
    ("scheduled", "Scheduled"),
    ("cancelled", "Scheduled edition cancelled"),
    ("withdrawn", "Withdrawn"),
    ("embargoed", "Embargo set"),
    ("embargo_lifted", "Embargo lifted"),
    ("binned", "Put into the bin"),
    ("unbinned", "Taken out of the bin"),
    ("address_changed", "Address changed"),
    ("backed_up", "Backup made"),
    ("backup_restored", "Backup restored"),
    ("exported", "Reviews exported"),
    ("pruned", "Old entries of the audit log deleted"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_recovery_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="when",
                    ),
                ),
                (
                    "account",
                    models.BigIntegerField(
                        editable=False, null=True, verbose_name="key of the account"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The username at that time.",
                        max_length=150,
                        verbose_name="who",
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=ACTIONS,
                        editable=False,
                        max_length=20,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="kind of row"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="key of the row"
                    ),
                ),
                (
                    "detail",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Names of fields, roles or files, or a number; no text that somebody wrote.",
                        max_length=300,
                        verbose_name="detail",
                    ),
                ),
                (
                    "address",
                    models.GenericIPAddressField(
                        editable=False, null=True, verbose_name="IP address"
                    ),
                ),
                (
                    "request_id",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The log of the server has the same number. Empty for a command.",
                        max_length=64,
                        verbose_name="number of the request",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the audit log",
                "verbose_name_plural": "audit log",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["model", "key"], name="audit_entry_about")],
            },
        ),
    ]
