"""Says in words what a date means that an editor types, before the form is sent."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse

from films.known_date_fields import KnownDateFormField
from films.known_dates import KnownDate, spelled_out
from films.moments import MomentField, in_words

MAX_LENGTH = 60


def read_date(request: HttpRequest) -> JsonResponse:
    """What ``date`` (and ``time``, for the ``kind`` "moment") mean, as JSON.

    ``words`` says it, or ``problem`` says why it means nothing. ``typed`` is the date in the
    notation of the site; ``day`` and ``moment`` are ISO 8601. ``choices`` are the readings of an
    ambiguous date, each as ``words`` and ``typed``.
    """
    date = request.GET.get("date", "")[:MAX_LENGTH]
    answer: dict[str, Any] = {}
    try:
        known = KnownDateFormField(required=False).clean(date)
        if known:
            answer |= {"typed": known.in_numbers(), "day": known.first_day.isoformat()}
        if request.GET.get("kind") != "moment":
            answer["words"] = _known_in_words(known)
        elif at := request.GET.get("time", "")[:MAX_LENGTH]:
            moment = MomentField().clean([date, at])
            answer |= {"words": in_words(moment), "moment": moment.isoformat()}
        elif known:
            MomentField().clean([date, "12:00"])
            answer["words"] = _known_in_words(known)
    except ValidationError as error:
        answer["problem"] = " ".join(error.messages)
        params = getattr(error.error_list[0], "params", None) or {}
        answer["choices"] = [
            {"words": spelled_out(day), "typed": KnownDate(day).in_numbers()}
            for day in params.get("readings", ())
        ]
    return JsonResponse(answer)


def _known_in_words(known: KnownDate | None) -> str:
    if known is None:
        return ""
    return spelled_out(known.first_day) if known.is_day else str(known)
