"""Whether the database is as the models are, for work that follows a migration."""

from django.apps.registry import Apps
from django.db.models import Model


def is_as_in(apps: Apps, model: type[Model]) -> bool:
    """Whether ``apps``, which have the models as they were migrated to, have ``model`` with the
    same columns. `migrate` can also stop at an earlier migration."""
    try:
        migrated = apps.get_model(model._meta.label)
    except LookupError:
        return False
    columns, wanted = ({field.column for field in m._meta.local_fields} for m in (migrated, model))
    return columns == wanted
