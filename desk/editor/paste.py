"""Converts spoilers in the syntax of other sites when text is pasted into a Markdown field."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.throttling import throttled
from desk.editor.views import admin_endpoint, text_response
from spoilers import Converted, canonical

MAX_PROBLEMS = 3
"""How many problems the answer lists. The preview of the field lists all."""


@admin_endpoint(method="POST")
@throttled("canonical", requests=240, seconds=60)
def convert_pasted(request: HttpRequest) -> HttpResponseBase:
    """Convert the posted ``content``.

    The JSON answer has ``text``, the converted text, or the original text if it has problems or
    needs no conversion, and ``message``, which says what was done ("" for nothing).
    """
    content = request.POST.get("content")
    if content is None:
        return text_response(_("There is no text to convert."), 400)
    # Browsers send CRLF; fields store LF.
    converted = canonical(content.replace("\r\n", "\n"))
    return JsonResponse({"text": converted.text, "message": message_for(converted)})


def message_for(converted: Converted) -> str:
    """What the conversion did, for the person who pasted the text."""
    if converted.problems:
        lines = [
            _("Line %(line)d: %(message)s") % {"line": problem.line, "message": problem.message}
            for problem in converted.problems[:MAX_PROBLEMS]
        ]
        return " ".join([_("Pasted without changes."), *lines])
    count = len(converted.changes)
    if not count:
        return ""
    return ngettext(
        "%(count)d spoiler converted to a curtain",
        "%(count)d spoilers converted to curtains",
        count,
    ) % {"count": count}
