"""What is wrong with a document is said with its line, and nothing of it is imported."""

import pytest

from publishing.document.source import MAX_BYTES
from tests.factories import FilmFactory, FranchiseEntryFactory, FranchiseFactory, ReviewFactory
from tests.publishing.documents.samples import (
    BODY,
    DOCUMENT,
    FRONT,
    document,
    errors,
    line_of,
)

pytestmark = pytest.mark.django_db

KEYS = (
    "“headline”, “slug”, “critic”, “film”, “standfirst”, “meta_description”, “disclosure”, "
    "“language”, “related_films”, “credits”, “projects”, “verdict”, “lead_image_alt”, "
    "“lead_image”, “embargo_until”, “publish_at”"
)
DAY = "a day, written like 2025-06-06"
UNCLOSED = (
    "This curtain opens with >! but never closes. End it with !< in the same paragraph, list item "
    "or table cell, or write \\>! for the characters themselves."
)
UNCLOSED_BLOCK = (
    "This curtain opens with ::: spoiler but never closes. End it with a line of three colons in "
    "the same list item or quotation."
)
PLAIN = (
    "This field is public and holds no curtains. Take out >!, !< and lines that begin with :::, "
    "and move what is a spoiler into the text."
)
LIST_ONLY = (
    "Only list items stand in this part, each beginning with “- ”. Move this elsewhere, or indent "
    "it if it belongs to the item above."
)
STATUSES = (
    "Possible are “rumored”, “planned”, “in_production”, “post_production”, “released”, “canceled”."
)

# What stands in the sample, what takes its place, the words on the line of the error, the error.
FRONT_MATTER = [
    ("headline: The Long Night Train\n", "", "slug:", "“headline” is missing in the front matter."),
    ("The Long Night Train", '" "', "headline", "“headline” is missing in the front matter."),
    ("slug: long-night-train", "slug:", "slug:", "“slug” is missing in the front matter."),
    (
        "slug: long-night-train",
        "slug: Long Night!",
        "slug:",
        (
            "“slug” in the front matter: Enter a valid “slug” consisting of letters, numbers, "
            "underscores or hyphens."
        ),
    ),
    (
        "critic: Vera Lind",
        "critic: 日本",
        "critic:",
        "“日本” gives no slug by itself. Write it as {name: …, slug: …}.",
    ),
    (
        "critic: Vera Lind",
        "critic: [Vera Lind]",
        "critic:",
        "“critic” in the front matter is a name, or {name: …, slug: …}.",
    ),
    (
        "critic: Vera Lind",
        "critic: {name: Vera, slg: v}",
        "critic:",
        "Unknown key “slg” in “critic”. Did you mean “slug”? Possible are “name”, “slug”.",
    ),
    ("critic: Vera Lind", "critic: {slug: v}", "critic:", "“name” is missing in “critic”."),
    (
        "critic: Vera Lind",
        "critic: {name: Vera, slug: v v}",
        "critic:",
        (
            "“slug” in “critic”: Enter a valid “slug” consisting of letters, numbers, "
            "underscores or "
            "hyphens."
        ),
    ),
    (
        "critic: Vera Lind",
        f"critic: {'v' * 121}",
        "critic:",
        "“critic” in the front matter: Ensure this value has at most 120 characters (it has 121).",
    ),
    (
        "critic: Vera Lind\n",
        "critic: Vera Lind\ncritik: x\n",
        "critik",
        f"Unknown key “critik” in the front matter. Did you mean “critic”? Possible are {KEYS}.",
    ),
    (
        "critic: Vera Lind\n",
        "critic: Vera Lind\ncritic: x\n",
        "critic: x",
        "The key “critic” stands here twice, first on line 4. Keep one.",
    ),
    ("  title: Night Train\n", "", "  slug: night", "“title” is missing in the film."),
    (
        "2025-03-14",
        "14.3.2025",
        "14.3.2025",
        f"“release_date” in the film is wrong: expected {DAY}.",
    ),
    (
        "2025-03-14",
        "2025-02-30",
        "2025-02-30",
        f"“release_date” in the film is wrong: expected {DAY}.",
    ),
    (
        "  release_date: 2025-03-14\n",
        "",
        "status: released",
        "A released film has a release date: give release_date, or another status.",
    ),
    (
        "release_date: 2025-03-14",
        "release_date:",
        "status: released",
        "A released film has a release date: give release_date, or another status.",
    ),
    (
        "release_date: 2021-09-03",
        "release_date: ~",
        "status: released\n    rel",
        "A released film has a release date: give release_date, or another status.",
    ),
    (
        "status: released",
        "status: relased",
        "relased",
        f"“status” in the film cannot be “relased”. Did you mean “released”? {STATUSES}",
    ),
    (
        "genres: [Thriller]",
        "genres: Thriller",
        "genres",
        "“genres” in the film is wrong: expected a list, such as [Action, Thriller].",
    ),
    (
        "genres: [Thriller]",
        "genres: [[x]]",
        "genres",
        "“genres” in the film is a name, or {name: …, slug: …}.",
    ),
    (
        "genres: [Thriller]",
        "runtime: 0",
        "runtime",
        "“runtime” in the film is wrong: expected the minutes, more than 0.",
    ),
    (
        "genres: [Thriller]",
        "runtime: 2 hours",
        "runtime",
        "“runtime” in the film is wrong: expected a whole number of at most 32767.",
    ),
    (
        "genres: [Thriller]",
        "runtime: 32768",
        "runtime",
        "“runtime” in the film is wrong: expected a whole number of at most 32767.",
    ),
    (
        "genres: [Thriller]",
        "tmdb_id: 2147483648",
        "tmdb_id",
        "“tmdb_id” in the film is wrong: expected a whole number of at most 2147483647.",
    ),
    (
        "genres: [Thriller]",
        "imdb_id: 123",
        "imdb_id",
        "“imdb_id” in the film is wrong: expected an id such as tt7181546.",
    ),
    (
        "genres: [Thriller]",
        "wikidata_id: 123",
        "wikidata_id",
        "“wikidata_id” in the film is wrong: expected an id such as Q25188.",
    ),
    (
        "genres: [Thriller]",
        "tagline: {a: b}",
        "tagline",
        "“tagline” in the film is wrong: expected a text.",
    ),
    ("genres: [Thriller]", 'overview: "a >!b!<"', "overview", PLAIN),
    (
        "genres: [Thriller]",
        "poster: poster.jpg",
        "poster",
        (
            "“poster” in the film is wrong: expected a picture beside the file, written like "
            "images/duel.jpg."
        ),
    ),
    (
        "genres: [Thriller]",
        "poster: images/../duel.jpg",
        "poster",
        (
            "“poster” in the film is wrong: expected a picture beside the file, written like "
            "images/duel.jpg."
        ),
    ),
    (
        "release_order: 3, after: day-train}",
        "release_order: third}",
        "third",
        "“release_order” in the franchise is wrong: expected a whole number of at most 32767.",
    ),
    (
        "relation: sequel",
        "relation: child",
        "child",
        (
            "“relation” in the franchise cannot be “child”. Possible are “main”, “spin_off”, "
            "“prequel”, “sequel”, “reboot”, “remake”."
        ),
    ),
    (
        "after: day-train",
        "after: day-trian",
        "day-trian",
        (
            "There is no film “day-trian”. Did you mean “day-train”? Correct the slug, or "
            "describe it "
            "in related_films."
        ),
    ),
    (
        "after: day-train",
        "after: [day-train]",
        "[day-train]",
        "“after” in the franchise is wrong: expected a text.",
    ),
    (
        "after: day-train",
        "before: night-train",
        "before",
        "A film is not set before or after itself.",
    ),
    (
        "after: day-train",
        "before: day-train, after: day-train",
        "before",
        (
            "The in-universe order contradicts itself: The Line: First stop → The Line: Third "
            "stop → "
            "The Line: First stop. Remove one of these facts."
        ),
    ),
    (
        "{name: The Line, label: First",
        "{name: Other, label: First",
        "after: day-train",
        (
            "“day-train” has no place in the franchise “The Line”: describe it in related_films, "
            "with "
            "its franchise."
        ),
    ),
    (
        "release_order: 1}",
        "release_order: 3}",
        "release_order: 3}",
        "The release order 3 of “The Line” is that of “Night Train”. Give another.",
    ),
    (
        "billing: lead",
        "billing: star",
        "star",
        (
            "“billing” in a credit cannot be “star”. Possible are “lead”, “supporting”, “cameo”, "
            "“voice”, “uncredited”."
        ),
    ),
    (
        "is_spoiler: true",
        "is_spoiler: maybe",
        "maybe",
        "“is_spoiler” in a credit is wrong: expected true or false.",
    ),
    (
        "job: Director, ",
        "",
        "Per Dahl",
        "A credit of the crew says which job, such as “job: Director”.",
    ),
    (
        "verdict:\n",
        "projects: [{title: A}]\nverdict:\n",
        "projects",
        "“status” is missing in a project.",
    ),
    (
        "verdict:\n",
        "projects: [{status: limbo}]\nverdict:\n",
        "projects",
        "“title” is missing in a project.",
    ),
    (
        "verdict:\n",
        "projects: [{title: A, status: limbo, film: gone}]\nverdict:\n",
        "projects",
        "There is no film “gone”. Correct the slug, or describe it in related_films.",
    ),
    (
        "verdict:\n",
        "projects: [{title: A, status: limbo, as_of: soon}]\nverdict:\n",
        "projects",
        f"“as_of” in a project is wrong: expected {DAY}.",
    ),
    (
        "verdict:\n",
        "projects: [{title: A, status: limbo, source_url: here}]\nverdict:\n",
        "projects",
        "“source_url” in a project: Enter a valid URL.",
    ),
    (
        "recommendation: recommended",
        "recommendation: good",
        "recommendation",
        (
            "“recommendation” in the verdict cannot be “good”. Possible are “must_see”, "
            "“recommended”, “worth_a_look”, “mixed”, “skip”."
        ),
    ),
    (
        "  recommendation: recommended",
        "  pull_quote: x",
        "pull_quote",
        "“recommendation” is missing in the verdict.",
    ),
    (
        "recommendation: recommended",
        "recommendation: mixed\n  score: 4",
        "score",
        "A score needs its scale, such as “scale: {best: 5, step: 0.5}”.",
    ),
    (
        "recommendation: recommended",
        "recommendation: mixed\n  scale: {best: 5, step: 1}",
        "scale",
        "A scale needs its score: give score, or leave the scale away.",
    ),
    (
        "recommendation: recommended",
        "recommendation: mixed\n  score: 6\n  scale: {best: 5, step: 1}",
        "score",
        "The score lies between 0 and the best score, 5.",
    ),
    (
        "recommendation: recommended",
        "recommendation: mixed\n  score: 4.2\n  scale: {best: 5, step: 0.5}",
        "score",
        "The score is a whole number of steps of 0.5.",
    ),
    (
        "recommendation: recommended",
        "recommendation: mixed\n  score: 0\n  scale: {best: 5, step: 0}",
        "scale",
        "The best score and the step are more than 0.",
    ),
    (
        "recommendation: recommended",
        "recommendation: mixed\n  score: 4\n  scale: {best: 5}",
        "scale",
        "“step” is missing in the scale.",
    ),
    (
        "recommendation: recommended",
        "recommendation: mixed\n  score: four\n  scale: {best: 5, step: 1}",
        "score",
        "“score” in the verdict is wrong: expected a number, such as 3.5.",
    ),
    (
        "verdict:\n  recommendation: recommended\n",
        "",
        "Get on.",
        (
            "The summary of the verdict needs a recommendation in the front matter: “verdict:”, "
            "and "
            "indented below it “recommendation: worth_a_look”."
        ),
    ),
    *(
        (
            "verdict:\n",
            f"embargo_until: {moment}\nverdict:\n",
            "embargo_until",
            (
                "“embargo_until” in the front matter is wrong: expected a moment with its offset "
                "from "
                "UTC, written like 2025-06-06T09:00:00+02:00."
            ),
        )
        for moment in ("2025-01-01T10:00", "tomorrow", "0001-01-01T00:00+14:00")
    ),
    *(
        (
            "verdict:\n",
            f"{key}: {year}-06-06T00:00+00:00\nverdict:\n",
            key,
            (
                f"“{key}” in the front matter is wrong: expected a year from 1888, when the first "
                "film was made, to 9998."
            ),
        )
        for key in ("embargo_until", "publish_at")
        for year in ("0001", "1887", "9999")
    ),
    (
        "2025-03-14",
        "1887-12-31",
        "1887-12-31",
        (
            "“release_date” in the film is wrong: expected a year from 1888, when the first film "
            "was made, to 9998."
        ),
    ),
    (
        "verdict:\n",
        "lead_image_alt: A train.\nverdict:\n",
        "lead_image_alt",
        "“lead_image_alt” describes a picture: give lead_image as well.",
    ),
    ("verdict:\n", "standfirst: a >!b!<\nverdict:\n", "standfirst", PLAIN),
    (
        "critic: Vera Lind",
        "critic: !!python/object/apply:os.system [ls]",
        "critic",
        (
            "The YAML tag “tag:yaml.org,2002:python/object/apply:os.system” is not allowed: "
            "write a "
            "text, a number, a list or keys."
        ),
    ),
    (
        "critic: Vera Lind",
        "critic: &a Vera Lind",
        "critic",
        "YAML's anchors (&) are not used here. Write it out.",
    ),
    (
        "critic: Vera Lind",
        "critic: *a",
        "critic",
        "YAML's aliases (*) are not used here. Write it out.",
    ),
    (
        "critic: Vera Lind",
        "critic: a: b",
        "critic",
        (
            "The front matter is broken YAML here: mapping values are not allowed in this context. "
            "Check the indentation, and put a text that holds a colon, a # or a bracket into "
            "double "
            "quotes."
        ),
    ),
    (
        "critic: Vera Lind",
        "critic: Vera\x07",
        "critic",
        "The front matter holds a character that YAML does not allow. Remove it.",
    ),
    (
        "critic: Vera Lind",
        'critic: "Vera\\0"',
        "critic",
        "A NUL character is written here. Remove it.",
    ),
    (
        "critic: Vera Lind",
        "critic: " + "[" * 100_000,
        "critic",
        "The front matter is nested more than 20 deep.",
    ),
    (
        "critic: Vera Lind",
        "[a]: b",
        "[a]",
        "A key is a word, not a list or a mapping.",
    ),
]
NO_PLACE = (
    "after: day-train",
    (
        "“day-train” has no place in the franchise “The Line”: describe it in related_films, "
        "with its "
        "franchise."
    ),
)


def no_credit(word: str, *others: str) -> tuple[str, str]:
    known = ", ".join(f"“{other}”" for other in others)
    return ("### The crew", f"No credit of the film is of “{word}”. Known are {known}.")


# What stands in the sample, what takes its place, the errors in the order of their lines.
CONSEQUENCES = [
    (
        "{name: The Line, label: First",
        "{label: First",
        [NO_PLACE, ("{label", "“name” is missing in the franchise.")],
    ),
    (
        "{name: The Line, label: First stop, relation: main, release_order: 1}",
        "The Line",
        [
            NO_PLACE,
            (
                "franchise: The Line",
                "“franchise” in a related film is wrong: expected keys with values.",
            ),
        ],
    ),
    (
        "slug: day-train\n",
        "slug: night-train\n",
        [
            (
                "after: day-train",
                (
                    "There is no film “day-train”. Did you mean “night-train”? Correct the slug, "
                    "or "
                    "describe it in related_films."
                ),
            ),
            (
                "    slug: night-train",
                "The film “night-train” is described twice, first on line 6. Keep one.",
            ),
            (
                '{.spoiler label="The ending"',
                (
                    "There is no film “day-train”. Did you mean “night-train”? Correct the slug, "
                    "or "
                    "describe it in related_films."
                ),
            ),
        ],
    ),
    (
        "{person: Per Dahl, department",
        "{department",
        [
            (
                "{department",
                "Only a role can be without a person: give person, or leave department away.",
            ),
            no_credit(
                "per-dahl",
                *("ida-holm", "mara", "jon-berg", "the-conductor", "lea-voss", "the-envoy"),
            ),
        ],
    ),
    (
        "{person: Jon Berg, characters: [The conductor], billing",
        "{billing",
        [
            ("{billing", "A credit names a person, characters, or both."),
            no_credit("jon-berg", "ida-holm", "mara", "lea-voss", "the-envoy", "per-dahl"),
        ],
    ),
    (
        "{person: Per Dahl, department: Directing, job: Director, order: 4}",
        "Per Dahl",
        [
            ("- Per Dahl", "Each of “credits” is written as keys with values."),
            no_credit(
                "per-dahl",
                *("ida-holm", "mara", "jon-berg", "the-conductor", "lea-voss", "the-envoy"),
            ),
        ],
    ),
    (
        "headline: The Long Night Train\nslug: long-night-train\ncritic: Vera Lind\n",
        "",
        [
            ("film:", "“critic” is missing in the front matter."),
            ("film:", "“headline” is missing in the front matter."),
            ("film:", "“slug” is missing in the front matter."),
        ],
    ),
]

BODY_ERRORS = [
    (
        "## The light",
        "## The light {.clsing}",
        "## The light",
        (
            "Unknown class “.clsing”. Did you mean “closing”? Possible here: “.spoiler”, “.cast”, "
            "“.audience”, “.good”, “.bad”, “.verdict”, “.closing”."
        ),
    ),
    (
        "## The light",
        "## The light {.verdict}",
        "## The verdict",
        "There is a second part {.verdict}, the first is on line 29. Join them.",
    ),
    (
        "## The light",
        "# The light",
        "# The light",
        "This heading is too high here. The highest that fits is ###: add the missing # in front.",
    ),
    (
        "## The light",
        "The light\n---",
        "The light",
        "This heading is too high here. The highest that fits is ###: add the missing # in front.",
    ),
    (
        "## The light",
        '## The light {label="x"}',
        "## The light",
        "Unknown attribute “label”. Possible here: none.",
    ),
    (
        'label="The ending"',
        'lable="The ending"',
        "lable",
        "Unknown attribute “lable”. Did you mean “label”? Possible here: “label”, “spoils”.",
    ),
    (
        "## The light",
        "## The light {x}",
        "## The light",
        (
            "The braces at the end of this heading cannot be read. They hold classes and values, "
            "such "
            'as {.spoiler label="Ending"}; write \\} for a brace of the heading itself.'
        ),
    ),
    ("## The light", "## The >!light!<", "## The", PLAIN),
    (
        "## The light",
        f"## {'x' * 201}",
        "## xx",
        "Heading: Ensure this value has at most 200 characters (it has 201).",
    ),
    (
        "## The light",
        f"## {'x' * 4001}",
        "## xx",
        "This heading is longer than 4000 characters. Shorten it.",
    ),
    (
        "{.good}",
        "{.good .bad}",
        "{.good .bad}",
        "A part is of one kind: keep one of .good, .bad.",
    ),
    (
        "{.spoiler label",
        "{.spoiler .spoiler label",
        ".spoiler .spoiler",
        "“spoiler” stands twice in the braces of this heading. Keep one.",
    ),
    (
        'spoils="day-train',
        'spoils="day-tram',
        "day-tram",
        (
            "There is no film “day-tram”. Did you mean “day-train”? Correct the slug, or "
            "describe it "
            "in related_films."
        ),
    ),
    (
        '{instead="somebody waits"}',
        '{spoils="gone"}',
        "gone",
        "There is no film “gone”. Correct the slug in spoils, or add the film first.",
    ),
    (
        "### Ida Holm as Mara",
        "### Ida Holm as Maria",
        "Maria",
        (
            "No credit of the film matches “Ida Holm as Maria”. Did you mean “Ida Holm as Mara”? "
            "Write "
            "“### Person as Character” as the credits have it, or name them: "
            '{credits="person-slug"}.'
        ),
    ),
    (
        "### Ida Holm as Mara",
        "### Ida Holm as Mara {.hidden}",
        ".hidden",
        "Unknown class “.hidden”. Possible here: “.spoiler”.",
    ),
    (
        "jon-berg per-dahl",
        "per-dahl ida-hom",
        "ida-hom",
        (
            "No credit of the film is of “ida-hom”. Did you mean “ida-holm”? Known are “ida-holm”, "
            "“mara”, “jon-berg”, “the-conductor”, “lea-voss”, “the-envoy”, “per-dahl”."
        ),
    ),
    (
        "- yes: you",
        "- maybe: you",
        "maybe",
        (
            "An item of this part begins with one of “yes:”, “no:”, “depends:”: “- yes: premise — "
            "rationale”."
        ),
    ),
    (
        "- yes: you like trains",
        "- > yes: you like trains",
        "> yes",
        (
            "An item of this part begins with one of “yes:”, “no:”, “depends:”: “- yes: premise — "
            "rationale”."
        ),
    ),
    (
        "- yes: you like trains",
        "- yes:",
        "- yes:",
        "The premise is missing: “- yes: premise — rationale”.",
    ),
    (
        "you like quiet",
        "q" * 201,
        "qqq",
        "Premise: Ensure this value has at most 200 characters (it has 201).",
    ),
    ("- yes: you", "Two lines\nof text.\n\n- yes: you", "Two lines", LIST_ONLY),
    ("- no: you like quiet", "- no: you like quiet\n\n[^1]: Alone.", "[^1]", LIST_ONLY),
    (
        "- No speeches.",
        "- {.hidden} No speeches.",
        "{.hidden}",
        (
            "An item may begin with {.spoiler}, once, and with no other class. Write \\{ for a "
            "brace "
            "of the text itself."
        ),
    ),
    (
        "- No speeches.",
        "- {.spoiler}",
        "- {.spoiler}\n",
        "This item is empty. Write “- **Label:** text”.",
    ),
    ("She boards", "She >!boards", "She >!boards", UNCLOSED),
    ("a station late", "a >!station late", "a >!station", UNCLOSED),
    ("The train never", "::: spoiler X\nThe train never", "::: spoiler X", UNCLOSED_BLOCK),
    (
        "Lamps pass.",
        "Lamps ![a](images/A.png).",
        "Lamps",
        "“images/A.png” is no name of a picture: write it like images/duel.jpg.",
    ),
    (
        "Lamps pass.",
        f"Lamps ![a](images/{'a' * 117}.png).",
        "Lamps",
        f"“images/{'a' * 52}…” is no name of a picture: write it like images/duel.jpg.",
    ),
    (
        "Lamps pass.",
        ">" * 20_000 + " x",
        ">>>>",
        "Quotations, lists and curtains stand more than 20 deep in each other here. Take some out.",
    ),
]


class TestEachError:
    @pytest.mark.parametrize(("old", "new", "place", "sentence"), FRONT_MATTER + BODY_ERRORS)
    def test_is_said_with_its_line(self, tmp_path, old, new, place, sentence):
        text = DOCUMENT.replace(old, new, 1)
        assert text != DOCUMENT
        assert errors(tmp_path, text) == [(line_of(text, place), sentence)]

    @pytest.mark.parametrize(("old", "new", "expected"), CONSEQUENCES)
    def test_is_said_with_what_follows_from_it(self, tmp_path, old, new, expected):
        text = DOCUMENT.replace(old, new, 1)
        assert errors(tmp_path, text) == [
            (line_of(text, place), sentence) for place, sentence in expected
        ]

    def test_is_said_of_a_file_that_has_several(self, tmp_path):
        text = DOCUMENT.replace("status: rel", "status: rol", 1).replace("She ", "Now >!she ")
        text = text.replace("## The light", "## The light {.x}")
        assert [line for line, _sentence in errors(tmp_path, text)] == [8, 27, 29, 39]

    @pytest.mark.parametrize("film", ["film: [x]\n", "film: {}\n", "film:\n"])
    def test_of_a_film_that_is_none(self, tmp_path, film):
        block = FRONT[FRONT.index("film:") : FRONT.index("related_films")]
        found = errors(tmp_path, document(FRONT.replace(block, film), "Text."))
        wrong = (
            "“film” in the front matter is wrong: expected the slug of a film, or keys with values."
        )
        missing = "“film” is missing in the front matter."
        keys = "“slug” is missing in the film."
        assert (
            found
            == {
                "film: [x]\n": [(5, wrong)],
                "film: {}\n": [(5, keys), (5, "“title” is missing in the film.")],
                "film:\n": [(5, missing)],
            }[film]
        )

    def test_of_a_film_that_is_only_named_and_does_not_exist(self, tmp_path):
        block = FRONT[FRONT.index("film:") : FRONT.index("related_films")]
        text = document(FRONT.replace(block, "film: day-tram\n"), "Text.")
        assert errors(tmp_path, text) == [
            (
                5,
                (
                    "There is no film “day-tram”. Did you mean “day-train”? Correct the slug, or "
                    "describe it in related_films."
                ),
            )
        ]

    def test_of_credits_that_are_no_list(self, tmp_path):
        block = FRONT[FRONT.index("credits:") : FRONT.index("verdict:")]
        text = document(FRONT.replace(block, "credits: {a: b}\n"), "Text.")
        assert errors(tmp_path, text) == [
            (
                18,
                "“credits” in the front matter is wrong: expected a list of keys with values.",
            )
        ]

    def test_of_broken_front_matter_does_not_hide_those_of_the_body(self, tmp_path):
        text = DOCUMENT.replace("critic: ", "critic: [", 1).replace("a station", ">!a station")
        text = text.replace("Ida Holm as", "Nobody as")
        assert [line for line, _sentence in errors(tmp_path, text)] == [5, 65]


class TestWhatIsNoDocument:
    def test_is_too_large(self, tmp_path):
        data = DOCUMENT.encode() + b"\n" * MAX_BYTES
        sentence = "The file is larger than 1 MiB. Keep pictures beside it and divide long texts."
        line = data[:MAX_BYTES].count(b"\n") + 1
        assert errors(tmp_path, data) == [(line, sentence)]

    def test_may_be_as_large_as_the_limit(self, tmp_path):
        data = DOCUMENT.encode()
        front, body = data.split(b"She boards", 1)
        padding = b"x" * (MAX_BYTES - len(data) - 1)
        whole = front + padding + b" She boards" + body
        assert len(whole) == MAX_BYTES
        # It is read, to find that one text of it is too long.
        assert errors(tmp_path, whole) == [
            (27, "This text is too long. Divide it: at most 1000000 characters are possible.")
        ]

    def test_holds_a_nul(self, tmp_path):
        data = DOCUMENT.encode().replace(b"Lamps", b"La\0mps")
        sentence = "A NUL character stands here: the file is no text. Remove it."
        assert errors(tmp_path, data) == [(31, sentence)]

    def test_is_not_utf_8(self, tmp_path):
        data = DOCUMENT.replace("Lamps", "Lämps").encode("latin-1", "replace")
        sentence = "The character here is not UTF-8 (byte 0xE4). Save the file as UTF-8."
        assert errors(tmp_path, data) == [(31, sentence)]

    def test_counts_lines_as_they_end(self, tmp_path):
        for end in (b"\r\n", b"\r"):
            data = DOCUMENT.encode().replace(b"Lamps", b"La\0mps").replace(b"\n", end)
            assert [line for line, _sentence in errors(tmp_path, data)] == [31]

    @pytest.mark.parametrize("text", ["", "Text.", "\n---\na: b\n---\n", "----\na: b\n---\n"])
    def test_has_no_front_matter(self, tmp_path, text):
        assert errors(tmp_path, text) == [
            (
                1,
                (
                    "The front matter is missing. Begin the file with a line of three dashes, then "
                    "headline, slug, critic and film, then three dashes again."
                ),
            )
        ]

    def test_has_front_matter_without_end(self, tmp_path):
        sentence = "The front matter does not end. Close it with a line of three dashes."
        assert errors(tmp_path, "---\na: b\n") == [(1, sentence)]

    @pytest.mark.parametrize("front", ["", "- a\n- b\n", "a\n"])
    def test_has_front_matter_without_keys(self, tmp_path, front):
        sentence = "The front matter is a list of keys with values, such as “headline: A title”."
        assert errors(tmp_path, document(front)) == [(2, sentence)]

    def test_has_front_matter_of_several_documents(self, tmp_path):
        sentence = "The front matter is one YAML document, not several."
        text = document(FRONT.replace("verdict:", "...\n--- {}\nverdict:"))
        assert errors(tmp_path, text) == [(24, sentence)]

    def test_has_too_long_front_matter(self, tmp_path):
        sentence = "The front matter is longer than 196608 characters. Shorten it."
        text = document(FRONT + f"standfirst: {'x' * 196_608}\n")
        assert errors(tmp_path, text) == [(2, sentence)]

    @pytest.mark.parametrize("body", ["## A\n" * 20_000, "## A {.cast}\n\n" + "### A\n" * 12_000])
    def test_has_more_structure_than_can_be_worked_through(self, tmp_path, body):
        sentence = (
            "This text holds more markup than can be worked through. Divide it into several parts."
        )
        assert (26, sentence) in errors(tmp_path, document(body=body))


class TestACurtainThatNeverCloses:
    def test_does_not_hide_what_is_wrong_after_it(self, tmp_path):
        text = DOCUMENT.replace("Lamps", "::: spoiler A\n\nLamps").replace("- maybe", "- x")
        text = text.replace("{.closing}", "{.clsing}").replace("- no: you", "- not: you")
        assert [line for line, _sentence in errors(tmp_path, text)] == [31, 54, 73]

    def test_at_the_end_is_one_error(self, tmp_path):
        text = DOCUMENT.replace("A fourth film", "::: spoiler A\n\nA fourth film")
        assert errors(tmp_path, text) == [(line_of(text, "::: spoiler A"), UNCLOSED_BLOCK)]

    def test_many_times_is_not_followed_for_ever(self, tmp_path):
        body = "::: spoiler A\n\n## B\n\n" * 15
        assert {sentence for _line, sentence in errors(tmp_path, document(body=body))} == {
            UNCLOSED_BLOCK,
            (
                "This heading is too high here. The highest that fits is ###: add the missing # in "
                "front."
            ),
        }

    def test_is_not_one_that_closes_at_the_end(self, tmp_path):
        curtain = "::: spoiler A\n\n```\n## no heading\n```\n:::\n"
        assert errors(tmp_path, document(body=BODY + "\n" + curtain)) == []


class TestWhatIsThere:
    def test_is_not_overwritten_without_update(self, tmp_path):
        ReviewFactory(slug="long-night-train", headline="The first")
        assert errors(tmp_path, DOCUMENT) == [
            (
                3,
                (
                    "A review with the slug “long-night-train” exists: “The first”. Choose another "
                    "slug, or import with --update to replace its text."
                ),
            )
        ]

    def test_may_have_the_id(self, tmp_path):
        FilmFactory(imdb_id="tt0000001")
        text = DOCUMENT.replace("  genres:", "  imdb_id: tt0000001\n  genres:", 1)
        assert errors(tmp_path, text) == [(10, "The film: Film with this IMDb id already exists.")]

    def test_may_have_the_release_order(self, tmp_path):
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        other = FilmFactory(title="Dawn Train")
        FranchiseEntryFactory(franchise=franchise, film=other, release_order=3)
        sentence = "The release order 3 of “The Line” is that of “Dawn Train”. Give another."
        assert errors(tmp_path, DOCUMENT) == [(11, sentence)]

    def test_may_contradict_the_order(self, tmp_path):
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        film, other = FilmFactory(slug="night-train"), FilmFactory(slug="dawn-train")
        entry = FranchiseEntryFactory(franchise=franchise, film=other, release_order=7, label="7")
        FranchiseEntryFactory(
            franchise=franchise, film=film, release_order=3, before=entry, label="3"
        )
        text = DOCUMENT.replace("label: First", "after: dawn-train, label: First")
        assert errors(tmp_path, text, update=True) == [
            (
                17,
                (
                    "The in-universe order contradicts itself: The Line: First stop → The Line: "
                    "Third "
                    "stop → The Line: 7 → The Line: First stop. Remove one of these facts."
                ),
            )
        ]

    def test_may_be_what_the_database_refuses(self, tmp_path):
        film = FilmFactory(slug="day-train")
        film.slug = "morning-train"
        film.save()
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        FranchiseEntryFactory(franchise=franchise, film=film, release_order=1)
        text = DOCUMENT.replace("after: day-train", "after: morning-train")
        text = text.replace(
            "  title: Night Train\n  slug: night-train", "  title: X\n  slug: day-train"
        )
        text = text.replace("    slug: day-train", "    slug: x")
        [(line, sentence)] = errors(tmp_path, text.replace('night-train"', 'x"'), update=True)
        assert line == 1
        assert sentence.startswith("The database refuses the document: ")
        assert "entry_is_not_after_itself" in sentence
