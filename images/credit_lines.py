"""The line below a picture that says who made it and who has the rights to it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from images.models import Image


def credit_line(image: Image) -> SafeString:
    """The credit and the rights of ``image`` as HTML, with a link to the terms; "" if it has
    neither."""
    rights: str = image.rights
    if image.license_url:
        rights = format_html(
            '<a href="{}" rel="license nofollow noopener">{}</a>',
            image.license_url,
            rights or _("Terms of use"),
        )
    if image.credit and rights:
        return format_html("{} · {}", image.credit, rights)
    return format_html("{}", image.credit or rights)
