import pytest
from django.template.loader import render_to_string

from accounts.roles import Role
from desk.findings import described_leaks, findings_of, place_of
from editions.leaks.statements import HiddenSentence, Leak, PublicSentence
from editions.manuscript import read_manuscript
from films.models import Film
from tests.factories import FullReviewFactory, ReviewFactory
from tests.roles import account


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


@pytest.mark.django_db
class TestFinding:
    def test_links_to_the_part(self) -> None:
        review = FullReviewFactory(disclosure="It is >!her sister!<", cast_introduction="x\n\n>!y")
        assert [(f.place, f.anchor) for f in findings_of(read_manuscript(review))] == [
            ("Disclosure, line 1", "part-colophon"),
            ("The cast, line 3", "part-cast"),
        ]

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
