"""What reviews of a corpus look like: their parts, and the passages that are hidden."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from editions.content import (
    CreditRef,
    CriticRef,
    CritiqueContent,
    FilmRef,
    FitContent,
    NoteContent,
    PartContent,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from pages.corpus.templates import Template, key_token, text_token
from verdicts.models import AudienceFit

WORDS_OF_PARAGRAPH = 75
MIN_WORDS, MEDIAN_WORDS, MAX_WORDS = 250, 850, 3_000

FILM, CRITIC, SPOILED, ALSO_SPOILED = (key_token(number) for number in range(4))
"""The tokens of primary keys. ``SPOILED`` is a film that a text spoils, ``ALSO_SPOILED`` one that
a hidden section spoils. `credit_key` and `label_key` give the others."""


def credit_key(number: int) -> int:
    return key_token(100 + number)


def label_key(number: int) -> int:
    return key_token(200 + number)


NOTE_LABELS = (
    "Animal death",
    "Blood",
    "Child in danger",
    "Drug use",
    "Flashing lights",
    "Gun violence",
    "Jump scares",
    "Loud noises",
    "Self-harm",
    "Spiders",
    "Strong language",
    "Suicide",
)

PREMISES = (
    "you like slow films",
    "you are in it for the action",
    "you have seen the one before",
    "you want to laugh",
    "you are taking children",
    "you cannot bear blood",
    "you love a good villain",
    "you read the book first",
    "you like films about families",
    "you need a happy ending",
    "you watch for the costumes",
    "you enjoy long takes",
    "you are new to this director",
    "you prefer practical effects",
    "you came for the music",
    "you like courtroom scenes",
    "you are afraid of heights",
    "you want to switch off",
    "you like to be surprised",
    "you collect first films",
    "you miss westerns",
    "you are in love",
    "you just broke up",
    "you like trains",
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A text of about ``words`` words: one paragraph, or a phrase without a full stop."""

    words: int
    is_hidden: bool = False
    is_phrase: bool = False


@dataclass(slots=True)
class Outline:
    """A review of about ``words`` words with tokens for all texts and keys.

    ``gaps`` are its texts by their tokens. ``labels`` and ``premises`` are the numbers of its
    content notes and audience fits in `NOTE_LABELS` and `PREMISES`. It has ``critiques`` of the
    film's public roles, in the order of billing, and one of its surprise appearance if
    ``has_surprise``.
    """

    rng: Random
    words: int
    gaps: dict[str, Gap] = field(default_factory=dict)
    critiques: int = 0
    has_surprise: bool = False
    wants_other_film: bool = False
    spoils_other_film: bool = False

    def template(self) -> Template:
        return Template.of(self.content())

    def content(self) -> ReviewContent:
        rng = self.rng
        paragraphs = max(3, self.words // WORDS_OF_PARAGRAPH)
        self.wants_other_film = rng.random() < 0.25
        story = self.sections(paragraphs // 5, hidden=True) if rng.random() < 0.8 else ()
        closing = self.sections(1) if rng.random() < 0.3 else ()
        critiques = self.cast(min(7, paragraphs // 4))
        opening = self.sections(max(1, paragraphs - len(critiques) - paragraphs // 5 - 3))
        fits = tuple(
            FitContent(premise, rng.choice(AudienceFit.Answer.values), self.paragraph(22))
            for premise in rng.sample(PREMISES, rng.randint(2, 5))
        )
        return ReviewContent(
            film=FilmRef(text_token("film"), FILM),
            critics=(CriticRef(text_token("critic"), CRITIC),),
            headline=text_token("headline"),
            slug=text_token("slug"),
            standfirst=self.paragraph(24),
            meta_description=self.paragraph(20) if rng.random() < 0.5 else "",
            disclosure=self.paragraph(12) if rng.random() < 0.1 else "",
            language=text_token("language"),
            notes=PartContent(items=self.notes(rng.choice((0, 0, 1, 2, 3)))),
            opening=PartContent(items=opening),
            cast=PartContent(
                introduction=self.paragraph(30) if critiques and rng.random() < 0.4 else "",
                items=critiques,
            ),
            audience=PartContent(items=fits),
            story=PartContent(items=story),
            good=PartContent(items=self.points(rng.randint(1, 4))),
            bad=PartContent(items=self.points(rng.randint(1, 3))),
            # Recommendation and score are set when the template is filled.
            verdict=PartContent(
                items=(VerdictContent("mixed", self.paragraph(45), self.phrase(9)),)
            ),
            closing=PartContent(items=closing),
            spoiled=(FilmRef(text_token("spoiled"), SPOILED),) if self.spoils_other_film else (),
        )

    def notes(self, count: int) -> tuple[NoteContent, ...]:
        rng = self.rng
        return tuple(
            NoteContent(
                NOTE_LABELS[number],
                self.secret(14) if rng.random() < 0.6 else "",
                label_key(number),
            )
            for number in sorted(rng.sample(range(len(NOTE_LABELS)), count))
        )

    def cast(self, count: int) -> tuple[CritiqueContent, ...]:
        rng = self.rng
        self.critiques = count
        self.has_surprise = count > 0 and rng.random() < 0.2
        critiques = [self.critique(number) for number in range(count)]
        if self.has_surprise:
            critiques.append(self.critique(count, is_surprise=True))
        return tuple(critiques)

    def critique(self, number: int, *, is_surprise: bool = False) -> CritiqueContent:
        """The critique of the credit ``number``. Some have a heading of their own."""
        own_heading = not is_surprise and self.rng.random() < 0.2
        person = text_token("person", number)
        role = text_token("role", number)
        return CritiqueContent(
            heading=self.phrase(3) if own_heading else text_token("credit", number),
            own_heading=own_heading,
            body=self.secret(55) if is_surprise else self.paragraph(65),
            credits=(CreditRef(person, (role,), credit_key(number), is_surprise),),
        )

    def points(self, count: int) -> tuple[PointContent, ...]:
        points = []
        for _point in range(count):
            if self.rng.random() < 0.15:
                points.append(PointContent(self.secret_phrase(3), self.secret(20), True))
            else:
                points.append(PointContent(self.phrase(3), self.paragraph(22)))
        return tuple(points)

    def sections(self, paragraphs: int, *, hidden: bool = False) -> tuple[SectionContent, ...]:
        """Sections of two to five paragraphs each."""
        sections = []
        while paragraphs > 0:
            count = min(paragraphs, self.rng.randint(2, 5))
            paragraphs -= count
            sections.append(self.hidden_section(count) if hidden else self.section(count))
        return tuple(sections)

    def section(self, paragraphs: int) -> SectionContent:
        body = "\n\n".join(self.block() for _paragraph in range(paragraphs))
        return SectionContent(self.phrase(4), body)

    def hidden_section(self, paragraphs: int) -> SectionContent:
        rng = self.rng
        texts = [self.secret(WORDS_OF_PARAGRAPH) for _paragraph in range(paragraphs)]
        return SectionContent(
            heading=self.secret_phrase(4),
            body="\n\n".join(texts),
            curtain_label=self.phrase(3) if rng.random() < 0.6 else "",
            spoils=(FilmRef(text_token("alsospoiled"), ALSO_SPOILED),)
            if rng.random() < 0.15
            else (),
        )

    def block(self) -> str:
        """One block of a section in Markdown, most often a paragraph."""
        blocks: dict[Callable[[], str], float] = {
            lambda: self.paragraph(WORDS_OF_PARAGRAPH): 66,
            self.paragraph_with_curtain: 12,
            self.curtain_block: 4,
            lambda: f"{self.paragraph(40)} *{self.phrase(3)}* {self.paragraph(30)}": 8,
            lambda: (
                f"{self.paragraph(40)} [{self.phrase(3)}](https://example.org/) "
                f"{self.paragraph(30)}"
            ): 4,
            lambda: f"> {self.paragraph(30)}": 3,
            lambda: "\n".join(f"- {self.paragraph(14)}" for _item in range(3)): 3,
        }
        return self.rng.choices(list(blocks), list(blocks.values()))[0]()

    def paragraph_with_curtain(self) -> str:
        attributes = []
        if self.rng.random() < 0.5:
            attributes.append(f'instead="{self.phrase(4)}"')
        if self.wants_other_film:
            self.spoils_other_film = True
            attributes.append(f'spoils="{text_token("spoiled")}"')
        written = f"{{{' '.join(attributes)}}}" if attributes else ""
        return f"{self.paragraph(35)} >!{self.secret(16)}!<{written} {self.paragraph(25)}"

    def curtain_block(self) -> str:
        label = self.phrase(3)
        return f"::: spoiler {label}\n{self.secret(50)}\n\n{self.secret(40)}\n:::"

    def paragraph(self, words: int) -> str:
        return self._gap(Gap(words))

    def secret(self, words: int) -> str:
        return self._gap(Gap(words, is_hidden=True))

    def phrase(self, words: int) -> str:
        return self._gap(Gap(words, is_phrase=True))

    def secret_phrase(self, words: int) -> str:
        return self._gap(Gap(words, is_hidden=True, is_phrase=True))

    def _gap(self, gap: Gap) -> str:
        token = text_token("text", len(self.gaps))
        self.gaps[token] = gap
        return token


def length_of_review(rng: Random) -> int:
    """In words: a few hundred to three thousand, most near the median."""
    return max(MIN_WORDS, min(MAX_WORDS, round(MEDIAN_WORDS * rng.lognormvariate(0, 0.55))))
