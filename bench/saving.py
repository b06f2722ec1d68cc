"""Times saving and publishing a long review on the desk: `python -m bench.saving`.

The review has `WORDS` words in `TEXTS` texts. The requests of an editor go through all of Django in
this process; pages that are shown afterwards are other requests and are not counted. Exits 1 if one
takes more than `LIMIT`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from bench import curtain
from bench.leaks.labelled import labelled_reviews
from bench.servers import ROOT, stop_servers_when_terminated

WORDS, TEXTS = 3_000, 20
LIMIT = 200.0
"""Milliseconds of processor time, in the median: on SQLite all of the work is in this process, and
processor time depends least on other programs."""

ROUNDS = 9
SLUG = "a-long-review"
HEADER = f"""---
headline: A long review
slug: {SLUG}
critic: Ida Tull
film: alien
verdict: {{recommendation: recommended, pull_quote: ""}}
---
"""


def texts_of(sentences: Iterator[str]) -> Iterator[str]:
    """Paragraphs of `WORDS` / `TEXTS` words or a little more."""
    while True:
        words: list[str] = []
        while len(words) < WORDS // TEXTS:
            words += next(sentences).split()
        yield " ".join(words)


def document() -> str:
    """A review document with sentences of the demo reviews: four texts of the story are hidden."""
    english = [each for each in labelled_reviews("demo") if each.facts.language == "en"]
    public = texts_of(cycle(label.sentence.text for each in english for label in each.labels))
    hidden = texts_of(cycle(each.text for review in english for each in review.hidden))
    parts = [next(public)]
    parts += [f"## Opening {number}\n\n{next(public)}" for number in range(3)]
    parts += [
        f'## Story {number} {{.spoiler label="The story"}}\n\n{next(hidden)}' for number in range(4)
    ]
    parts += [f"## Should you see it? {{.audience}}\n\n{_items('yes: {} — {}', public, 3)}"]
    parts += [f"## The Good {{.good}}\n\n{_items('**{}:** {}', public, 4)}"]
    parts += [f"## The Bad {{.bad}}\n\n{_items('**{}:** {}', public, 4)}"]
    parts += [f"## Verdict {{.verdict}}\n\n{next(public)}"]
    return HEADER + "\n\n".join(parts) + "\n"


def _items(form: str, texts: Iterator[str], count: int) -> str:
    return "\n".join("- " + form.format(f"Number {number}", next(texts)) for number in range(count))


def milliseconds(request: Callable[[], Any]) -> float:
    """The processor time of a ``request`` that is answered with a redirection."""
    start = time.process_time()
    response = request()
    used = 1000 * (time.process_time() - start)
    if response.status_code != 302:
        sys.exit(f"The site answers {response.status_code} instead of saving the review.")
    return used


class Desk:
    """An editor with the long review."""

    def __init__(self) -> None:
        from django.contrib.auth.models import User
        from django.test import Client

        from reviews.models import Review

        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(User.objects.create_superuser("bench"))
        self.review = Review.objects.get(slug=SLUG)

    def save(self, round_: int, fields: int | None = None) -> float:
        """With a word more at the end of the first ``fields`` texts, of all by default."""
        from tests.desk_forms import address, opened

        form = opened(self.client, self.review)
        bodies = [name for name in form if name.endswith("-body")]
        for name in bodies[:fields]:
            form[name] += f" Word{round_}."
        return milliseconds(lambda: self.client.post(address(self.review), form))

    def publish(self) -> float:
        from tests.desk_forms import address, values
        from tests.unrendered import page_context

        url = address(self.review, "publish")
        form = page_context(self.client, url)["form"]
        # Each leak needs a reason.
        given = {leak.field: "On purpose." for leak in form.leaks} | values(form)
        return milliseconds(lambda: self.client.post(url, given))


def import_document(env: dict[str, str]) -> None:
    file = Path(env["MEDIA_ROOT"]).parent / "long.md"
    file.write_text(document())
    command = [curtain.PYTHON, "manage.py", "import_review", file]
    # Its warnings of leaks are not the point here.
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)


def main() -> int:
    stop_servers_when_terminated()
    with curtain.demo_folder() as env:
        import_document(env)
        os.environ.update(env | {"SITE_URL": "http://127.0.0.1"})
        import django

        django.setup()
        from config.garbage_collection import configure_garbage_collection

        desk = Desk()
        times: dict[str, list[float]] = {"one text": [], "all texts": [], "publishing": []}
        for round_ in range(ROUNDS):
            one, every, published = desk.save(round_, 1), desk.save(round_), desk.publish()
            if round_:  # The first requests compile and import.
                for name, used in zip(times, (one, every, published), strict=True):
                    times[name].append(used)
            else:
                configure_garbage_collection()  # As the server does.
    print(f"{WORDS:,} words in {TEXTS} texts, milliseconds of processor time\n")
    print("| request | median | least | most |")
    print("| --- | ---: | ---: | ---: |")
    for name, used in times.items():
        print(f"| {name} | {median(used):.0f} | {min(used):.0f} | {max(used):.0f} |")
    missed = [name for name, used in times.items() if median(used) > LIMIT]
    print(f"\nMissed (≤ {LIMIT:.0f} ms): {', '.join(missed) or 'none'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
