"""Converts pasted text: spoilers of other sites become curtains, HTML becomes Markdown."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.throttling import throttled
from desk.editor.views import admin_endpoint, text_response
from spoilers import Converted, Problem, canonical, from_html

MAX_PROBLEMS = 3
"""How many problems and warnings the answer lists. The preview of the field lists all problems."""


@admin_endpoint(method="POST")
@throttled("canonical", requests=240, seconds=60)
def convert_pasted(request: HttpRequest) -> HttpResponseBase:
    """Convert the posted ``content``, or the posted ``html`` if it has any formatting.

    The JSON answer has ``text``, the converted text, or ``content`` if it has problems or needs no
    conversion, and ``message``, which says what was done ("" for nothing). If ``html`` cannot be
    converted at all, ``text`` is null: nothing may be pasted, as something may be hidden in it.
    """
    content = request.POST.get("content")
    if content is None:
        return text_response(_("There is no text to convert."), 400)
    html = from_html(request.POST.get("html", ""))
    if html.text:
        return JsonResponse({"text": html.text, "message": message_for_html(html)})
    if html.problems:
        reasons = [_("Nothing was pasted."), *(each.message for each in html.problems)]
        return JsonResponse({"text": None, "message": " ".join(reasons)})
    # Browsers send CRLF; fields store LF.
    converted = canonical(content.replace("\r\n", "\n"))
    return JsonResponse({"text": converted.text, "message": message_for(converted)})


def message_for(converted: Converted) -> str:
    """What the conversion of a text did, for the person who pasted it."""
    if converted.problems:
        return " ".join([_("Pasted without changes."), *_with_lines(converted.problems)])
    return ". ".join(filter(None, [_curtains(converted), *_with_lines(converted.warnings)]))


def message_for_html(converted: Converted) -> str:
    """What the conversion of HTML did, for the person who pasted it."""
    lost = [each.message for each in converted.warnings[:MAX_PROBLEMS]]
    if converted.problems:
        lost = [_("Not all spoilers could be converted."), *_with_lines(converted.problems), *lost]
    return ". ".join(filter(None, [_curtains(converted), " ".join(lost)]))


def _with_lines(problems: tuple[Problem, ...]) -> list[str]:
    return [
        _("Line %(line)d: %(message)s") % {"line": problem.line, "message": problem.message}
        for problem in problems[:MAX_PROBLEMS]
    ]


def _curtains(converted: Converted) -> str:
    count = converted.spoilers
    if not count:
        return ""
    return ngettext(
        "%(count)d spoiler converted to a curtain",
        "%(count)d spoilers converted to curtains",
        count,
    ) % {"count": count}
