"""Credits in words: who, as whom, and how they are billed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cast.models import Credit

WORTH_SAYING = {Credit.Billing.CAMEO, Credit.Billing.VOICE, Credit.Billing.UNCREDITED}
"""A lead's place in the list says that it is one."""


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A line of the cast: ``name`` is "" for a part whose player is not known."""

    name: str
    url: str
    part: str
    billing: str
    credited_as: str


@dataclass(frozen=True, slots=True)
class CrewJob:
    """A job of the crew, and who did it."""

    job: str
    people: list[CreditLine]


def role(credit: Credit) -> CreditLine:
    """Of a public credit whose person and characters are loaded."""
    person = credit.person
    name = person.name if person else ""
    return CreditLine(
        name=name,
        url=reverse("pages:person", args=[person.slug]) if person else "",
        part=part_of(credit),
        billing=billing_of(credit),
        credited_as=credit.credited_as if credit.credited_as != name else "",
    )


def crew_jobs(credits: Iterable[Credit]) -> list[CrewJob]:
    """The crew's credits by job, in the order in which each job comes first."""
    by_job: dict[str, list[CreditLine]] = {}
    for credit in credits:
        by_job.setdefault(credit.job, []).append(role(credit))
    return [CrewJob(job, people) for job, people in by_job.items()]


def part_of(credit: Credit) -> str:
    """The characters that are played, or the job that is done; "" where neither is known."""
    return ", ".join(character.name for character in credit.characters.all()) or credit.job


def billing_of(credit: Credit) -> str:
    return str(credit.get_billing_display()) if credit.billing in WORTH_SAYING else ""


def in_words(credit: Credit) -> str:
    """ "as Eve (voice)", "Director"."""
    part, billing = part_of(credit), billing_of(credit)
    if part and credit.department == Credit.ACTING:
        part = _("as %(character)s") % {"character": part}
    return f"{part} ({billing})".strip() if billing else part
