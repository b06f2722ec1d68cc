"""Checks the alternative texts of the pictures in a document.

The library itself has the rule that a picture has one or is decorative (`images.models.Image`).
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from documents.errors import Findings, shortened
from documents.front_matter_types import is_picture_name
from documents.parsing import ReviewDocument
from editions.library_pictures import LIBRARY, library_name
from images.models import Image


def check_alternative_texts(document: ReviewDocument, report: Callable[..., None]) -> None:
    """Call ``report`` with a line, a sentence and its values for each picture of ``document`` that
    has no alternative text."""
    lead = document.facts.lead_image
    if lead and not lead.alt:
        report(lead.line, _("The lead image has no alternative text. Add lead_image_alt."))
    for key, parsed in document.review.texts.items():
        for picture in parsed.pictures:
            name = library_name(picture.source)
            if name and is_picture_name(name) and not picture.alt.strip():
                report(
                    document.lines.in_file(key, picture.line),
                    _(
                        "The picture “%(source)s” has no alternative text. Write ![what it "
                        "shows](…)."
                    ),
                    source=shortened(picture.source),
                )


def warn_of_other_alternative_text(
    document: ReviewDocument, lead_image: Image | None, findings: Findings
) -> None:
    """Warn if the library has ``lead_image`` with another alternative text, which it keeps."""
    lead = document.facts.lead_image
    if lead and lead.alt and lead_image and lead_image.alt != lead.alt:
        findings.warn(
            document.facts.lines["lead_image_alt"],
            _(
                "The library already has “%(path)s” with another alternative text, “%(alt)s”, "
                "which is kept. Import with --update to replace it."
            ),
            path=LIBRARY + lead_image.name,
            alt=shortened(lead_image.alt),
        )
