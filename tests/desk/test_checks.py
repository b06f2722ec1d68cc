"""What an editor should look at before a review is published."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from desk.checks.look_at import look_at
from editions.manuscript import read_manuscript
from editions.publishing import publish
from reviews.models import Review, Section
from tests.desk_forms import address
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
    SectionFactory,
    VerdictFactory,
)
from tests.roles import account, signed_in
from tests.unrendered import page_context
from verdicts.models import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def review_pk(module_db: Path) -> int:
    """A review with nothing to look at."""
    film = FilmFactory(title="The Night Train", slug="the-night-train")
    CreditFactory(
        film=film,
        person=PersonFactory(name="Ana de Armas"),
        characters=[CharacterFactory(name="Eve Macarro")],
        credited_as="Anita Armas",
    )
    review = FullReviewFactory(film=film)
    SectionFactory(review=review, heading="Noted", body="A train worth taking, they say.")
    Verdict.objects.filter(review=review).update(pull_quote="A train worth taking")
    return review.pk


@pytest.fixture
def review(review_pk: int) -> Review:
    return Review.objects.get(pk=review_pk)


def found(review: Review) -> list[tuple[str, str]]:
    """What there is to look at: where, and the beginning of what is said."""
    return [(each.place, each.message) for each in look_at(read_manuscript(review))]


def write(review: Review, text: str) -> None:
    Section.objects.filter(review=review, placement="closing").update(body=text)


def test_nothing_is_found_in_a_review_in_order(review: Review) -> None:
    assert found(review) == []


class TestNames:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Anna de Armas runs.", "“Anna de Armas” is in no credit. Is it “Ana de Armas”?"),
            ("And Eve Macaro’s\nsister", "“Eve Macaro” is in no credit. Is it “Eve Macarro”?"),
            ("Her sister Mira (Noa Velasco) waits.", "“Noa Velasco” is in no credit of the film."),
            ("voiced by Noa van Velasco.", "“Noa van Velasco” is in no credit of the film."),
            ("played by Noa Velasco with grace", "“Noa Velasco” is in no credit of the film."),
            ("starring Noa Velasco as Eve", "“Noa Velasco” is in no credit of the film."),
            ("gespielt von Noa Velasco, die", "“Noa Velasco” is in no credit of the film."),
        ],
    )
    def test_that_no_credit_has_are_found(self, review: Review, text: str, said: str) -> None:
        write(review, text)
        assert found(review) == [("The closing, 1", said)]

    @pytest.mark.parametrize(
        "text",
        [
            "Ana de Armas, as Anita Armas, is Eve Macarro.",
            "In New York and Los Angeles, the Second World War is over. A studio (New Line) knows.",
            "Zoe Zander (Zoe Zander) was better in The Night Train.",
            "[Anna Armas](https://example.org/Anna_de_Armas) and Ana Torv.",
        ],
    )
    def test_of_others_are_left_alone(self, review: Review, text: str) -> None:
        PersonFactory(name="Zoe Zander")
        PersonFactory(name="Anna Armas", slug="anna-armas")
        write(review, text)
        assert found(review) == []

    def test_a_review_without_a_film_has_no_credits_to_compare(self, review: Review) -> None:
        write(review, "Her sister Mira (Noa Velasco) waits.")
        Review.objects.filter(pk=review.pk).update(film=None)
        review.refresh_from_db()
        assert found(review) == []

    def test_more_than_a_dozen_are_counted(self, review: Review) -> None:
        names = (f"Mira (Noa Vel{chr(97 + number)}sco)" for number in range(20))
        write(review, " ".join(names))
        *listed, last = found(review)
        assert (len(listed), last) == (12, ("", "8 more names are in no credit."))


class TestVerdict:
    @pytest.mark.parametrize(
        ("score", "recommendation", "fits"),
        [
            ("9", "must_see", True),
            ("3", "must_see", False),
            ("8", "skip", False),
            ("2", "skip", True),
            ("10", "mixed", False),
        ],
    )
    def test_score_goes_with_the_recommendation(
        self, review: Review, score: str, recommendation: str, fits: bool
    ) -> None:
        Verdict.objects.filter(review=review).update(
            score=Decimal(score), recommendation=recommendation
        )
        label = Verdict.Recommendation(recommendation).label
        said = f"The score {score} does not go with “{label}”. Check both."
        assert found(review) == ([] if fits else [("The verdict", said)])

    def test_pull_quote_is_in_the_text(self, review: Review) -> None:
        verdicts = Verdict.objects.filter(review=review)
        verdicts.update(pull_quote="a TRAIN, worth *taking*!")
        assert found(review) == []
        verdicts.update(pull_quote="A train to miss")
        said = "The pull quote is not in the text of the review."
        assert found(review) == [("The verdict", said)]
        verdicts.update(pull_quote="", score=None, scale_best=None, scale_step=None)
        assert found(review) == []
        verdicts.delete()
        assert found(review) == []


class TestParts:
    def test_without_text_are_found(self, review: Review) -> None:
        write(review, " ")
        review.points.filter(polarity="good").delete()
        review.points.filter(is_spoiler=False).update(body="")
        assert found(review) == [
            ("The good", "This part is empty, so readers do not see it."),
            ("The closing, 1", "There is no text here."),
        ]


class TestLinks:
    def test_that_lead_nowhere_are_found(self, review: Review) -> None:
        live = VerdictFactory(review__slug="live").review
        SectionFactory(review=live)
        publish(review=live)
        VerdictFactory(review__slug="draft")
        FilmFactory(slug="stub", is_confirmed=False)
        good = (
            "[a](/films/the-night-train/) [b](/reviews/live/) [c](https://example.org/films/x/) "
            "[d](/films/) [e](#f) [g](http://127.0.0.1:8000/about/) [h](https://[x)"
        )
        write(review, good)
        assert found(review) == []
        wrong = ["/films/gone/", "/films/stub/", "/reviews/draft/", "/nothing"]
        wrong += ["http://127.0.0.1:8000/people/x/"]
        inline = " ".join(f"[x]({address})" for address in wrong)
        write(review, f"{good}{inline} [y]\n\n[y]: /films/defined/")
        wrong.append("/films/defined/")
        assert [said for _place, said in found(review)] == [
            f"The link to {address} leads nowhere." for address in wrong
        ]


class TestFacts:
    def test_pictures_without_alternative_text_are_found(self, review: Review) -> None:
        lead, shown, said = (
            ImageFactory(name=f"{name}.png", decorative=True) for name in ("lead", "shown", "said")
        )
        Review.objects.filter(pk=review.pk).update(lead_image=lead)
        review.refresh_from_db()
        write(review, f"![](images/{shown.name}) ![A duel](images/{said.name})")
        pictures = look_at(read_manuscript(review))
        assert [(each.place, each.url) for each in pictures] == [
            (image.name, f"/admin/images/image/{image.pk}/change/") for image in (lead, shown)
        ]

    def test_projects_whose_status_is_old_are_found(self, review: Review) -> None:
        entry = FranchiseEntryFactory(film=review.film)
        old = timezone.localdate() - timedelta(days=200)
        project = ProjectFactory(franchise=entry.franchise, working_title="More", as_of=old)
        ProjectFactory(working_title="Another", as_of=old)
        (only,) = look_at(read_manuscript(review))
        assert (only.place, only.url) == ("More", f"/admin/films/project/{project.pk}/change/")
        assert only.message.startswith("The status of this project may be out of date: announced")

    def test_more_projects_are_counted(
        self, review: Review, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("desk.checks.facts.MOST", 1)
        entry = FranchiseEntryFactory(film=review.film)
        FranchiseEntryFactory(film=review.film)
        old = timezone.localdate() - timedelta(days=200)
        ProjectFactory.create_batch(3, franchise=entry.franchise, as_of=old)
        first, more = (message for _place, message in found(review))
        assert first.startswith("The status of this project may be out of date: announced")
        assert more.startswith("The status of 2 more projects may be out of date.")


class TestPages:
    def test_say_what_to_look_at(self, review: Review) -> None:
        write(review, "")
        desk = signed_in(account(Role.EDITOR))
        said = [("id_closing-0-body", "There is no text here.")]
        for page in ("change", "publish", "schedule", "hand_in"):
            advice = page_context(desk, address(review, page))["advice"]
            assert [(each.anchor, each.message) for each in advice] == said
        assert page_context(desk, address(review, "cancel"))["advice"] == []

    def test_take_as_many_queries_for_a_longer_review(self, review: Review) -> None:
        counts = []
        for number in (1, 5):
            names = " ".join(f"Mira (Noa Vel{chr(97 + each)}sco)" for each in range(number))
            links = " ".join(f"[x](/films/{each}/)" for each in range(number))
            write(review, f"{names} {links}")
            manuscript = read_manuscript(review)
            with CaptureQueriesContext(connection) as queries:
                look_at(manuscript)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 12
