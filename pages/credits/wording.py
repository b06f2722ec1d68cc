"""Credits in words: the name, the character or job, and the billing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cast.departments import job_name
from cast.models import Credit
from pages.paths import reverse

SHOWN_BILLINGS = {Credit.Billing.CAMEO, Credit.Billing.VOICE, Credit.Billing.UNCREDITED}
"""Billings that pages print. Others, such as a lead, show in the order of the list."""


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A line of a film's credits. ``name`` and ``url`` are "" if the person is not known.

    ``part`` is the character or the job. ``credited_as`` is "" if it equals the name.
    """

    name: str
    url: str
    part: str
    billing: str
    credited_as: str


@dataclass(frozen=True, slots=True)
class CrewJob:
    """A job of the crew with everybody who did it."""

    job: str
    people: list[CreditLine]


def credit_line(credit: Credit) -> CreditLine:
    """The line of a public ``credit``, whose person and characters are loaded. No query."""
    person = credit.person
    name = person.name if person else ""
    return CreditLine(
        name=name,
        url=reverse("pages:person", args=[person.slug]) if person else "",
        part=character_or_job(credit),
        billing=billing_label(credit),
        credited_as=credit.credited_as if credit.credited_as != name else "",
    )


def crew_jobs(credits: Iterable[Credit]) -> list[CrewJob]:
    """``credits`` of the crew by job, the jobs in the order of their first credits."""
    by_job: dict[str, list[CreditLine]] = {}
    for credit in credits:
        by_job.setdefault(credit.job, []).append(credit_line(credit))
    return [CrewJob(job_name(job), people) for job, people in by_job.items()]


def character_or_job(credit: Credit) -> str:
    """The characters of ``credit``, or else its job; "" if neither is known."""
    characters = ", ".join(character.name for character in credit.characters.all())
    return characters or job_name(credit.job)


def billing_label(credit: Credit) -> str:
    """The billing of ``credit`` if it is one of `SHOWN_BILLINGS`, or ""."""
    return str(Credit.Billing(credit.billing).label) if credit.billing in SHOWN_BILLINGS else ""


def credit_summary(credit: Credit) -> str:
    """``credit`` without the name, such as "as Eve (voice)" or "Director"; "" if it is empty."""
    part, billing = character_or_job(credit), billing_label(credit)
    if part and credit.department == Credit.ACTING:
        part = _("as %(character)s") % {"character": part}
    return f"{part} ({billing})".strip() if billing else part
