"""A mended redactor, a credit that becomes a surprise, a picture with new words."""

import pytest
from django.core.management import call_command

from editions.models import Edition
from editions.publishing import publish
from editions.rerendering import rendering_of, rerender
from tests.factories import FullReviewFactory, ImageFactory

pytestmark = pytest.mark.django_db


def behind(rendering, key):
    return next(curtain.html for curtain in rendering.curtains if curtain.key == key)


class TestRenderingOf:
    def test_is_what_the_edition_keeps(self, django_assert_num_queries):
        edition = publish(review=FullReviewFactory())
        with django_assert_num_queries(0):
            assert rendering_of(edition).headline == edition.headline

    def test_is_made_anew_where_another_redactor_made_it(self):
        edition = publish(review=FullReviewFactory())
        honest = rendering_of(edition)
        edition.rendered = edition.rendered | {"headline": "What an older redactor made"}
        edition.redactor_version -= 1

        assert rendering_of(edition) == honest


class TestRerender:
    def test_counts_what_came_out_different(self):
        first, _second = (publish(review=FullReviewFactory()) for _ in range(2))
        damaged = first.rendered | {"headline": "Damaged"}
        Edition.objects.filter(pk=first.pk).update(rendered=damaged, redactor_version=0)

        assert rerender(Edition.objects.all()) == 1
        first.refresh_from_db()
        assert rendering_of(first).headline == first.headline
        assert rerender(Edition.objects.all()) == 0

    def test_as_a_command(self, capsys):
        publish(review=FullReviewFactory())
        call_command("rerender_editions")
        assert capsys.readouterr().out == "1 edition rendered, 0 came out different.\n"


class TestWhatShowsAFact:
    def test_a_credit_that_becomes_a_surprise_hides_its_critique_in_every_edition(self):
        review = FullReviewFactory()
        critique = review.critiques.first()
        critique.body = "Words about the performance."
        critique.save()
        edition = publish(review=review)
        assert "Words about the performance." in edition.search_text

        credit = critique.credits.first()
        credit.is_spoiler = True
        credit.save()

        edition.refresh_from_db()
        rendering = rendering_of(edition)
        assert rendering.part("cast").items[0].hidden
        assert "Words about the performance." not in edition.search_text
        assert "Words about the performance." in behind(rendering, "cast-1")

    def test_a_critique_that_was_secret_at_publishing_stays_so(self):
        review = FullReviewFactory()
        credit = review.critiques.first().credits.first()
        credit.is_spoiler = True
        credit.save()
        edition = publish(review=review)
        credit.is_spoiler = False
        credit.save()

        edition.refresh_from_db()
        assert rendering_of(edition).part("cast").items[0].hidden

    def test_a_picture_described_anew(self):
        image = ImageFactory(name="duel.png", alt="Old words")
        review = FullReviewFactory()
        review.sections.filter(placement="opening").update(body="![](images/duel.png)")
        edition = publish(review=review)
        image.alt = "New words"
        image.save()

        edition.refresh_from_db()
        assert 'alt="New words"' in rendering_of(edition).part("opening").items[0].html
