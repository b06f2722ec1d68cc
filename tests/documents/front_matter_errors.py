"""Mistakes in the front matter of the sample document, each with its errors."""

KEYS = (
    "“unfinished”, “headline”, “slug”, “critic”, “film”, “standfirst”, “meta_description”, "
    "“disclosure”, “language”, “related_films”, “credits”, “projects”, “verdict”, "
    "“lead_image_alt”, “lead_image”, “embargo_until”, “publish_at”"
)
DAY = "a day, a month or a year, written like 2025-06-06, 2025-06 or 2025"
PLAIN = (
    "This field is always public, and spoiler marks hide nothing in it. Remove >!, !< and lines "
    "that begin with :::. Spoilers belong behind a curtain in the text of the review."
)
STATUSES = (
    "Possible values: “rumored”, “planned”, “in_production”, “post_production”, “released”, "
    "“canceled”."
)

# Text of the sample, its replacement, words on the line of the error, the error.
FRONT_MATTER = [
    (
        "slug: long-night-train",
        "slug: long-night-train\nunfinished: maybe",
        "unfinished:",
        "“unfinished” in the front matter is wrong: expected true or false.",
    ),
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
        "critic: [[Vera Lind]]",
        "critic:",
        "“critic” in the front matter must be a name, or {name: …, slug: …}.",
    ),
    (
        "critic: Vera Lind",
        "critic: []",
        "critic:",
        (
            "“critic” in the front matter is wrong: expected a name, or a list such as "
            "[Ada Test, Bo Proof]."
        ),
    ),
    (
        "critic: Vera Lind",
        "critic:\n  - Vera Lind\n  - Bo Proof\n  - {name: vera lind, slug: vera-lind}",
        "  - {name: vera",
        "The critic “vera lind” is named twice, first on line 5. Keep one.",
    ),
    (
        "critic: Vera Lind",
        "critic: {name: Vera, slg: v}",
        "critic:",
        "Unknown key “slg” in “critic”. Did you mean “slug”? Possible keys: “name”, “slug”.",
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
        f"Unknown key “critik” in the front matter. Did you mean “critic”? Possible keys: {KEYS}.",
    ),
    (
        "critic: Vera Lind\n",
        "critic: Vera Lind\ncritic: x\n",
        "critic: x",
        "The key “critic” appears twice, first on line 4. Keep one.",
    ),
    ("  title: Night Train\n", "", "  slug: night", "“title” is missing in the film."),
    (
        "2025-03-14",
        "14.3.2025",
        "14.3.2025",
        f"“release_date” in the film is wrong: expected {DAY}.",
    ),
    *(
        (
            "2025-03-14",
            text,
            text,
            f"“release_date” in the film is wrong: expected {DAY}.",
        )
        for text in ("2025-13", "2025-3", "25", "March 2025", "2025.0")
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
        "A released film needs a release date. Add release_date, or change status.",
    ),
    (
        "release_date: 2025-03-14",
        "release_date:",
        "status: released",
        "A released film needs a release date. Add release_date, or change status.",
    ),
    (
        "release_date: 2021-09-03",
        "release_date: ~",
        "status: released\n    rel",
        "A released film needs a release date. Add release_date, or change status.",
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
        "“genres” in the film must be a name, or {name: …, slug: …}.",
    ),
    (
        "genres: [Thriller]",
        "runtime: 0",
        "runtime",
        "“runtime” in the film is wrong: expected a number of minutes greater than 0.",
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
            "“poster” in the film is wrong: expected a picture next to the document, written "
            "like images/duel.jpg."
        ),
    ),
    (
        "genres: [Thriller]",
        "poster: images/../duel.jpg",
        "poster",
        (
            "“poster” in the film is wrong: expected a picture next to the document, written "
            "like images/duel.jpg."
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
            "“relation” in the franchise cannot be “child”. Possible values: “main”, “spin_off”, "
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
        "A film cannot be set before or after itself.",
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
            "“day-train” is not in the franchise “The Line”. Describe it in related_films with "
            "that franchise."
        ),
    ),
    (
        "release_order: 1}",
        "release_order: 3}",
        "release_order: 3}",
        "The release order 3 of “The Line” is already used by “Night Train”. Choose another one.",
    ),
    (
        "billing: lead",
        "billing: star",
        "star",
        (
            "“billing” in a credit cannot be “star”. Possible values: “lead”, “supporting”, "
            "“cameo”, “voice”, “uncredited”."
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
        "A crew credit needs a job, such as “job: Director”.",
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
            "“recommendation” in the verdict cannot be “good”. Possible values: “must_see”, "
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
                "“embargo_until” in the front matter is wrong: expected a date and time with "
                "the offset from UTC, written like 2025-06-06T09:00:00+02:00."
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
    *(
        (
            "2025-03-14",
            early,
            early,
            (
                "“release_date” in the film is wrong: expected a year from 1888, when the first "
                "film was made, to 9998."
            ),
        )
        for early in ("1887", "1887-12", "1887-12-31")
    ),
    (
        "verdict:\n",
        "lead_image_alt: A train.\nverdict:\n",
        "lead_image_alt",
        "“lead_image_alt” describes a picture. Add lead_image as well.",
    ),
    ("verdict:\n", "standfirst: a >!b!<\nverdict:\n", "standfirst", PLAIN),
    (
        "critic: Vera Lind",
        "critic: !!python/object/apply:os.system [ls]",
        "critic",
        (
            "The YAML tag “tag:yaml.org,2002:python/object/apply:os.system” is not allowed. "
            "Write text, a number, a list or keys with values."
        ),
    ),
    (
        "critic: Vera Lind",
        "critic: &a Vera Lind",
        "critic",
        "YAML anchors (&) are not supported. Write the value again wherever it is needed.",
    ),
    (
        "critic: Vera Lind",
        "critic: *a",
        "critic",
        "YAML aliases (*) are not supported. Write the value again here.",
    ),
    (
        "critic: Vera Lind",
        "critic: a: b",
        "critic",
        (
            "The front matter is not valid YAML here: mapping values are not allowed in this "
            "context. Check the indentation, and put texts that contain a colon, a # or a "
            "bracket into double quotes."
        ),
    ),
    (
        "critic: Vera Lind",
        "critic: Vera\x07",
        "critic",
        "The front matter contains a character that YAML does not allow. Remove it.",
    ),
    (
        "critic: Vera Lind",
        'critic: "Vera\\0"',
        "critic",
        "The escape sequence here stands for a NUL character, which is not allowed. Remove it.",
    ),
    (
        "critic: Vera Lind",
        "critic: " + "[" * 100_000,
        "critic",
        "The front matter is nested more than 20 levels deep. Remove some levels.",
    ),
    (
        "critic: Vera Lind",
        "[a]: b",
        "[a]",
        "A key must be a word, not a list or a mapping.",
    ),
]
NO_PLACE = (
    "after: day-train",
    (
        "“day-train” is not in the franchise “The Line”. Describe it in related_films with that "
        "franchise."
    ),
)


def no_credit(word: str, *others: str) -> tuple[str, str]:
    known = ", ".join(f"“{other}”" for other in others)
    return ("### The crew", f"The film has no credit for “{word}”. Possible here: {known}.")


# Text of the sample, its replacement, and the errors by line, each with words on its line.
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
                "Only an acting credit can have no person. Add person, or remove department.",
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
            ("{billing", "A credit needs a person, characters, or both."),
            no_credit("jon-berg", "ida-holm", "mara", "lea-voss", "the-envoy", "per-dahl"),
        ],
    ),
    (
        "{person: Per Dahl, department: Directing, job: Director, order: 4}",
        "Per Dahl",
        [
            ("- Per Dahl", "Each entry of “credits” must be keys with values."),
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
