"""The profiles of the site on other sites, which an editor writes one a line."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

validate_fediverse_name = RegexValidator(
    r"^@[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}\Z",
    gettext_lazy("Write the name with its server, such as @curtain@mastodon.example."),
)

_is_url = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    url: str


def profiles_in(text: str) -> list[Profile]:
    """The profiles of ``text``: a line is an address, or a name and an address,
    perhaps with a colon between them.

    Raises `ValidationError` with a sentence for each line that is neither.
    """
    profiles, errors = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        *words, url = line.split()
        try:
            _is_url(url)
        except ValidationError:
            message = _(
                "Line %(number)d: end the line with the address of the profile, such as "
                "“Mastodon https://mastodon.example/@curtain”."
            )
            errors.append(ValidationError(message, params={"number": number}))
            continue
        name = " ".join(words).rstrip(" :")
        profiles.append(Profile(name or f"{urlsplit(url).hostname}", url))
    if errors:
        raise ValidationError(errors)
    return profiles


def validate_profiles(text: str) -> None:
    profiles_in(text)
