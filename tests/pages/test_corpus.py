"""A corpus is what the site would have written: the tests let the site make each part again."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.utils import timezone

from cast.models import Credit, Person
from editions.manuscript import read_manuscript
from editions.models import Edition, EditionBody, EditionSequence
from editions.publishing_problems import publishing_problems
from editions.rerendering import rerender
from editions.serialisation import to_json
from films.models import Film, Franchise, FranchiseEntry
from pages.corpus.making import make_corpus
from pages.corpus.outlines import MAX_WORDS
from pages.facets import index as facets
from pages.facets.models import FacetEntry, FacetPair
from pages.search.models import SearchDocument
from pages.search.rebuilding import rebuild
from reviews.models import Critic, Review
from tests.factories import FilmFactory

pytestmark = [pytest.mark.django_db, pytest.mark.soak]

REVIEWS = 60
"""Every kind of review is among them: see `pages.corpus.filling`."""


@pytest.fixture(scope="module", autouse=True)
def _few_pictures() -> Iterator[None]:
    """No test depends on their number, and each costs its renditions for each corpus."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.corpus.making.POSTERS", 2)
        patch.setattr("pages.corpus.making.STILLS", 2)
        yield


@pytest.fixture(scope="module", autouse=True)
def _corpus(module_db: Path, _few_pictures: None) -> None:
    assert list(make_corpus(reviews=REVIEWS, seed=7, now=timezone.now())) == [0, REVIEWS]


def rows(model: type[models.Model], *without: str) -> list[dict[str, Any]]:
    fields = [field.attname for field in model._meta.concrete_fields if field.name not in without]
    return list(model._default_manager.order_by("pk").values(*fields))


class TestWhatTheSiteWouldHaveWritten:
    def test_renderings(self) -> None:
        before = rows(Edition)
        assert rerender(Edition.objects.all()) == 0
        assert rows(Edition) == before

    def test_search_documents(self) -> None:
        by_object = ("kind", "object_id")
        documents = SearchDocument.objects.order_by(*by_object)
        fields = [field.attname for field in SearchDocument._meta.concrete_fields][1:]
        before = list(documents.values(*fields))
        rebuild()
        assert list(documents.values(*fields)) == before

    def test_lists(self) -> None:
        columns = ("value__filter", "value__key", "edition", "live_from", "live_until")
        entries = FacetEntry.objects.order_by(*columns[:3])
        counts = FacetPair.objects.order_by("value__filter", "value__key", "other__key")
        pairs = counts.filter(count__gt=0)
        before = [*entries.values(*columns)], [*pairs.values_list("value__key", "count")]
        facets.rebuild()
        assert before == ([*entries.values(*columns)], [*pairs.values_list("value__key", "count")])

    def test_content_is_that_of_the_manuscript(self) -> None:
        for review in Review.objects.select_related("film", "lead_image"):
            edition = review.editions.first()
            if edition is not None:
                assert to_json(read_manuscript(review).content) == edition.body.content

    def test_manuscripts_have_no_problem(self) -> None:
        for review in Review.objects.select_related("film", "lead_image"):
            manuscript = read_manuscript(review)
            assert publishing_problems(manuscript) == []

    def test_uses_of_editions(self) -> None:
        for edition in Edition.objects.prefetch_related("fits", "images", "credits", "film"):
            content = edition.body.content
            critics = [critic["id"] for critic in content["critics"]]
            assert [critic.pk for critic in edition.signed_by()] == critics
            fits = [(fit["premise"], fit["answer"]) for fit in content["audience"]["items"]]
            credits = {c["id"] for item in content["cast"]["items"] for c in item["credits"]}
            assert [(fit.premise, fit.answer) for fit in edition.fits.all()] == fits
            assert {credit.pk for credit in edition.credits.all()} == credits
            assert [image.pk for image in edition.images.all()] == [
                image["id"] for image in [content["lead_image"]] if image
            ]

    @pytest.mark.parametrize("model", [Film, Person, Franchise, FranchiseEntry, Critic, Credit])
    def test_facts_are_valid_and_complete(self, model: type[models.Model]) -> None:
        """Saving a row again changes nothing, and it has its address."""
        before = rows(model)
        for row in model._default_manager.all():
            row.full_clean()
            row.save()
            if hasattr(row, "slugs"):
                assert [address.slug for address in row.slugs.all()] == [row.slug]
        assert rows(model) == before


class TestContents:
    def test_states_of_reviews(self) -> None:
        now = timezone.now()
        live = Edition.objects.live(now).values("review")
        states = Counter(
            (review.pk in {row["review"] for row in live}, review.editions.count())
            for review in Review.objects.all()
        )
        # Two drafts; one that is withdrawn and one that will be live for the first time; one with
        # a scheduled correction among those with several editions.
        assert states == {
            (False, 0): 2,
            (False, 1): 2,
            (True, 1): 49,
            (True, 2): 5,
            (True, 3): 1,
            (True, 5): 1,
        }
        assert Edition.objects.pending(now).count() == 2
        assert Edition.objects.exclude(note="").count() == 11

    def test_numbers_of_editions_go_on(self) -> None:
        for sequence in EditionSequence.objects.all():
            numbers = sequence.review.editions.values_list("number", flat=True)
            assert sorted(numbers) == list(range(1, sequence.last + 1))

    def test_one_critic_writes_one_review_in_twenty(self) -> None:
        first = Critic.objects.order_by("pk").first()
        assert first is not None
        assert first.reviews.count() >= REVIEWS // 20

    def test_lengths_differ(self) -> None:
        lengths = sorted(len(text.split()) for text in texts())
        assert lengths[0] < 500 < 1_000 < lengths[-1] < MAX_WORDS

    def test_common_words_are_common_and_rare_words_are_rare(self) -> None:
        counts = Counter(word for text in texts() for word in text.lower().split())
        [(first, often), (_second, less_often)] = counts.most_common(2)
        assert first == "the"
        assert 1.2 < often / less_often < 3
        assert sum(count == 1 for count in counts.values()) > len(counts) / 3

    def test_surprises_are_hidden(self) -> None:
        surprises = Credit.objects.filter(is_spoiler=True, editions__isnull=False)
        assert surprises.exists()
        for credit in surprises.select_related("person").distinct():
            for edition in credit.editions.all():
                curtains = [
                    c for c in edition.body.rendered["curtains"] if c["subject"] == "critique"
                ]
                assert str(credit) in curtains[0]["text"]
                assert str(credit) not in edition.body.search_text


def texts() -> list[str]:
    return list(EditionBody.objects.order_by("pk").values_list("search_text", flat=True))


class TestSeed:
    def made(self, **options: int) -> list[str]:
        with transaction.atomic():
            list(make_corpus(reviews=2, now=timezone.now(), **options))
            found = texts()
            transaction.set_rollback(True)
        return found[len(texts()) :]

    def test_same_seed_makes_the_same_words(self) -> None:
        made = self.made(seed=3)
        assert len(made) == 2
        assert self.made(seed=3, processes=2) == made
        assert self.made(seed=4) != made


class TestCommand:
    def run(self, *arguments: str) -> str:
        output = StringIO()
        call_command("make_corpus", *arguments, stdout=output)
        return output.getvalue()

    def test_refuses_a_site_with_content(self) -> None:
        with pytest.raises(CommandError, match="The site has content"):
            self.run("--reviews=3")

    def test_refuses_no_reviews(self) -> None:
        with pytest.raises(CommandError, match="at least 1"):
            self.run("--reviews=0", "--add")

    def test_add_changes_no_row(self) -> None:
        FilmFactory()
        models_with_rows = (Film, Person, Franchise, Critic, Credit, Review, Edition)
        before = {model: rows(model) for model in models_with_rows}
        documents = rows(SearchDocument)
        output = self.run("--reviews=3", "--add")
        assert "3 of 3 reviews after" in output
        for model, old in before.items():
            assert rows(model)[: len(old)] == old
        assert all(document in rows(SearchDocument) for document in documents)
        assert Review.objects.count() == REVIEWS + 3
