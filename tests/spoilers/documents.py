"""Random documents in which every hidden word is a canary, and no public word is.

A document is a list of pieces of Markdown and of numbers. A number stands for hidden text:
`written` puts a word in its place. So the same document can hide different words.
"""

from collections.abc import Callable

from hypothesis import strategies as st

Piece = str | int
Document = list[Piece]

_words = st.sampled_from(["train", "she learns", "*slowly*", "`code`", "**so** it", "5 * 3", "a_b"])


def canary(number: int) -> str:
    return f"Canary{number}x"


def written(document: Document, word: Callable[[int], str] = canary) -> str:
    return "".join(piece if isinstance(piece, str) else word(piece) for piece in document)


def numbers(document: Document) -> list[int]:
    return [piece for piece in document if isinstance(piece, int)]


class _Writer:
    """Writes one document. `definitions` are those that it cites, for its end."""

    def __init__(self, draw: Callable, unmarked: bool) -> None:
        self.draw = draw
        self.unmarked = unmarked
        self.count = 0
        self.definitions: list[Document] = []

    def secret(self) -> int:
        self.count += 1
        return self.count

    def hidden(self, depth: int = 0) -> Document:
        """Inline Markdown that is hidden."""
        kinds = ["plain", "code", "strong", "link", "image", "note"]
        if self.unmarked:
            kinds.append("reference")
        match self.draw(st.sampled_from(kinds if depth > 2 else [*kinds, "mark", "two"])):
            case "plain":
                return [self.secret()]
            case "code":
                return ["`", self.secret(), "`"]
            case "strong":
                return ["**", *self.hidden(3), "** *", self.secret(), "*"]
            case "link":
                address = ["https://", self.secret(), ".example"]
                return ["[", self.secret(), "](", *address, ' "', self.secret(), '")']
            case "image":
                return ["a ![", self.secret(), "](/", self.secret(), '.png "', self.secret(), '")']
            case "note":
                label = self.secret()
                second = ["\n\n    ", self.secret()] if self.unmarked else []
                self.definitions.append(["[^n", label, "]: ", self.secret(), *second])
                return ["[^n", label, "]"]
            case "reference":
                label = self.secret()
                self.definitions.append(
                    ["[", label, "]: /", self.secret(), ' "', self.secret(), '"']
                )
                return ["[", label, "]"]
            case "mark":
                return self.mark(depth + 1)
        return [*self.hidden(depth + 1), "\n", *self.hidden(depth + 1)]

    def mark(self, depth: int = 0) -> Document:
        attributes = ["", "", '{instead="someone"}', '{spoils="parabellum" instead="it"}']
        return [">!", *self.hidden(depth), "!<", self.draw(st.sampled_from(attributes))]

    def passage(self) -> Document:
        """Public inline Markdown with marks."""
        document: Document = []
        for _ in range(self.draw(st.integers(1, 3))):
            document += [self.draw(_words), " "]
            match self.draw(st.sampled_from(["mark", "emphasis", "link", "word", "note"])):
                case "mark":
                    document += self.mark()
                case "emphasis":
                    document += ["*a ", *self.mark(), " b*"]
                case "link":
                    document += ["[see ", ">!", self.secret(), "!<", " here](/public)"]
                case "note":
                    label = f"p{len(self.definitions)}"
                    self.definitions.append([f"[^{label}]: public ", *self.mark()])
                    document += [f"[^{label}]"]
            document += [" "]
        return document

    def block(self, depth: int = 0) -> Document:
        kinds = ["paragraph", "heading", "table"]
        nesting = ["list", "quote", "curtain", "curtain"] if depth < 3 else []
        match self.draw(st.sampled_from(kinds + nesting)):
            case "heading":
                return ["### ", *_one_line(self.passage()), "\n"]
            case "table":
                cell = _one_line(self.passage())
                return ["| a | b |\n|---|--:|\n| ", *cell, " | c |\n"]
            case "list":
                return _indented(self.blocks(depth + 1), "- ", "  ")
            case "quote":
                return _indented(self.blocks(depth + 1), "> ", "> ")
            case "curtain":
                label = self.draw(st.sampled_from(["", " Ending", ' {spoils="parabellum"}']))
                inside = self.behind(depth + 1)
                return [f"::: spoiler{label}\n\n", *inside, "\n:::\n"]
        return [*self.passage(), "\n"]

    def blocks(self, depth: int) -> Document:
        document = self.block(depth)
        for _ in range(self.draw(st.integers(0, 1))):
            document += ["\n", *self.block(depth)]
        return document

    def behind(self, depth: int) -> Document:
        """Blocks that are hidden."""
        match self.draw(
            st.sampled_from(["text", "heading", "code", "list", "curtain", "note", "reference"])
        ):
            case "heading":
                return ["#### ", self.secret(), "\n\n", *self.hidden()]
            case "code":
                return ["```\n", self.secret(), "\n:::\n>!\n```"]
            case "list":
                return ["- ", *_one_line(self.hidden()), "\n- ", self.secret()]
            case "curtain" if depth < 3:
                return ["::: spoiler Inner\n\n", *self.behind(depth + 1), "\n:::\n", self.secret()]
            case "note":
                return ["a[^x]\n\n[^x]: ", self.secret()]
            case "reference":
                return ["[x]\n\n[x]: /", self.secret(), ' "', self.secret(), '"']
        return [self.secret(), " ", *self.hidden()]


def _one_line(document: Document) -> Document:
    return [piece.replace("\n", " ") if isinstance(piece, str) else piece for piece in document]


def _indented(document: Document, first: str, rest: str) -> Document:
    indented = [
        piece.replace("\n", f"\n{rest}") if isinstance(piece, str) else piece for piece in document
    ]
    return [first, *indented, "\n"]


@st.composite
def documents(draw: Callable, *, unmarked: bool = True) -> Document:
    """Well-formed documents with at least one hidden word.

    With `unmarked` they also hold words without a mark of their own, hidden because only hidden
    text uses them: addresses, the second paragraph of a footnote. If such a document is damaged,
    these words are ordinary public text.
    """
    writer = _Writer(draw, unmarked)
    document: Document = [*writer.mark(), "\n\n"]
    for _ in range(draw(st.integers(1, 3))):
        document += ["\n", *writer.block(), "\n"]
    for definition in writer.definitions:
        document += ["\n", *definition, "\n"]
    return document
