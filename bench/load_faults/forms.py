"""The form of a page, with the fields that a browser would post."""

from html.parser import HTMLParser

Fields = list[tuple[str, str]]

NOT_SENT = {"submit", "button", "reset", "image", "file"}
"""Types of inputs that are not posted unless they are clicked or filled in."""


class Form(HTMLParser):
    """The fields of the form with the id ``name`` in ``page``; "" is the form without one."""

    def __init__(self, page: str, name: str) -> None:
        super().__init__()
        self.fields: Fields = []
        self._name = name
        self._is_inside = False
        self._templates = 0
        self._text: tuple[str, list[str]] | None = None
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self.feed(page)
        assert self.fields, f"The page has no form “{name}”: {page[:300]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._templates += 1
        elif tag == "form":
            self._is_inside = given.get("id", "") == self._name
        elif self._is_inside and not self._templates and "disabled" not in given:
            self._start_field(tag, given)

    def _start_field(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "option" and self._select:
            self._options.append((given.get("value", ""), "selected" in given))
        elif not name or "__prefix__" in name:
            return
        elif tag == "textarea":
            self._text = name, []
        elif tag == "select":
            self._select, self._options = name, []
            self._is_multiple = "multiple" in given
        elif tag == "input" and kind not in NOT_SENT:
            if kind not in ("checkbox", "radio"):
                self.fields.append((name, given.get("value", "")))
            elif "checked" in given:
                self.fields.append((name, given.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        elif tag == "form":
            self._is_inside = False
        elif tag == "textarea" and self._text:
            # The parser of a browser leaves out a first line end.
            self.fields.append((self._text[0], "".join(self._text[1]).removeprefix("\n")))
            self._text = None
        elif tag == "select" and self._select:
            chosen = [value for value, is_selected in self._options if is_selected]
            if not chosen and not self._is_multiple:
                chosen = [value for value, _is_selected in self._options[:1]]
            self.fields += [(self._select, value) for value in chosen]
            self._select = ""

    def value(self, name: str) -> str:
        return next(value for field, value in self.fields if field == name)

    def text(self) -> str:
        """The name of the first text of a review that is not empty."""
        return next(name for name, value in self.fields if name.endswith("-body") and value.strip())

    def changed(self, **values: str) -> Fields:
        """The fields with other ``values``."""
        missing = values.keys() - {name for name, _value in self.fields}
        assert not missing, f"The form has no field {', '.join(missing)}."
        return [(name, values.get(name, value)) for name, value in self.fields]
