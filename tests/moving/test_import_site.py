"""The command `import_site`, from an export to reviews."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from editions.models import Edition
from films.confirmation import confirm
from films.models import Film
from images.models import Image
from moving import storing
from moving.models import MovedItem, Redirect
from reviews.models import Critic, Review
from tests.factories import CriticFactory, FilmFactory, picture_bytes
from tests.images.full_disk import fill_disk
from tests.moving.exports import attachment, item, meta, wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys: Any, tmp_path: Path) -> Any:
    """A function that moves in an export and returns its output, its warnings and its error."""

    def call(text: str, *options: str, kind: str = "wordpress") -> tuple[str, str, str]:
        path = tmp_path / "export"
        path.write_text(text)
        end = ""
        try:
            call_command("import_site", str(path), "--format", kind, *options)
        except CommandError as error:
            end = str(error)
        printed = capsys.readouterr()
        return printed.out, printed.err, end

    return call


def rows() -> list[int]:
    return [m.objects.count() for m in (Review, Film, Critic, Image, Redirect, MovedItem)]


@pytest.mark.on_disk
class TestAFullDisk:
    def test_a_post_waits_until_its_picture_can_be_stored(
        self, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "heat.png").write_bytes(picture_bytes())
        text = wxr(item(content='<p>Good.</p><img src="https://old.example/heat.png" alt="A">'))
        with monkeypatch.context() as patch:
            fill_disk(patch)
            _out, err, end = run(text, "--files", str(tmp_path))
        assert (Review.objects.count(), end) == (0, "1 post was not moved.")
        assert "cannot be stored: the disk is full" in err
        run(text, "--files", str(tmp_path))
        assert (Review.objects.count(), Image.objects.count()) == (1, 1)


class TestWordPress:
    def test_moves_a_post_with_all_that_belongs_to_it(self, run: Any, tmp_path: Path) -> None:
        (tmp_path / "uploads").mkdir()
        (tmp_path / "uploads" / "heat.png").write_bytes(picture_bytes())
        more = meta(_thumbnail_id=9, wp_review_total="4.5", wp_review_type="star")
        content = '<p>Good.</p><img src="https://old.example/uploads/heat-300x200.png" alt="Duel">'
        text = wxr(
            item(content=content, more=more), attachment(9, "https://old.example/uploads/heat.png")
        )
        out, err, end = run(text, "--files", str(tmp_path))
        review = Review.objects.get()
        assert (review.slug, review.headline, review.language) == (
            "heat",
            "Review: Heat (1995)",
            "de-DE",
        )
        assert review.standfirst == "Men at work."
        assert [section.body for section in review.sections.all()] == [
            "Good.\n\n![Duel](images/heat.png)"
        ]
        assert review.lead_image == Image.objects.get(name="heat.png", alt="Duel")
        assert (str(review.verdict.score), review.verdict.recommendation) == ("4.50", "")
        assert [(film.title, film.year, film.is_confirmed) for film in Film.objects.all()] == [
            ("Heat", 1995, False)
        ]
        assert review.film == Film.objects.get()
        assert [critic.display_name for critic in review.critics.all()] == ["Ada Test"]
        assert set(Redirect.objects.values_list("old", flat=True)) >= {"/2019/04/heat/", "/?p=7"}
        assert MovedItem.objects.get().tags == ["Crime"]
        assert "leads nowhere here: 1\nfilms proposed: 1\ncritics added: 1\npictures: 1\n" in out
        place, _colon, warning = err.partition("”: ")
        assert place == "line 12, post 7 “Review: Heat (1995)"
        assert warning == "The film was read from the title of the post. Check it.\n"
        assert end == ""

    def test_a_second_run_adds_only_what_is_new(self, run: Any) -> None:
        run(wxr(item(7), item(8)))
        Review.objects.filter(slug="heat").update(headline="Mine", version=2)
        Review.objects.get(slug="heat-2").delete()
        before = rows()
        out, _err, _end = run(wxr(item(7), item(8), item(9, title="Heat (1995), again")))
        assert "already here, unchanged: 2\n" in out
        assert [after - was for after, was in zip(rows(), before, strict=True)] == [
            1,
            0,
            0,
            0,
            1,
            1,
        ]
        assert Review.objects.get(slug="heat").headline == "Mine"

    def test_a_dry_run_writes_nothing(self, run: Any) -> None:
        out, _err, _end = run(wxr(item(7), item(8)), "--dry-run")
        assert "leads nowhere here: 1\nfilms found: 1\nfilms proposed: 1\ncritics added: 1\n" in out
        assert rows() == [0] * 6

    def test_a_broken_post_does_not_stop_the_others(
        self, run: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(plan: Any, stored: Any) -> None:
            if plan.post.source_id == "7":
                Film.objects.create(title="x", slug="x", runtime=0)

        monkeypatch.setattr(storing, "_add_redirects", failing)
        _out, err, end = run(wxr(item(7), item(8)))
        assert end == "1 post was not moved."
        assert "post 7 “Review: Heat (1995)”: The database did not accept it" in err
        assert [moved.source_id for moved in MovedItem.objects.all()] == ["8"]
        assert Review.objects.count() == Film.objects.count() == 1

    def test_publishes_with_the_old_date_what_is_complete(self, run: Any, tmp_path: Path) -> None:
        FilmFactory(title="Heat", release_date=datetime(1995, 12, 15, tzinfo=UTC).date())
        site_map = tmp_path / "map.yaml"
        site_map.write_text("recommendations: {must_see: 90, skip: 0}\nauthors: {ada: Bo Proof}")
        CriticFactory(display_name="Bo Proof", slug="bo")
        rated = meta(wp_review_total="5")
        text = wxr(item(7, more=rated), item(8), item(9, more=rated, status="private"))
        _out, err, _end = run(text, "--publish", "--map", str(site_map))
        edition = Edition.objects.get()
        assert edition.first_live_from == datetime(2019, 4, 1, 10, tzinfo=UTC)
        assert edition.recommendation == "must_see"
        assert [critic.slug for critic in edition.critics.all()] == ["bo"]
        assert "It stays a draft: A review needs a verdict before it is published." in err
        assert Review.objects.count() == 3

    def test_posts_without_an_author_get_the_critic_of_the_map(
        self, run: Any, tmp_path: Path
    ) -> None:
        text = wxr(item(7)).replace("<dc:creator>ada</dc:creator>", "")
        assert text != wxr(item(7))
        _out, err, _end = run(text, "--dry-run")
        assert "Nobody is named as its author. Choose who signs the review." in err
        site_map = tmp_path / "map.yaml"
        site_map.write_text('authors: {"": Bo Proof}')
        run(text, "--map", str(site_map))
        assert Critic.objects.get().display_name == "Bo Proof"

    def test_many_reasons_are_counted(self, run: Any) -> None:
        picture = '<p>A.</p><img src="https://b.example/%d.png" alt="">'
        content = "".join(picture % number for number in range(9))
        _out, err, _end = run(wxr(item(7, content=content)), "--publish")
        assert err.count("It stays a draft: ") == 5
        assert "It stays a draft for 6 more reasons. Its form has all of them." in err

    def test_a_second_run_publishes_untouched_drafts(self, run: Any, tmp_path: Path) -> None:
        site_map = tmp_path / "map.yaml"
        site_map.write_text("recommendations: {must_see: 90}")
        rated = meta(wp_review_total="5")
        text = wxr(item(7, more=rated), item(8, more=rated))
        options = ("--publish", "--map", str(site_map))
        _out, err, _end = run(text, *options)
        assert "It stays a draft: An editor has yet to confirm the film" in err
        confirm(Film.objects.get())
        Review.objects.filter(slug="heat-2").update(version=2)
        out, _err, _end = run(text, *options)
        assert "published: 1\nalready here, unchanged: 1\n" in out
        assert Edition.objects.get().review.slug == "heat"

    def test_a_film_is_never_guessed(self, run: Any) -> None:
        FilmFactory(title="Heat", slug="heat-1986")
        _out, err, _end = run(wxr(item(title="Heat review")))
        assert Review.objects.get().film is None
        assert "“Heat” may be Heat (2025) (heat-1986). Choose the film." in err

    def test_a_spoiler_that_is_not_understood_stays_hidden(self, run: Any) -> None:
        FilmFactory(title="Heat", release_date=datetime(1995, 12, 15, tzinfo=UTC).date())
        text = wxr(item(content="<p>He [velvet]dies[/velvet].</p>", more=meta(wp_review_total="5")))
        _out, err, _end = run(text, "--publish")
        assert Edition.objects.count() == 0
        assert "may hide something" in err

    def test_refuses_a_wrong_map(self, run: Any, tmp_path: Path) -> None:
        site_map = tmp_path / "map.yaml"
        site_map.write_text("author: {ada: Bo}")
        assert run(wxr(), "--map", str(site_map))[2] == (
            f"{site_map}: “author” is not known here. Possible: authors, only, skip, films, "
            "recommendations, rating, language, addresses."
        )


class TestOtherFormats:
    """One small site of each. tests/moving/test_other_formats.py has the readers."""

    def test_letterboxd(self, tmp_path: Path) -> None:
        (tmp_path / "reviews.csv").write_text(
            "Date,Name,Year,Letterboxd URI,Rating,Review\n"
            "2024-01-05,Heat,1995,https://boxd.it/a,4.5,Fine.\n"
            "2024-01-06,Heat,1995,https://boxd.it/b,5,Better.\n"
        )
        call_command("import_site", str(tmp_path), "--format", "letterboxd")
        assert [
            (review.slug, str(review.film), review.verdict.score, review.sections.get().body)
            for review in Review.objects.order_by("pk")
        ] == [("heat", "Heat (1995)", 4.5, "Fine."), ("heat-2", "Heat (1995)", 5, "Better.")]
        assert Film.objects.count() == 1

    def test_ghost(self, run: Any) -> None:
        html = "<p>Fine.</p><iframe src='//y.tube/1'></iframe>"
        post = {"id": 1, "title": "Heat (1995)", "slug": "heat", "html": html}
        _out, err, _end = run(json.dumps({"data": {"posts": [post]}}), kind="ghost")
        assert Review.objects.get().sections.get().body == "Fine.\n\n[y.tube](https://y.tube/1)"
        assert "What was embedded from https://y.tube/1 is now a link." in err
        assert Redirect.objects.get(old="/heat/").review == Review.objects.get()

    def test_markdown(self, tmp_path: Path) -> None:
        bundle = tmp_path / "reviews" / "heat"
        bundle.mkdir(parents=True)
        (bundle / "duel.png").write_bytes(picture_bytes())
        (bundle / "index.md").write_text(
            "---\ntitle: Heat\nfilm: Heat (1995)\n---\n# Plot\n\n{{< spoiler >}}He dies."
            "{{< /spoiler >}}\n\n![Duel](duel.png)\n"
        )
        call_command("import_site", str(tmp_path), "--format", "markdown")
        review = Review.objects.get()
        assert review.sections.get().body == (
            "### Plot\n\n>!He dies.!<\n\n![Duel](images/duel.png)"
        )
        assert [redirect.old for redirect in review.redirects.all()] == []
