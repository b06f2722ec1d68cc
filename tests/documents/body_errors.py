"""Mistakes in the body of the sample document, each with its error."""

UNCLOSED = (
    "This curtain opens with >! but never closes. End it with !< in the same paragraph, list "
    "item or table cell, or write \\>! to show the characters."
)
UNCLOSED_BLOCK = (
    "This curtain opens with ::: spoiler but never closes. End it with a line of three colons in "
    "the same list item or quotation."
)
PLAIN = (
    "This field is always public, and spoiler marks hide nothing in it. Remove >!, !< and lines "
    "that begin with :::. Spoilers belong behind a curtain in the text of the review."
)
LIST_ONLY = (
    "This part may contain only list items that begin with “- ”. Move this text elsewhere, or "
    "indent it if it belongs to the item above."
)


# Text of the sample, its replacement, words on the line of the error, the error.
BODY_ERRORS = [
    (
        "## The light",
        "## The light {.clsing}",
        "## The light",
        (
            "Unknown class “.clsing”. Did you mean “closing”? Possible here: “.spoiler”, “.notes”, "
            "“.cast”, “.audience”, “.good”, “.bad”, “.verdict”, “.closing”."
        ),
    ),
    (
        "## The light",
        "## The light {.verdict}",
        "## The verdict",
        "The part {.verdict} appears twice, first on line 29. Merge the two parts.",
    ),
    (
        "## The light",
        "# The light",
        "# The light",
        "This heading has a level that only the page itself uses. Begin it with at least ###.",
    ),
    (
        "## The light",
        "The light\n---",
        "The light",
        "This heading has a level that only the page itself uses. Begin it with at least ###.",
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
            "The braces at the end of this heading cannot be read. They may contain classes and "
            'values, such as {.spoiler label="Ending"}. Write \\} to show a brace in the '
            "heading."
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
        (
            "This heading has more than one class that says which part it begins. Keep one of "
            ".good, .bad."
        ),
    ),
    (
        "{.spoiler label",
        "{.spoiler .spoiler label",
        ".spoiler .spoiler",
        "“spoiler” appears twice in the braces of this heading. Keep one.",
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
            "No credit of the film matches “Ida Holm as Maria”. Did you mean “Ida Holm as "
            "Mara”? Write “### Person as Character” with the names in the credits, or name the "
            'credit with {credits="person-slug"}.'
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
            "The film has no credit for “ida-hom”. Did you mean “ida-holm”? Possible here: "
            "“ida-holm”, “mara”, “jon-berg”, “the-conductor”, “lea-voss”, “the-envoy”, "
            "“per-dahl”."
        ),
    ),
    (
        "- yes: you",
        "- maybe: you",
        "maybe",
        (
            "An item of this part must begin with one of “yes:”, “no:”, “depends:”, such as “- "
            "yes: premise — rationale”."
        ),
    ),
    (
        "- yes: you like trains",
        "- > yes: you like trains",
        "> yes",
        (
            "An item of this part must begin with one of “yes:”, “no:”, “depends:”, such as “- "
            "yes: premise — rationale”."
        ),
    ),
    (
        "- yes: you like trains",
        "- yes:",
        "- yes:",
        "The premise is missing. Write “- yes: premise — rationale”.",
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
            "An item may begin with {.spoiler} once, and with no other class. Write \\{ to show "
            "the brace."
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
        "“images/A.png” is not the name of a picture. Write it like images/duel.jpg.",
    ),
    (
        "Lamps pass.",
        f"Lamps ![a](images/{'a' * 117}.png).",
        "Lamps",
        f"“images/{'a' * 52}…” is not the name of a picture. Write it like images/duel.jpg.",
    ),
    (
        "Lamps pass.",
        ">" * 20_000 + " x",
        ">>>>",
        (
            "Quotations, lists and curtains are nested more than 20 levels deep here. Remove some "
            "levels."
        ),
    ),
]
