"""What is pasted into a field: other sites' spoilers in it become canonical."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.throttling import throttled
from desk.editor.views import at_the_desk, sentence
from spoilers import Converted, canonical

MAX_SAID = 3
"""How many problems are said: the field's preview lists them all."""


@at_the_desk(method="POST")
@throttled("canonical", requests=240, seconds=60)
def pasted(request: HttpRequest) -> HttpResponseBase:
    """``content`` as JSON: ``text``, its canonical form or itself, and ``said``, a sentence on what
    became of it, "" if nothing did."""
    content = request.POST.get("content")
    if content is None:
        return sentence(_("There is no text to convert."), 400)
    # Browsers send CR LF; a field holds LF.
    converted = canonical(content.replace("\r\n", "\n"))
    return JsonResponse({"text": converted.text, "said": said(converted)})


def said(converted: Converted) -> str:
    """What a writer should know of it."""
    if converted.problems:
        lines = [
            _("Line %(line)d: %(message)s") % {"line": problem.line, "message": problem.message}
            for problem in converted.problems[:MAX_SAID]
        ]
        return " ".join([_("Pasted as it was."), *lines])
    count = len(converted.changes)
    if not count:
        return ""
    return ngettext(
        "%(count)d spoiler made canonical", "%(count)d spoilers made canonical", count
    ) % {"count": count}
