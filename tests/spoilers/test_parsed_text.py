"""What a parsed text knows of itself."""

from spoilers import NamedFilm, NamedPicture, Problem, ProblemCode, parse
from tests.spoilers.redacting import FILMS

MALFORMED = '>!a!<{spoils="parabellum"} ![b](images/b.png) >!c'


class TestProblems:
    def test_a_problem_has_line_code_and_message(self):
        [problem] = parse("a\n:::").problems
        assert (problem.line, problem.code) == (2, ProblemCode.STRAY_FENCE)
        assert problem.message == ProblemCode.STRAY_FENCE.value

    def test_problems_are_sorted_by_line_then_message(self):
        problems = parse("a !<\n\n>!b\n\nc !<").problems
        assert [problem.line for problem in problems] == [1, 3, 5]
        assert list(problems) == sorted(problems)

    def test_values_are_part_of_the_message(self):
        message = Problem.of(ProblemCode.UNKNOWN_FILM, 3, slug="alien").message
        assert message.startswith("There is no film “alien”.")

    def test_unknown_films_are_a_problem_only_with_film_id(self):
        parsed = parse('a\n\n>!b!<{spoils="nope"}')
        assert parsed.problems == ()
        assert [problem.code for problem in parsed.malformed(FILMS.get)] == [
            ProblemCode.UNKNOWN_FILM
        ]

    def test_foreign_spoilers_are_reported_by_check_only(self):
        parsed = parse("a ||b||")
        assert parsed.malformed() == ()
        assert [problem.code for problem in parsed.check()] == [ProblemCode.FOREIGN_SYNTAX]


class TestFilms:
    def test_each_film_is_named_once_in_order(self):
        markdown = '>!a!<{spoils="x y"} >!b!<{spoils="z x"}'
        assert [film.slug for film in parse(markdown).films] == ["x", "y", "z"]

    def test_a_film_named_only_behind_a_curtain_is_not_public(self):
        markdown = '>!a >!b!<{spoils="x"}!<{spoils="y"}\n\n[^1]: >!c!<{spoils="z"}'
        assert set(parse(markdown).films) == {
            NamedFilm("x", is_public=False),
            NamedFilm("y", is_public=True),
            NamedFilm("z", is_public=False),
        }

    def test_a_malformed_text_names_films_that_are_not_public(self):
        assert parse(MALFORMED).films == (NamedFilm("parabellum", is_public=False),)


class TestPictures:
    def test_pictures_with_line_and_place(self):
        markdown = (
            "![a *b*](images/a.png)\n\n- >!c\n  ![](images/c.png)!< [^1]\n\n"
            '[^1]: d ![d](https://e.f/d.png "t")'
        )
        assert parse(markdown).pictures == (
            NamedPicture("images/a.png", "a b", 1, is_public=True),
            NamedPicture("https://e.f/d.png", "d", 6, is_public=True),
            NamedPicture("images/c.png", "", 4, is_public=False),
        )

    def test_a_picture_in_a_footnote_cited_only_in_a_curtain_is_not_public(self):
        markdown = ">!a[^1]!<\n\n[^1]: ![b](c.png)"
        assert parse(markdown).pictures == (NamedPicture("c.png", "b", 3, is_public=False),)

    def test_a_malformed_text_names_no_pictures(self):
        assert parse(MALFORMED).pictures == ()


class TestRedact:
    def test_a_text_can_be_redacted_again_with_other_arguments(self):
        parsed = parse('a[^1] >!b!<{spoils="parabellum"}\n\n[^1]: c ![d](e.png)')
        first = parsed.redact(film=9, key="k", film_id=FILMS.get)
        other = parsed.redact(film=8, key="l", film_id=lambda slug: 7, image=lambda *_: "")
        assert parsed.redact(film=9, key="k", film_id=FILMS.get) == first
        assert other.curtains[0].films == (7,)
        assert other.html == (
            first.html.replace("fn-k", "fn-l")
            .replace("fnref-k", "fnref-l")
            .replace('key="k-1"', 'key="l-1"')
            .replace('<img src="e.png" alt="d" loading="lazy">', "")
        )

    def test_an_unknown_film_in_one_redaction_does_not_affect_the_next(self):
        parsed = parse('>!a!<{spoils="parabellum"}')
        assert [each.code for each in parsed.redact(film=9, key="k").problems] == [
            ProblemCode.UNKNOWN_FILM
        ]
        assert parsed.redact(film=9, key="k", film_id=FILMS.get).problems == ()
