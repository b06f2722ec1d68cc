"""Limits of logins and the second factor with two workers, without a cache server."""

import re
import time
from base64 import b32decode
from concurrent.futures import ThreadPoolExecutor

import pytest
from django_otp.oath import totp

from tests.processes.server import Browser, Site

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.soak]

PASSWORD = "a-long-password"
SET_UP = "/admin/second-factor/?replace"


class TestLimits:
    def test_the_fifth_failure_locks_the_account_on_every_worker(self, site: Site) -> None:
        browser = Browser(site, address="192.0.2.10")
        failures = [browser.log_in("vera", "wrong").status for _try in range(5)]
        assert failures == [200, 200, 200, 200, 429]
        assert [browser.log_in("vera", PASSWORD).status for _try in range(6)] == [429] * 6

    def test_20_attempts_a_minute_are_for_all_workers_together(self, site: Site) -> None:
        # Empty forms, which need no hash of a password. Again if a new minute began meanwhile.
        for address in ("192.0.2.20", "192.0.2.21"):
            minute = time.time() // 60
            browser = Browser(site, address=address)
            statuses = [browser.log_in("", "").status for _try in range(23)]
            if time.time() // 60 == minute:
                break
        assert statuses == [200] * 20 + [429] * 3


class TestSecondFactor:
    def test_every_correct_code_is_taken_once(self, site: Site) -> None:
        browser = Browser(site, address="192.0.2.30")
        assert browser.log_in("vera", PASSWORD).status == 302
        finished = []
        for _account in range(12):
            # A reader of the page may open it more than once before entering the code.
            key = [self.secret(browser) for _try in range(2)][-1]
            # The next code belongs to the same moment. A later one would be refused if the moment
            # was the end of a step, because the device then counts as slow.
            code, next_code = (self.code(key, steps) for steps in (0, 1))
            finished.append(browser.post(SET_UP, {"otp_token": code}).status)
        # The page with the recovery codes.
        assert finished == [200] * 12

        # The code of the set-up is used. The next one is sent twice at the same time.
        with ThreadPoolExecutor() as pool:
            answers = pool.map(
                lambda browser: browser.log_in("vera", PASSWORD, next_code).status,
                [Browser(site, address=f"192.0.2.{number}") for number in (31, 32)],
            )
        assert sorted(answers) == [200, 302]
        site.shell(
            "from django_otp.plugins.otp_totp.models import TOTPDevice;"
            "TOTPDevice.objects.all().delete()"
        )

    def secret(self, browser: Browser) -> bytes:
        match = re.search(r"secret=([A-Z2-7]+)", browser.get(SET_UP).body)
        assert match
        return b32decode(match[1])

    def code(self, secret: bytes, steps: int) -> str:
        """The code now, or ``steps`` of 30 seconds later."""
        return f"{totp(secret, t0=-30 * steps):06}"
