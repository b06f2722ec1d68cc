"""Lighthouse scores of public pages, and transfer sizes of review pages: `python -m bench.pages`.

The script sets up the demo site and serves it with production settings. Lighthouse analyses each
page three times in Chromium with its mobile settings; the median counts. Exits 1 if a score is
below `MIN_SCORE`, or if the compressed HTML, style sheets, scripts and fonts of a review page are
larger than `MAX_BYTES`, or its scripts than `MAX_SCRIPT_BYTES`.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from typing import Any
from urllib.request import Request, urlopen

from bench.curtain import demo_site
from bench.servers import ROOT, stop_servers_when_terminated

LIGHTHOUSE = ROOT / "bench" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
CHROMIUM = (
    "--headless=new --no-sandbox --disable-background-networking --disable-component-update "
    "--disable-sync"
)
REVIEWS = ("/reviews/alien/", "/reviews/firemens-ball/")
"""One with Latin letters only, and one with Czech names in every typeface."""
PAGES = ("/", "/reviews/", *REVIEWS, "/films/alien/", "/franchises/alien/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MIN_SCORE = 98
RUNS = 3
COUNTED = ("Document", "Stylesheet", "Script", "Font")
MAX_BYTES = 100 * 1024
MAX_SCRIPT_BYTES = 4 * 1024


def report(address: str) -> dict[str, Any]:
    """The median of `RUNS` reports on a page by performance, the only score that varies."""
    runs = sorted((analyse(address) for _ in range(RUNS)), key=lambda found: scores(found)[0])
    return runs[RUNS // 2]


def analyse(address: str) -> dict[str, Any]:
    """One Lighthouse report on a page."""
    command = [LIGHTHOUSE, address, "--output=json", "--quiet", f"--chrome-flags={CHROMIUM}"]
    chosen = [f"--only-categories={','.join(CATEGORIES)}"]
    for _attempt in range(2):  # It sometimes misses the start of the trace and asks for a retry.
        run = subprocess.run([*command, *chosen], check=False, capture_output=True, text=True)
        if not run.returncode:
            break
    else:
        sys.exit(f"Lighthouse could not analyse {address}:\n{run.stderr.strip()}")
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def scores(found: dict[str, Any]) -> list[int]:
    return [round(100 * found["categories"][name]["score"]) for name in CATEGORIES]


def failed_audits(found: dict[str, Any]) -> list[str]:
    """The audits that reduced a score, one line each."""
    return [
        f"{name}: {audit['title']} {audit.get('displayValue', '')}".rstrip()
        for name in CATEGORIES
        for reference in found["categories"][name]["auditRefs"]
        if reference["weight"]
        and (audit := found["audits"][reference["id"]])["score"] is not None
        and audit["score"] < 0.9
    ]


def transfer_sizes(found: dict[str, Any]) -> Counter[str]:
    """Compressed bytes that the page loaded, by type of resource, without headers."""
    kinds: Counter[str] = Counter()
    for loaded in found["audits"]["network-requests"]["details"]["items"]:
        request = Request(loaded["url"], headers={"Accept-Encoding": "br, gzip"})
        with urlopen(request) as response:
            kinds[loaded.get("resourceType", "Other")] += len(response.read())
    return kinds


def main() -> None:
    stop_servers_when_terminated()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not LIGHTHOUSE.exists() or chromium is None:
        sys.exit("Lighthouse or Chromium is missing: run `make bench`, which installs them.")
    os.environ["CHROME_PATH"] = chromium
    failed = False
    sizes: dict[str, Counter[str]] = {}
    with demo_site() as site:
        print(f"{'page':24}" + "".join(f"{name:>16}" for name in CATEGORIES))
        for path in PAGES:
            found = report(site + path)
            print(f"{path:24}" + "".join(f"{score:>16}" for score in scores(found)))
            print("".join(f"    {line}\n" for line in failed_audits(found)), end="")
            failed |= min(scores(found)) < MIN_SCORE
            if path in REVIEWS:
                sizes[path] = transfer_sizes(found)
    for path, kinds in sizes.items():
        total = sum(kinds[kind] for kind in COUNTED)
        print(f"\n{path}, compressed: " + ", ".join(f"{kind} {kinds[kind]:,}" for kind in COUNTED))
        print(f"total {total:,} of {MAX_BYTES:,} bytes, without {kinds['Image']:,} for pictures")
        failed |= total > MAX_BYTES or kinds["Script"] > MAX_SCRIPT_BYTES
    sys.exit(failed)


if __name__ == "__main__":
    main()
