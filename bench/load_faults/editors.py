"""Editors who open forms, autosave and save all the time, and know what has been acknowledged."""

import itertools
import json
import re
import time
from collections import Counter
from http.client import HTTPException
from threading import Event
from urllib.request import Request

from bench.load_faults.forms import Fields, Form
from tests.faults import KeptForm
from tests.processes.server import Answer, Browser, Site

PASSWORD = "a-long-password"  # noqa: S105  (of accounts that live as long as this program)
SENTENCES = ("cannot reach its database", "the site is busy")
"""One of them is on the page that answers a form with 503."""
GIVES_UP_SECONDS = 90
"""How long an editor sends one form again and again."""
AGAIN_SECONDS = 5.0
"""How long an editor waits at most before sending a form again. The answer says how long."""

_addresses = itertools.count(1)


class Editor(Browser):
    """An account. Each has its own address, because the logins of an address are limited."""

    def __init__(self, site: Site, name: str) -> None:
        number = next(_addresses)
        super().__init__(site, address=f"10.0.{number // 250}.{number % 250 + 1}")
        self.name = name
        self.slowest = 0.0
        """Seconds of its slowest answer."""

    def ask(self, request: Request) -> Answer:
        begun = time.monotonic()
        try:
            return super().ask(request)
        finally:
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def sign_in(self) -> None:
        answer = self.log_in(self.name, PASSWORD)
        assert answer.status == 302, f"{self.name} cannot log in: {answer.status}"

    def is_signed_in(self) -> bool:
        return self.get("/admin/").status == 200

    def autosave(self, path: str, page: str, fields: Fields, number: int) -> Answer:
        """Send what the desk's script sends while somebody types into the ``page`` of ``path``."""
        form = Form(page, "review_form")
        account = re.search(r'data-account="(\d+)"', page)
        assert account, "The page of the desk names no account."
        data = {
            "account": int(account[1]),
            "window": form.value("_window"),
            "number": number,
            "version": int(form.value("version")),
            "fields": fields,
        }
        address = self.site.url + path.replace("/change/", "/autosave/")
        request = Request(address, data=json.dumps(data).encode())
        request.add_header("Content-Type", "application/json")
        request.add_header("X-CSRFToken", form.value("csrfmiddlewaretoken"))
        return self.ask(request)


class Writer:
    """An editor at one form. ``acknowledged`` are the words of the saves that the site confirmed.

    ``counts`` are the answers by what was asked and their status; ``problems`` what no editor
    should see. "choose" counts the forms that ask to choose, because others have changed the
    same.
    """

    form = "review_form"

    def __init__(
        self, editor: Editor, path: str, *, pause: float = 0.5, gives_up: float = GIVES_UP_SECONDS
    ) -> None:
        self.editor = editor
        self.path = path
        self.pause = pause
        self.gives_up = gives_up
        self.acknowledged: list[str] = []
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self._numbers = itertools.count(1)

    def write_until(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                self.write()
            except (OSError, HTTPException) as error:
                self.problems.append(f"no answer: {error!r}")
            except AssertionError as error:
                self.problems.append(str(error)[:300])
            stop.wait(self.pause)

    def write(self) -> None:
        """Open the form, change it, save it."""
        page = self.editor.get(self.path)
        self._count("open", page)
        if page.status == 503:
            self._wait(page)
            return
        assert page.status == 200, f"{self.path}: {page.status} {page.headers.get('location')}"
        word = f"w{self.editor.name}n{next(self._numbers)}"
        self._save(self.path, self.changed(page, word), word)

    def changed(self, page: Answer, word: str) -> Fields:
        """The fields with ``word``; before it, half of a sentence is saved automatically."""
        form = Form(page.body, self.form)
        name = form.text()
        text = form.value(name)
        for number in (1, 2):
            typed = form.changed(**{name: f"{text} half{number}"})
            self._count("autosave", self.editor.autosave(self.path, page.body, typed, number))
        return form.changed(**{name: f"{text} {word}"})

    def _save(self, path: str, fields: Fields, word: str) -> None:
        end = time.monotonic() + self.gives_up
        while True:
            answer = self.editor.send(path, fields)
            self._count("save", answer)
            if answer.status == 302:
                break
            assert time.monotonic() < end, f"A form was not saved for too long: {answer.status}"
            if answer.status == 503:
                kept = KeptForm(answer.body)
                assert any(word in value for _name, value in kept.fields), "The form is lost."
                path, fields = kept.action, kept.fields
                self._wait(answer)
            else:
                fields = self._chosen(answer)
        target = answer.headers["location"]
        assert "/login/" not in target, f"logged out: {target}"
        self.acknowledged.append(word)

    def _wait(self, answer: Answer) -> None:
        time.sleep(min(float(answer.headers["retry-after"]), AGAIN_SECONDS))

    def _chosen(self, answer: Answer) -> Fields:
        """The fields of a form that asks to choose between what two have written: keep both."""
        choices = re.findall(r'name="(choose-[^"]+)" value="(both-[^"]+)"', answer.body)
        if answer.status != 200 or not choices:
            found = re.findall(r'class="errorlist[^>]*>(.*?)</ul>', answer.body, re.DOTALL)
            raise AssertionError(f"not saved: {answer.status} {found[:2]}")
        self.counts["choose"] += 1
        return Form(answer.body, self.form).fields + choices

    def _count(self, what: str, answer: Answer) -> None:
        self.counts[f"{what} {answer.status}"] += 1
        if answer.status >= 500:
            known = any(sentence in answer.body for sentence in SENTENCES)
            if answer.status != 503 or not known:
                self.problems.append(f"{what}: {answer.status} {answer.body[:200]!r}")


class FactWriter(Writer):
    """An editor of one film that many change at the same time: each adds a line to its text."""

    form = "film_form"

    def changed(self, page: Answer, word: str) -> Fields:
        form = Form(page.body, self.form)
        name = "overview"
        return form.changed(**{name: f"{form.value(name)}\r\n{word}"})


class Publisher(Writer):
    """An editor who saves a review and publishes it."""

    def write(self) -> None:
        super().write()
        path = self.path.replace("/change/", "/publish/")
        page = self.editor.get(path)
        answer = self.editor.send(path, Form(page.body, "").fields)
        self._count("publish", answer)
        assert answer.status == 302, f"not published: {answer.status}"
