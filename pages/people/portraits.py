"""The portraits beside the critiques of a review."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from cast.models import Credit
from editions.rendered import RenderedItem
from pages.pictures import decorative_picture

PORTRAIT_SIZES = "5.5rem"


def critique_portraits(
    critiques: Iterable[RenderedItem], credits: Iterable[Credit]
) -> dict[str, SafeString | str]:
    """The portraits of the people in ``critiques``, as HTML by the critique's key. No query.

    ``credits`` are the public ones of the film, with people and portraits.

    A hidden critique and a critique of several people have no portrait.
    """
    covered = {critique.key: critique.credits for critique in critiques if critique.credits}
    people = {credit.pk: credit.person for credit in credits}
    html = {}
    for key, keys in covered.items():
        covering = {people.get(pk) for pk in keys}
        person = covering.pop() if len(covering) == 1 else None
        if person and person.portrait:
            html[key] = decorative_picture(person.portrait, PORTRAIT_SIZES)
    return html
