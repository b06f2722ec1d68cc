import pytest
from django.apps.registry import Apps
from django.core.management import call_command

from editions.models import Edition, EditionBody
from editions.publishing import publish
from editions.rendering import render
from editions.rerendering import (
    UNREADABLE,
    _warn_of_outdated_editions,
    outdated_editions,
    rendering_of,
    rerender,
    rerender_outdated,
)
from images.public_changes import public_change
from spoilers import REDACTOR_VERSION
from tests.factories import FullReviewFactory, ImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def behind(rendering, key):
    return next(curtain.html for curtain in rendering.curtains if curtain.key == key)


class TestRenderingOf:
    def test_is_the_stored_rendering(self, django_assert_num_queries):
        edition = publish(review=FullReviewFactory())
        with django_assert_num_queries(0):
            assert rendering_of(edition).headline == edition.headline

    def test_is_new_if_another_redactor_version_made_the_stored_one(self):
        edition = publish(review=FullReviewFactory())
        honest = rendering_of(edition)
        edition.body.rendered = edition.body.rendered | {"headline": "What an older redactor made"}
        edition.redactor_version -= 1

        assert rendering_of(edition) == honest


class TestRerender:
    def test_counts_what_came_out_different(self):
        first, _second = (publish(review=FullReviewFactory()) for _ in range(2))
        damaged = first.body.rendered | {"headline": "Damaged"}
        Edition.objects.filter(pk=first.pk).update(redactor_version=0)
        EditionBody.objects.filter(pk=first.pk).update(rendered=damaged)

        assert rerender(Edition.objects.all()) == 1
        first.refresh_from_db()
        assert rendering_of(first).headline == first.headline
        assert rerender(Edition.objects.all()) == 0

    def test_can_be_called_as_a_command(self, capsys):
        publish(review=FullReviewFactory())
        call_command("rerender_editions")
        assert capsys.readouterr().out == "1 edition rendered, 0 changed.\n"


class TestUpgrade:
    """`migrate` renders again what another version of the redactor has rendered."""

    @pytest.fixture(autouse=True)
    def _editions(self, monkeypatch):
        monkeypatch.setattr("editions.rerendering.EDITIONS_AT_ONCE", 2)
        for number in range(3):
            publish(review=FullReviewFactory(headline=f"Review {number}"))
        with public_change():
            EditionBody.objects.update(rendered={"what": "an older redactor made"})
            Edition.objects.update(redactor_version=REDACTOR_VERSION - 1)

    def test_every_outdated_edition_is_rendered_again(self, capsys):
        rerender_outdated(using="default")
        assert capsys.readouterr().out == "  Rendering 3 editions again for the new redactor ...\n"
        for edition in Edition.objects.all():
            assert edition.redactor_version == REDACTOR_VERSION
            assert edition.body.rendered["headline"] == edition.headline
        rerender_outdated(using="default")
        assert capsys.readouterr().out == ""

    def test_what_cannot_be_rendered_is_not_tried_again(self, capsys):
        EditionBody.objects.update(content={})
        rerender_outdated(using="default")
        assert not outdated_editions().exists()
        assert Edition.objects.filter(redactor_version=UNREADABLE).count() == 3

    def test_nothing_happens_before_the_last_migration(self):
        rerender_outdated(using="default", apps=Apps())
        assert outdated_editions().count() == 3

    def test_is_done_by_migrate(self):
        call_command("migrate", verbosity=0)
        assert not outdated_editions().exists()

    def test_log_says_once_that_it_was_not_done(self, caplog):
        _warn_of_outdated_editions.cache_clear()
        for edition in Edition.objects.all():
            rendering_of(edition)
        assert caplog.text.count("Run `python manage.py rerender_editions`") == 1


class TestRerenderingAfterASave:
    def test_a_credit_that_becomes_a_surprise_hides_its_critique(self):
        review = FullReviewFactory()
        critique = review.critiques.first()
        critique.body = "Words about the performance."
        critique.save()
        edition = publish(review=review)
        assert "Words about the performance." in edition.body.search_text

        credit = critique.credits.first()
        credit.is_spoiler = True
        credit.save()

        edition.refresh_from_db()
        rendering = rendering_of(edition)
        assert rendering.part("cast").items[0].hidden
        assert "Words about the performance." not in edition.body.search_text
        assert "Words about the performance." in behind(rendering, "cast-1")

    def test_a_critique_that_was_hidden_at_publishing_stays_hidden(self):
        review = FullReviewFactory()
        credit = review.critiques.first().credits.first()
        credit.is_spoiler = True
        credit.save()
        edition = publish(review=review)
        credit.is_spoiler = False
        credit.save()

        edition.refresh_from_db()
        assert rendering_of(edition).part("cast").items[0].hidden

    def test_renders_each_edition_once_in_a_change(self, monkeypatch):
        review = FullReviewFactory()
        edition = publish(review=review)
        rendered = []

        def rendering(content, *, film):
            rendered.append(film)
            return render(content, film=film)

        monkeypatch.setattr("editions.rerendering.render", rendering)
        with public_change():
            for credit in edition.credits.all():
                credit.is_spoiler = not credit.is_spoiler
                credit.save()
            edition.lead_image.alt = "New text"
            edition.lead_image.save()
            assert rendered == []
        assert rendered == [edition.film_id]

    def test_renders_nothing_that_does_not_depend_on_the_change(self, monkeypatch):
        edition = publish(review=FullReviewFactory())
        monkeypatch.delattr("editions.rerendering.render")
        edition.lead_image.name = "renamed.png"
        edition.lead_image.save()
        credit = edition.credits.first()
        credit.credited_as = "Somebody"
        credit.save()

    def test_a_picture_with_a_new_alternative_text_and_credit(self):
        image = ImageFactory(name="duel.png", alt="Old text", credit="Old credit")
        review = FullReviewFactory()
        review.sections.filter(placement="opening").update(body="![](images/duel.png)")
        edition = publish(review=review)
        image.alt, image.credit = "New text", "New credit"
        image.save()

        edition.refresh_from_db()
        html = rendering_of(edition).part("opening").items[0].html
        assert ('alt="New text"' in html, ">New credit<" in html) == (True, True)
