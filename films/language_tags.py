"""Language tags (BCP 47), as facts and reviews have them."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

validate_language_tag = RegexValidator(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
    _("Use a language tag such as “en” or “de-AT” (BCP 47)."),
)
