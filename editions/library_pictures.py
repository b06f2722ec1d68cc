"""How texts refer to pictures of the library, and what is said of those that are not there."""

from django.utils.translation import gettext as _

LIBRARY = "images/"
"""The beginning of the address of a library picture in a text: `images/duel.jpg`."""


def library_name(source: str) -> str | None:
    """The name of the library picture with the address `source`, None for any other picture."""
    return source.removeprefix(LIBRARY) if source.startswith(LIBRARY) else None


def not_in_library_message(name: str) -> str:
    """The sentence on a picture that the library does not have."""
    return _("No picture of the library is named “%(name)s”. Upload it first.") % {"name": name}


def on_another_site_message(source: str) -> str:
    """The sentence on a picture that is not from the library."""
    return _(
        "The picture “%(source)s” is on another site, which could track readers. Upload it to "
        "the library and write images/ and its name."
    ) % {"source": source}
