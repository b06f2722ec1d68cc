import re

import pytest
from django.template.loader import render_to_string

from accounts.roles import Role
from desk.findings import described_leaks, findings_of, place_of
from editions.leaks.statements import HiddenSentence, Leak, PublicSentence
from editions.manuscript import read_manuscript
from films.models import Film
from reviews.models import Review
from tests.factories import ContentNoteFactory, CriticFactory, FullReviewFactory, ReviewFactory
from tests.roles import account, signed_in
from verdicts.models import Verdict


class TestPlace:
    @pytest.mark.parametrize(
        ("key", "place"),
        [
            ("opening-2", "The opening, 2"),
            ("opening-2-1", "The opening, 2"),
            ("story-1", "The full story, 1"),
            ("cast", "The cast"),
            ("verdict-1", "The verdict"),
            ("headline", "Headline"),
        ],
    )
    def test_has_the_title_of_the_part(self, key: str, place: str) -> None:
        assert place_of(key) == place


def leak(hidden: HiddenSentence) -> Leak:
    return Leak(PublicSentence("closing-1", "body", "She dies."), hidden, ("dies",), 0.9)


def said(one: Leak, role: Role) -> str:
    [(_leak, sentence)] = described_leaks([one], account(role))
    return sentence


@pytest.mark.django_db
class TestLeak:
    def test_says_both_places(self) -> None:
        assert said(leak(HiddenSentence("story-1", "Her death.")), Role.CRITIC) == (
            "The closing, 1: “She dies.” gives away what is hidden in The full story, 1: “Her "
            "death.”"
        )

    def test_surprise_appearance(self) -> None:
        assert said(leak(HiddenSentence("credits", "Keanu Reeves")), Role.CRITIC) == (
            "The closing, 1: “She dies.” names “Keanu Reeves”, a surprise appearance."
        )

    def test_other_review_is_quoted_to_who_may_read_it(self) -> None:
        ReviewFactory(slug="alien")
        other = leak(HiddenSentence("story-1", "Her death.", review="alien"))
        assert said(other, Role.EDITOR) == (
            "The closing, 1: “She dies.” gives away what is hidden in the review “alien”: “Her "
            "death.”"
        )
        assert said(other, Role.CRITIC) == (
            "The closing, 1: “She dies.” gives away what another review hides."
        )


def full_of_problems() -> Review:
    review = FullReviewFactory(headline="", standfirst=">!x!<", slug="problems")
    ContentNoteFactory(review=review, label=None)
    ContentNoteFactory(review=review, label__name="It is >!her sister!<")
    review.sections.filter(placement="opening").update(body="![x](images/gone.png)")
    review.sections.filter(placement="closing").update(body="")
    review.critiques.update(heading="")
    for critique in review.critiques.all():
        critique.credits.clear()
    Verdict.objects.update(recommendation="must_see", score=1, pull_quote="Elsewhere.")
    return review


@pytest.mark.django_db
class TestFinding:
    def test_links_to_the_field(self) -> None:
        review = FullReviewFactory(disclosure="It is >!her sister!<", cast_introduction="x\n\n>!y")
        found = findings_of(read_manuscript(review))
        assert [(each.place, each.anchor, each.line) for each in found] == [
            ("Disclosure, line 1", "id_disclosure", 1),
            ("The cast, line 3", "id_cast_introduction", 3),
        ]

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.CRITIC])
    def test_each_link_leads_to_something_on_the_page(self, role: Role) -> None:
        """Also where the account may only read the review."""
        review, user = full_of_problems(), account(role)
        if role is Role.CRITIC:
            review.sign([CriticFactory(user=user).pk])
            Review.objects.filter(pk=review.pk).update(stage=Review.Stage.SUBMITTED)
        page = signed_in(user).get(f"/admin/reviews/review/{review.pk}/change/").content.decode()
        anchors = re.findall('<a href="#([^"]+)"[^>]*>', page.partition('class="before"')[2])
        ids = re.findall(' id="([^"]+)"', page)
        fields = {
            "id_headline",
            "id_standfirst",
            "id_cast-0-credits",
            "id_closing-0-body",
            "id_notes-0-label",
            "id_notes-1-label",
            "id_opening-0-body",
            "id_verdict-0-pull_quote",
            "id_verdict-0-recommendation",
        }
        assert fields - set(anchors) == set()
        assert [anchor for anchor in anchors if ids.count(anchor) != 1] == []

    def test_film_to_confirm_is_linked_itself(self) -> None:
        review = FullReviewFactory()
        Film.objects.filter(pk=review.film_id).update(is_confirmed=False)
        (found,) = findings_of(read_manuscript(review))
        page = f"/admin/films/film/{review.film_id}/change/"
        assert (found.place, found.anchor, found.url) == ("The film", "", page)


@pytest.mark.parametrize("editable", [True, False])
def test_words_are_replaced_only_in_a_review_that_may_be_changed(editable: bool) -> None:
    html = render_to_string("admin/desk/outline.html", {"parts": [], "editable": editable})
    assert [mark in html for mark in ("data-find ", "desk-find", "Shift+F")] == [editable] * 3
