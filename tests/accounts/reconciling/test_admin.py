"""Two editors, or two windows of one, have a form of facts open."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.reconciling.admin import ReconcilingAdmin
from editions.models import Generation
from films.models import Film, FranchiseEntry
from reviews.models import ContentNoteLabel
from tests.desk_forms import errors_of, form_of, retyped
from tests.factories import (
    AdminFactory,
    ContentNoteLabelFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
)
from tests.roles import signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ann(module_db: Path) -> User:
    return AdminFactory(first_name="Ann")


@pytest.fixture(scope="module")
def bea(module_db: Path) -> User:
    return AdminFactory(first_name="Bea")


@pytest.fixture(scope="module")
def film(module_db: Path) -> Film:
    film = FilmFactory(title="Alien", tagline="", overview="One.\n\nTwo.")
    film.genres.set(GenreFactory.create_batch(2))
    FranchiseEntryFactory(film=film, label="Chapter 1", note="")
    return film


def url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture(scope="module")
def form(ann: User, film: Film) -> dict[str, Any]:
    """The form of the film as both have opened it."""
    return form_of(page_context(signed_in(ann), url(film)))


def save(user: User, row: Any, form: dict[str, Any]) -> list[str]:
    """The messages about what was joined; the form must be saved."""
    response = posted(signed_in(user), url(row), form)
    assert errors_of(response) == {}
    *joined, _changed = [str(message) for message in get_messages(response.wsgi_request)]
    return joined


def stored(film: Film) -> Film:
    return Film.objects.get(pk=film.pk)


HERS = {"overview": "1.\r\n\r\nTwo.", "runtime": "100"}
MINE = {"tagline": "In space.", "overview": "One.\r\n\r\n2."}


@pytest.mark.parametrize("is_mine_first", [True, False])
def test_changes_of_different_things_are_both_kept(
    ann: User, bea: User, film: Film, form: dict[str, Any], is_mine_first: bool
) -> None:
    first, second = [(ann, MINE), (bea, HERS)][:: 1 if is_mine_first else -1]
    assert save(first[0], film, form | first[1]) == []
    who = "Ann" if is_mine_first else "Bea"
    kept = "Tagline; Overview" if is_mine_first else "Overview; Runtime"
    assert save(second[0], film, form | second[1]) == [
        f"{who} saved changes while you had this page open. They are kept: {kept}."
    ]
    saved = stored(film)
    assert (saved.tagline, saved.overview, saved.runtime) == ("In space.", "1.\n\n2.", 100)


def test_second_window_of_the_same_editor_is_a_second_editor(
    ann: User, film: Film, form: dict[str, Any]
) -> None:
    save(ann, film, form | {"tagline": "In space."})
    (message,) = save(ann, film, form | {"runtime": "100"})
    assert message.startswith("You, in another window, saved changes")
    assert (stored(film).tagline, stored(film).runtime) == ("In space.", 100)


def test_chosen_rows_of_both_are_kept(
    ann: User, bea: User, film: Film, form: dict[str, Any]
) -> None:
    first, second = form["genres"]
    hers, mine = (genre.pk for genre in GenreFactory.create_batch(2))
    save(bea, film, form | {"genres": [first, second, hers]})
    save(ann, film, form | {"genres": [mine, second]})
    assert {*film.genres.values_list("pk", flat=True)} == {second, hers, mine}


def test_rows_of_inlines(ann: User, bea: User, film: Film, form: dict[str, Any]) -> None:
    added = {f"franchise_entries-1-{name}": "" for name in ("label", "after", "before", "note")}
    added |= {
        "franchise_entries-1-franchise": FranchiseFactory().pk,
        "franchise_entries-1-release_order": "7",
        "franchise_entries-1-relation": "main",
        "franchise_entries-1-film": film.pk,
        "franchise_entries-TOTAL_FORMS": "2",
    }
    save(bea, film, form | added | {"franchise_entries-0-note": "Hers."})
    (message,) = save(ann, film, form | {"franchise_entries-0-label": "Mine"})
    assert message.endswith("They are kept: Franchise entry (new); Franchise entry 1: Note.")
    entries = FranchiseEntry.objects.filter(film=film).order_by("pk")
    assert [(entry.label, entry.note) for entry in entries] == [("Mine", "Hers."), ("", "")]


@pytest.mark.parametrize(
    ("choice", "tagline", "lost"),
    [
        ("mine", "Mine.", "Tagline: replaced after a choice: “Hers.”"),
        ("theirs", "Hers.", "Tagline: not saved, because another text was chosen: “Mine.”"),
    ],
)
def test_both_texts_of_a_conflict_can_be_read_afterwards(
    ann: User,
    bea: User,
    film: Film,
    form: dict[str, Any],
    choice: str,
    tagline: str,
    lost: str,
) -> None:
    save(bea, film, form | {"tagline": "Hers."})
    generation = Generation.objects.current()
    refused = posted(signed_in(ann), url(film), form | {"tagline": "Mine.", "runtime": "100"})
    assert list(errors_of(refused)) == ["__all__", "tagline"]
    assert (stored(film).tagline, stored(film).runtime) == ("Hers.", 125)
    assert Generation.objects.current() == generation
    assert list(errors_of(posted(signed_in(ann), url(film), retyped(refused)))) == [
        "__all__",
        "tagline",
    ]
    save(ann, film, retyped(refused, choice))
    assert (stored(film).tagline, stored(film).runtime) == (tagline, 100)
    assert lost in [entry.get_change_message() for entry in LogEntry.objects.filter(user=ann)]


def test_form_that_does_not_say_how_it_was_opened_undoes_nothing(
    ann: User, bea: User, film: Film, form: dict[str, Any]
) -> None:
    save(bea, film, form | {"tagline": "Hers."})
    for base in ("", "{", "[]", '{"values": {"tagline": 1}}'):
        refused = posted(signed_in(ann), url(film), form | {"base": base})
        assert list(errors_of(refused)) == ["__all__", "tagline"]


def test_facts_that_are_not_public_themselves_are_reconciled_too(ann: User, bea: User) -> None:
    label = ContentNoteLabelFactory(name="Blood")
    form = form_of(page_context(signed_in(ann), url(label)))
    save(bea, label, form | {"slug": "gore"})
    save(ann, label, form | {"name": "Gore"})
    found = ContentNoteLabel.objects.get(pk=label.pk)
    assert (found.name, found.slug) == ("Gore", "gore")


def test_every_admin_reconciles() -> None:
    admins = admin.site._registry.values()
    assert [each for each in admins if not isinstance(each, ReconcilingAdmin)] == []


def test_film_is_saved_with_six_more_queries(
    ann: User, film: Film, form: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row, its genres and the rows of its four inlines are read once more."""

    def reads(tagline: str) -> int:
        client = signed_in(ann)
        with CaptureQueriesContext(connection) as captured:
            assert posted(client, url(film), form | {"tagline": tagline}).status_code == 302
        return sum(query["sql"].startswith("SELECT") for query in captured)

    joined = reads("A")
    monkeypatch.setattr(ReconcilingAdmin, "_reconciled", lambda *_args: None)
    assert joined - reads("B") == 6
