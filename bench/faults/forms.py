"""Posts forms as a browser does."""

import uuid
from html.parser import HTMLParser
from urllib.request import Request


class _Form(HTMLParser):
    """The fields of the form of a page. No field of it has several values here."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._is_posted = False
        self._text = self._select = ""
        self._is_one = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        name = values.get("name", "")
        if tag == "form":
            # The form of the page, not those of the frame around it, such as the one to log out.
            is_of_frame = "logout" in values.get("action", "") or "i18n" in values.get("action", "")
            self._is_posted = values.get("method", "").lower() == "post" and not is_of_frame
        elif not self._is_posted:
            return
        elif tag == "input" and name and _is_sent(values):
            is_box = values.get("type") in ("checkbox", "radio")
            self.fields[name] = values.get("value", "on" if is_box else "")
        elif tag == "textarea" and name:
            self._text = name
            self.fields[name] = ""
        elif tag == "select" and name:
            self._select, self._is_one = name, "multiple" not in values
        elif tag == "option" and self._select:
            # The first option of a list in which one must be chosen.
            is_first = self._is_one and self._select not in self.fields
            if is_first or "selected" in values:
                self.fields[self._select] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_posted = False
        elif tag == "textarea" and self._text:
            # A browser leaves the first line break out.
            self.fields[self._text] = self.fields[self._text].removeprefix("\n")
            self._text = ""
        elif tag == "select":
            self._select = ""


def _is_sent(values: dict[str, str]) -> bool:
    kind = values.get("type", "text")
    if kind in ("checkbox", "radio"):
        return "checked" in values
    return kind not in ("submit", "button", "file", "image", "reset")


def fields_of(page: str) -> dict[str, str]:
    """What a browser posts with the form of ``page`` when nobody changes it."""
    form = _Form()
    form.feed(page)
    return form.fields


def multipart(url: str, fields: dict[str, str], name: str, file_name: str, data: bytes) -> Request:
    """A request with ``fields`` and the file ``data``."""
    boundary = uuid.uuid4().hex
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    )
    head += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"'
        "\r\nContent-Type: image/png\r\n\r\n"
    )
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    return Request(
        url, data=body, headers={"Content-Type": f"multipart/form-data; boundary={boundary}"}
    )
