"""Lines of a cast list, as people type and copy them."""

import pytest

from cast.cast_list.lines import MOST_LINES, CastLine, possible_jobs, read_cast_list

EVE = ("Ana de Armas", "Eve")


def read(text: str) -> CastLine:
    [line] = read_cast_list(text)
    return line


@pytest.mark.parametrize(
    "text",
    [
        "Ana de Armas as Eve",
        "  Ana  de Armas AS Eve ",
        "Ana de Armas als Eve",
        "Ana de Armas … Eve",
        "Ana de Armas... Eve",
        "Ana de Armas ............ Eve",
        "Ana de Armas – Eve",
        "Ana de Armas — Eve",
        "Ana de Armas—Eve",
        "Ana de Armas - Eve",
        "Ana de Armas\tEve",
        "Ana de Armas\t...\tEve",
        "\tAna de Armas\t\tEve\t",
        "1\tAna de Armas\tEve",
        "Ana de Armas\tas Eve",
        "Ana de Armas (Eve)",
        "• Ana de Armas as Eve",
        "* Ana de Armas as Eve",
        "- Ana de Armas as Eve",
        "12. Ana de Armas as Eve",
        "Ana de Armas as Eve[3][a]",
        "Ana de Armas as “Eve”",
        "Ana\N{NO-BREAK SPACE}de Armas as\N{NO-BREAK SPACE}Eve",
    ],
)
def test_person_and_character(text: str) -> None:
    line = read(text)
    assert (line.person, line.characters, line.problem) == ("Ana de Armas", ("Eve",), "")
    assert (line.department, line.job, line.billing, line.credited_as) == ("Acting", "", "", "")


@pytest.mark.parametrize(
    ("text", "person", "characters"),
    [
        ("Ana de Armas as Eve / Rooney", "Ana de Armas", ("Eve", "Rooney")),
        ("Ana de Armas as Eve/Eve / Rooney", "Ana de Armas", ("Eve", "Rooney")),
        ("Robert Downey Jr. as Tony Stark", "Robert Downey Jr.", ("Tony Stark",)),
        ("Sammy Davis, Jr. as Eli", "Sammy Davis, Jr.", ("Eli",)),
        ("Catalina Sandino Moreno", "Catalina Sandino Moreno", ()),
        ("Jean-Claude Van Damme - Lord Guile", "Jean-Claude Van Damme", ("Lord Guile",)),
        ("The Rock's Asa Cast as Jonas", "The Rock's Asa Cast", ("Jonas",)),
        ("宮崎 駿 as 監督の声", "宮崎 駿", ("監督の声",)),
        ("송강호 … 기택", "송강호", ("기택",)),
        ("张译\t高家林", "张译", ("高家林",)),
        ("章子怡（玉娇龙）", "章子怡", ("玉娇龙",)),
        ("Юра Борисов — Игорь", "Юра Борисов", ("Игорь",)),
        ("نادين لبكي as سعاد", "نادين لبكي", ("سعاد",)),
        ("Zoë Å. Łuński as Agent 47", "Zoë Å. Łuński", ("Agent 47",)),
        ("as The Austrian villain", "", ("The Austrian villain",)),
        ("? as The Austrian villain", "", ("The Austrian villain",)),
        ("TBA – Rooney", "", ("Rooney",)),
        ("Director as Eve", "Director", ("Eve",)),
    ],
)
def test_names(text: str, person: str, characters: tuple[str, ...]) -> None:
    line = read(text)
    assert (line.person, line.characters, line.department) == (person, characters, "Acting")


@pytest.mark.parametrize(
    ("text", "billing", "credited_as"),
    [
        ("Ana de Armas as Eve (uncredited)", "uncredited", ""),
        ("Ana de Armas as Eve, uncredited", "uncredited", ""),
        ("Ana de Armas (uncredited) as Eve", "uncredited", ""),
        ("Ana de Armas … Eve (voice)", "voice", ""),
        ("Ana de Armas … Eve (Stimme)", "voice", ""),
        ("Ana de Armas (Eve) (cameo)", "cameo", ""),
        ("Ana de Armas\tEve\tVoice", "voice", ""),
        ("Ana de Armas\tEve\t(lead)", "lead", ""),
        ("Ana de Armas … Eve (as Ana C. de Armas) (voice)", "voice", "Ana C. de Armas"),
        ("Ana de Armas (credited as A. Armas) – Eve", "", "A. Armas"),
    ],
)
def test_notes(text: str, billing: str, credited_as: str) -> None:
    line = read(text)
    assert (line.person, line.characters) == (EVE[0], EVE[1:])
    assert (line.billing, line.credited_as) == (billing, credited_as)


@pytest.mark.parametrize("phrase", ["himself", "Herself", "themselves", "Self", "sich selbst"])
def test_person_who_appears_as_themself(phrase: str) -> None:
    line = read(f"Keanu Reeves as {phrase}")
    assert (line.person, line.characters, line.is_self) == ("Keanu Reeves", (phrase,), True)


@pytest.mark.parametrize(
    ("role", "left_out"),
    [
        ("Eve: A trained assassin", "A trained assassin"),
        ("Eve:[3] a trained assassin", "a trained assassin"),
        ("Eve, a dancer who fights, and wins", "a dancer who fights, and wins"),
        ("Eve, die Tänzerin", "die Tänzerin"),
    ],
)
def test_description_of_a_role_is_left_out(role: str, left_out: str) -> None:
    line = read(f"Ana de Armas as {role}")
    assert (line.characters, line.left_out) == (("Eve",), left_out)


@pytest.mark.parametrize(
    "text",
    [
        "Directed by Len Wiseman",
        "directed  by Len Wiseman",
        "Director: Len Wiseman",
        "Regie: Len Wiseman",
        "Director\tLen Wiseman",
        "Len Wiseman (director)",
        "Len Wiseman … Director",
        "Len Wiseman\tDirector",
    ],
)
def test_job(text: str) -> None:
    line = read(text)
    assert (line.person, line.department, line.job) == ("Len Wiseman", "Directing", "Director")
    assert line.characters == ()


@pytest.mark.parametrize("label", ["Music by", "Original music by", "Music composed by"])
def test_job_of_several_words(label: str) -> None:
    line = read(f"{label} Ida Novak")
    assert (line.person, line.department, line.job) == ("Ida Novak", "Sound", "Composer")


@pytest.mark.parametrize(
    ("names", "people"),
    [
        ("A. Alpha, B. Beta and C. Gamma", ["A. Alpha", "B. Beta", "C. Gamma"]),
        ("A. Alpha & B. Beta", ["A. Alpha", "B. Beta"]),
        ("A. Alpha / B. Beta", ["A. Alpha", "B. Beta"]),
        ("A. Alpha, Jr., B. Beta III", ["A. Alpha, Jr.", "B. Beta III"]),
        ("Ferdinand Sand", ["Ferdinand Sand"]),
    ],
)
def test_several_people_of_one_job(names: str, people: list[str]) -> None:
    lines = read_cast_list(f"\nWritten by {names}")
    assert [(each.number, each.person, each.job) for each in lines] == [
        (2, person, "Writer") for person in people
    ]


def test_jobs_that_the_site_has() -> None:
    text = "Gaffer: Ann Alpha\nKey Grip\tBo Beta"
    assert possible_jobs(text) == {"gaffer", "key grip"}
    jobs = {"gaffer": ("Lighting", "Gaffer"), "key grip": ("Camera", "Key Grip")}
    assert [(each.person, each.department, each.job) for each in read_cast_list(text, jobs)] == [
        ("Ann Alpha", "Lighting", "Gaffer"),
        ("Bo Beta", "Camera", "Key Grip"),
    ]


def test_table_of_a_web_page() -> None:
    table = "Actor\tRole\tNotes\n\nAna de Armas\tEve\t\nKeanu Reeves\tJohn Wick\tCameo\n...\n"
    assert [(each.number, each.person, each.billing) for each in read_cast_list(table)] == [
        (3, "Ana de Armas", ""),
        (4, "Keanu Reeves", "cameo"),
    ]


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "Cast", "Besetzung:", "Starring", "…", "Name\tRole"]
)
def test_nothing_to_read(text: str) -> None:
    assert read_cast_list(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "Dolly polisher: Ann Alpha",
            (
                "“Dolly polisher” is no job that the site knows. Write “person as character” for "
                "a role."
            ),
        ),
        ("Ann Alpha\tEve\t2019", "The columns after the second one are not understood: 2019"),
        ("Director:", "A job without a person."),
        ("Directed by ,", "A job without a person."),
        ("?", "Neither a person nor a character."),
        ("!!! as ***", "A name without letters."),
        (f"{'A' * 161} as Eve", "A name has at most 160 characters."),
        (
            "One of the many people who worked on this film",
            "Write “person as character”, one person in each line.",
        ),
    ],
)
def test_line_that_is_not_understood(text: str, problem: str) -> None:
    lines = read_cast_list(f"Ana de Armas as Eve\n{text}")
    assert [(each.number, each.problem) for each in lines] == [(1, ""), (2, problem)]


@pytest.mark.parametrize(
    "text", [">!Ana as Eve!<", "||Ana|| as Eve", "Ana as [spoiler]Eve[/spoiler]"]
)
def test_spoiler_syntax_is_refused(text: str) -> None:
    line = read(text)
    assert "“Surprise appearance”" in line.problem
    assert (line.person, line.characters) == ("", ())


def test_long_list_says_where_it_ends() -> None:
    lines = read_cast_list("Ann Alpha as Eve\n" * (MOST_LINES + 5))
    assert len(lines) == MOST_LINES + 1
    assert lines[-1].problem == "A list has at most 300 lines. Paste the rest afterwards."
