import django.db.models.deletion
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
    ("passkey_added", "Passkey added"),
    ("passkey_removed", "Passkey removed"),
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
        ("accounts", "0004_audit_log"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(
                choices=ACTIONS,
                editable=False,
                max_length=20,
                verbose_name="what happened",
            ),
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "credential_id",
                    models.CharField(
                        max_length=1400, unique=True, verbose_name="id of the passkey"
                    ),
                ),
                ("credential", models.BinaryField(verbose_name="public key")),
                ("counter", models.BigIntegerField(verbose_name="counter of the device")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="added"),
                ),
                ("last_used_at", models.DateTimeField(null=True, verbose_name="last used")),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passkeys",
                        to="otp_totp.totpdevice",
                        verbose_name="authenticator app",
                    ),
                ),
            ],
            options={
                "verbose_name": "passkey",
                "verbose_name_plural": "passkeys",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
    ]
