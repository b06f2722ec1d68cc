"""Files that are made of the site's settings: its colours and its icons."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image as Pillow
from PIL import ImageOps

from pages.cache.public_page import public_page
from pages.site import current_site, digest_of, icon_digest, site_stylesheet

ICON_SIZES = (32, 180, 192, 512)

FOREVER = "public, max-age=31536000, immutable"
"""The address has a digest of the bytes."""


@public_page()
@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours of the site. An address from before a change has the present ones, for pages
    that are still kept somewhere."""
    text = site_stylesheet(current_site())
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOREVER if digest == digest_of(text) else "no-cache"
    return response


@public_page()
@require_safe
def icon(request: HttpRequest, digest: str, size: int) -> HttpResponse:
    """The icon of the site as a square PNG, cropped around the focal point of its picture."""
    picture = current_site().icon
    if picture is None or size not in ICON_SIZES or digest != icon_digest(picture):
        raise Http404
    try:
        with picture.file.open() as file, Pillow.open(file) as opened:
            square = ImageOps.fit(opened.convert("RGBA"), (size, size), centering=picture.focus)
    except OSError as error:
        # The storage has lost it, or it is no readable picture.
        raise Http404 from error
    buffer = BytesIO()
    square.save(buffer, "PNG")
    return HttpResponse(
        buffer.getvalue(), content_type="image/png", headers={"Cache-Control": FOREVER}
    )
