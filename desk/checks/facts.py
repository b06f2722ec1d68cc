"""Facts around a review: its pictures, and the projects of its franchises."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.findings import PlacedFinding
from desk.first_rows import first_rows
from desk.old_projects import address_of, projects_to_look_up, status_of
from editions.library_pictures import library_name
from editions.parsed_review import ParsedReview
from films.models import FranchiseEntry
from images.models import Image

MOST = 5
"""How many projects are listed."""


def decorative_pictures(manuscript: ParsedReview) -> Iterator[PlacedFinding]:
    """Pictures without an alternative text in the library and in the text. The library has such a
    picture only if somebody has marked it as decorative. One query."""
    content = manuscript.content
    without = {
        library_name(use.source)
        for text in manuscript.texts.values()
        for use in text.pictures
        if not use.alt.strip()
    }
    used = [image for image in content.images if image.name in without]
    used += [content.lead_image] if content.lead_image else []
    keys = {image.id for image in used if image.id}
    pictures = Image.objects.filter(pk__in=keys, decorative=True)
    said = _(
        "This picture has no alternative text, because it is marked as decorative. Who cannot see "
        "it is not told that it is there."
    )
    for picture in pictures.order_by("name"):
        url = reverse("admin:images_image_change", args=[picture.pk])
        yield PlacedFinding(picture.name, "", said, url=url)


def old_projects(manuscript: ParsedReview) -> Iterator[PlacedFinding]:
    """Projects of the franchises of the film whose status is older than half a year, and how many
    more there are. One query."""
    film = manuscript.content.film.id
    if film is None:
        return
    franchises = FranchiseEntry.objects.filter(film=film).values("franchise")
    old = projects_to_look_up().filter(franchise__in=franchises)
    projects, left_out = first_rows(old, MOST)
    for project in projects:
        said = _("The status of this project may be out of date: %(status)s.")
        said %= {"status": status_of(project)}
        yield PlacedFinding(project.working_title, "", said, url=address_of(project))
    if left_out:
        said = ngettext(
            "The status of %(count)d more project may be out of date. The list of projects has a "
            "filter for it.",
            "The status of %(count)d more projects may be out of date. The list of projects has a "
            "filter for them.",
            left_out,
        )
        yield PlacedFinding("", "", said % {"count": left_out})
