"""Reads YAML of other sites without aliases: a few lines of them stand for millions of values."""

from typing import Any

import yaml
from django.utils.translation import gettext as _


class AliasRefused(yaml.MarkedYAMLError):
    """``problem`` says how to mend it."""


def yaml_values(text: str) -> Any:
    """The values in ``text``. Raises `yaml.YAMLError`, `RecursionError` and `ValueError`."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader) if "*" in text else ():
        if isinstance(event, yaml.AliasEvent):
            raise AliasRefused(
                problem=_("YAML aliases (*) are not supported. Write the value again here."),
                problem_mark=event.start_mark,  # type: ignore[arg-type]
            )
    return yaml.safe_load(text)
