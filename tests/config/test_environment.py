import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from config import environment

BASE = Path("/srv/curtain")


@pytest.fixture
def unused_port() -> int:
    """A port on which no process listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ALLOWED_HOSTS", "CACHE_URL", "DEBUG", "MEDIA_ROOT", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)


class TestFlag:
    @pytest.mark.parametrize("value", ["true", "True", "yes", "on", "1", " true "])
    def test_true(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("DEBUG", value)
        assert environment.flag("DEBUG") is True

    @pytest.mark.parametrize("value", ["false", "FALSE", "no", "off", "0"])
    def test_false(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("DEBUG", value)
        assert environment.flag("DEBUG", default=True) is False

    @pytest.mark.parametrize("default", [True, False])
    def test_empty_counts_as_not_set(self, monkeypatch: pytest.MonkeyPatch, default: bool) -> None:
        monkeypatch.setenv("DEBUG", "")
        assert environment.flag("DEBUG", default=default) is default

    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEBUG", "maybe")
        with pytest.raises(ImproperlyConfigured) as refusal:
            environment.flag("DEBUG")
        assert str(refusal.value) == "DEBUG must be true or false."


class TestScale:
    @pytest.mark.parametrize("value", ["", "letters", "0-10 step 0.5"])
    def test_notation_is_kept(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("HOUSE_SCALE", value)
        assert environment.scale("HOUSE_SCALE") == value

    @pytest.mark.parametrize("value", ["school", "6-1", "A-F"])
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("HOUSE_SCALE", value)
        with pytest.raises(ImproperlyConfigured) as refusal:
            environment.scale("HOUSE_SCALE")
        assert str(refusal.value) == (
            "HOUSE_SCALE must be a scale: letters, percent, stars, or like 1-6, 0-10 step 0.5 or "
            "stars 1-5 step 1."
        )


class TestCount:
    @pytest.mark.parametrize(("value", "count"), [("0", 0), ("2", 2), (" 1 ", 1), ("", 7)])
    def test_reads_a_whole_number(
        self, monkeypatch: pytest.MonkeyPatch, value: str, count: int
    ) -> None:
        monkeypatch.setenv("TRUSTED_PROXIES", value)
        assert environment.count("TRUSTED_PROXIES", 7) == count

    @pytest.mark.parametrize("value", ["-1", "1.5", "one", "²", "１", "1_0"])
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("TRUSTED_PROXIES", value)
        with pytest.raises(ImproperlyConfigured) as refusal:
            environment.count("TRUSTED_PROXIES")
        assert str(refusal.value) == ("TRUSTED_PROXIES must be a whole number: 0, 1, 2 and so on.")


class TestPath:
    def test_relative_path_is_resolved_against_the_base(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MEDIA_ROOT", "uploads")
        assert environment.path("MEDIA_ROOT", BASE / "x", base=BASE) == BASE / "uploads"

    def test_absolute_path_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MEDIA_ROOT", "/data/media")
        assert environment.path("MEDIA_ROOT", BASE / "x", base=BASE) == Path("/data/media")

    def test_has_a_default(self) -> None:
        assert environment.path("MEDIA_ROOT", BASE / "x", base=BASE) == BASE / "x"


class TestFolder:
    def test_is_nothing_or_a_folder_that_exists(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        assert environment.folder("TEMPLATES_DIR", base=BASE) == []
        (tmp_path / "own").mkdir()
        for value in ("own", str(tmp_path / "own")):
            monkeypatch.setenv("TEMPLATES_DIR", value)
            assert environment.folder("TEMPLATES_DIR", base=tmp_path) == [tmp_path / "own"]

    def test_missing_folder_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "file").touch()
        for value in ("nowhere", "file"):
            monkeypatch.setenv("STATIC_DIR", value)
            with pytest.raises(ImproperlyConfigured, match=r"^STATIC_DIR must be a folder"):
                environment.folder("STATIC_DIR", base=tmp_path)


class TestOrigin:
    @pytest.mark.parametrize(
        ("value", "origin"),
        [
            ("https://reviews.example.org", "https://reviews.example.org"),
            ("https://reviews.example.org/", "https://reviews.example.org"),
            ("http://localhost:8000", "http://localhost:8000"),
            ("http://[::1]:8000", "http://[::1]:8000"),
        ],
    )
    def test_reads_scheme_and_host(
        self, monkeypatch: pytest.MonkeyPatch, value: str, origin: str
    ) -> None:
        monkeypatch.setenv("SITE_URL", value)
        assert environment.origin("SITE_URL", "http://x") == origin

    @pytest.mark.parametrize(
        "value",
        [
            "reviews.example.org",
            "ftp://example.org",
            "https://",
            "https://example.org/reviews",
            "https://example.org?x=1",
            "https://me:secret@example.org",
            "https://example.org:port",
            "https://[::1",
        ],
    )
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("SITE_URL", value)
        with pytest.raises(ImproperlyConfigured) as refusal:
            environment.origin("SITE_URL", "http://x")
        assert str(refusal.value) == (
            "SITE_URL must be the address of the site, with scheme and host only, "
            "such as https://reviews.example.org."
        )


class TestHosts:
    def test_reads_names_separated_by_commas(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ALLOWED_HOSTS", "a.example, .b.example,[::1],*,")
        assert environment.hosts("ALLOWED_HOSTS", []) == ["a.example", ".b.example", "[::1]", "*"]

    def test_has_a_default(self) -> None:
        assert environment.hosts("ALLOWED_HOSTS", ["a.example"]) == ["a.example"]

    @pytest.mark.parametrize("value", ["https://a.example", "a.example/", "a b"])
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("ALLOWED_HOSTS", value)
        with pytest.raises(
            ImproperlyConfigured, match=r"^ALLOWED_HOSTS must be host names separated by commas"
        ):
            environment.hosts("ALLOWED_HOSTS", [])


class TestDatabase:
    SQLITE = {
        "ENGINE": "config.sqlite",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "init_command": (
                "PRAGMA journal_mode = WAL;PRAGMA synchronous = FULL;PRAGMA temp_store = MEMORY;"
                "PRAGMA cache_size = -512;"
            ),
            "transaction_mode": "IMMEDIATE",
            "timeout": 3,
            "cached_statements": 32,
        },
    }

    def database(self, default: Path = BASE) -> dict[str, Any]:
        return environment.database("DATABASE_URL", default, base=BASE, lock_seconds=3)

    @pytest.mark.parametrize(
        ("url", "name"),
        [
            ("", BASE / "default.sqlite3"),
            ("sqlite:///db.sqlite3", BASE / "db.sqlite3"),
            ("sqlite:////data/db.sqlite3", Path("/data/db.sqlite3")),
            ("sqlite://:memory:", ":memory:"),
        ],
    )
    def test_sqlite(self, monkeypatch: pytest.MonkeyPatch, url: str, name: Path | str) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        assert self.database(BASE / "default.sqlite3") == self.SQLITE | {"NAME": name}

    def test_options_in_the_url_of_sqlite_are_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "sqlite:///db.sqlite3?timeout=30")
        with pytest.raises(ImproperlyConfigured) as refusal:
            self.database()
        assert str(refusal.value) == (
            "DATABASE_URL must have no options after the file of an SQLite database, "
            "such as ?timeout=5."
        )

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
    def test_postgresql(self, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
        monkeypatch.setenv("DATABASE_URL", f"{scheme}://me:p%40ss@db.example:5433/reviews")
        assert self.database() == {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "reviews",
            "USER": "me",
            "PASSWORD": "p@ss",
            "HOST": "db.example",
            "PORT": 5433,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "connect_timeout": 5,
                "tcp_user_timeout": 10_000,
                "options": "-c lock_timeout=3000 -c jit=off -c random_page_cost=1.1",
            },
        }

    def test_options_in_the_url_of_postgresql_are_kept(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgres://me@/reviews?host=/run&connect_timeout=2")
        assert self.database()["OPTIONS"] == {
            "host": "/run",
            "connect_timeout": 2,
            "tcp_user_timeout": 10_000,
            "options": "-c lock_timeout=3000 -c jit=off -c random_page_cost=1.1",
        }

    def test_settings_in_the_url_of_postgresql_are_the_last(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = "postgres://me@/reviews?options=-c%20jit%3Don"
        monkeypatch.setenv("DATABASE_URL", url)
        options = self.database()["OPTIONS"]["options"]
        assert options == "-c lock_timeout=3000 -c jit=off -c random_page_cost=1.1 -c jit=on"

    def test_no_waiting_is_not_waiting_without_an_end(self) -> None:
        """PostgreSQL takes 0 for no limit."""
        assert (
            environment.postgresql_options(0)["options"]
            == "-c lock_timeout=1 -c jit=off -c random_page_cost=1.1"
        )

    @pytest.mark.parametrize(
        "url",
        [
            "reviews",
            "postgres",
            "mysql://me:hunter2@db/reviews",
            "postgres://me:hunter2@db:port/reviews",
            "postgres://me:hunter2@db:5432/",
            "postgres://me:hunter2@[db/reviews",
            "sqlite://hunter2/db.sqlite3",
        ],
    )
    def test_anything_else_is_refused_without_repeating_the_value(
        self, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        with pytest.raises(ImproperlyConfigured) as refusal:
            self.database()
        assert str(refusal.value) == (
            "DATABASE_URL must be the URL of a database: sqlite:///path/to/file or "
            "postgres://user:password@host:5432/name."
        )


class TestCache:
    def test_default_is_in_process_memory(self) -> None:
        assert environment.cache("CACHE_URL") == {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "",
        }

    @pytest.mark.parametrize(
        ("url", "location"),
        [
            ("redis://cache:6379/1", "redis://cache:6379/1"),
            ("rediss://:secret@cache:6379/1", "rediss://:secret@cache:6379/1"),
            ("valkey://cache:6379/1", "redis://cache:6379/1"),
            ("valkeys://cache:6379/1", "rediss://cache:6379/1"),
        ],
    )
    def test_valkey_uses_the_redis_backend(
        self, monkeypatch: pytest.MonkeyPatch, url: str, location: str
    ) -> None:
        monkeypatch.setenv("CACHE_URL", url)
        config = environment.cache("CACHE_URL")
        assert (config["BACKEND"], config["LOCATION"]) == (
            "django_redis.cache.RedisCache",
            location,
        )

    def test_an_unreachable_server_is_a_cache_miss(
        self,
        monkeypatch: pytest.MonkeyPatch,
        settings: Settings,
        unused_port: int,
    ) -> None:
        monkeypatch.setenv("CACHE_URL", f"valkey://127.0.0.1:{unused_port}/0")
        settings.CACHES = {"default": environment.cache("CACHE_URL")}
        caches["default"].set("key", "value")
        assert caches["default"].get("key", "missed") == "missed"

    @pytest.mark.parametrize("url", ["cache", "memcache://cache", "valkey://", "redis:cache"])
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        monkeypatch.setenv("CACHE_URL", url)
        with pytest.raises(ImproperlyConfigured) as refusal:
            environment.cache("CACHE_URL")
        assert str(refusal.value) == (
            "CACHE_URL must be the URL of a cache: valkey://host:6379/0, redis://host:6379/0 or "
            "locmem://."
        )


class TestChoiceAndTimeZone:
    @pytest.mark.parametrize(
        ("read", "value", "sentence"),
        [
            (
                lambda: environment.choice("LANGUAGE_CODE", "en", among=("en", "de")),
                "fr",
                "LANGUAGE_CODE must be one of: en, de.",
            ),
            (
                lambda: environment.time_zone("TIME_ZONE", "UTC"),
                "Europe/Atlantis",
                "TIME_ZONE must be the name of an IANA time zone, such as Europe/Berlin.",
            ),
            (
                lambda: environment.time_zone("TIME_ZONE", "UTC"),
                "../etc/passwd",
                "TIME_ZONE must be the name of an IANA time zone, such as Europe/Berlin.",
            ),
        ],
    )
    def test_an_unknown_value_is_refused(
        self,
        monkeypatch: pytest.MonkeyPatch,
        read: Callable[[], str],
        value: str,
        sentence: str,
    ) -> None:
        monkeypatch.setenv(sentence.split()[0], value)
        with pytest.raises(ImproperlyConfigured) as refusal:
            read()
        assert str(refusal.value) == sentence

    def test_a_known_value_is_returned(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANGUAGE_CODE", "de")
        monkeypatch.setenv("TIME_ZONE", "Europe/Berlin")
        assert environment.choice("LANGUAGE_CODE", "en", among=("en", "de")) == "de"
        assert environment.time_zone("TIME_ZONE", "UTC") == "Europe/Berlin"


class TestMailbox:
    def test_reads_one_address(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NAME", " editors@example.org ")
        assert environment.mailbox("NAME") == "editors@example.org"

    def test_default_is_empty(self) -> None:
        assert environment.mailbox("NAME") == ""

    @pytest.mark.parametrize("value", ["editors", "a@example.org, b@example.org", "a@b@c.org"])
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("NAME", value)
        with pytest.raises(ImproperlyConfigured) as refusal:
            environment.mailbox("NAME")
        assert str(refusal.value) == (
            "NAME must be one email address, such as editors@example.org."
        )


class TestAddress:
    @pytest.mark.parametrize("value", ["", "https://hub.example.org/", "http://127.0.0.1:8/?a=b"])
    def test_is_read(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("NAME", value)
        assert environment.address("NAME") == value

    @pytest.mark.parametrize("value", ["hub.example.org", "ftp://a.org/", "https://a:b@c.org/"])
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("NAME", value)
        with pytest.raises(ImproperlyConfigured, match="NAME must be the address of a page"):
            environment.address("NAME")


class TestAddresses:
    def test_are_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert environment.addresses("NAME") == []
        monkeypatch.setenv("NAME", "http://127.0.0.1:6081/, https://b.org")
        assert environment.addresses("NAME") == ["http://127.0.0.1:6081/", "https://b.org"]

    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NAME", "http://a.org/,b.org")
        with pytest.raises(ImproperlyConfigured) as refusal:
            environment.addresses("NAME")
        assert str(refusal.value) == (
            "NAME must be addresses separated by commas, such as http://127.0.0.1:6081/."
        )


class TestMailServer:
    def test_reads_a_url(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NAME", "smtp+tls://desk:p%40ss@mail.example.org:587")
        assert environment.mail_server("NAME") == {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "mail.example.org",
            "EMAIL_HOST_USER": "desk",
            "EMAIL_HOST_PASSWORD": "p@ss",
            "EMAIL_PORT": 587,
            "EMAIL_USE_TLS": True,
        }

    def test_without_one_nothing_is_sent(self) -> None:
        assert environment.mail_server("NAME") == {
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"
        }

    @pytest.mark.parametrize("value", ["mail.example.org", "smtp://", "imap://mail.example.org"])
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("NAME", value)
        with pytest.raises(ImproperlyConfigured, match="NAME must be the URL of a mail server"):
            environment.mail_server("NAME")


class TestStorage:
    def test_pictures_are_on_the_disk_by_default(self) -> None:
        backend = environment.storage("UNSET")["BACKEND"]
        assert backend == "images.file_storage.DurableStorage"

    def test_a_bucket(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(environment, "find_spec", lambda name: True)
        url = "s3://me:a%2Fb@s3.example.org:9000/films?region=eu-1&tls=false"
        monkeypatch.setenv("STORAGE_URL", url)
        assert environment.storage("STORAGE_URL") == {
            "BACKEND": "images.bucket.BucketStorage",
            "OPTIONS": {
                "access_key": "me",
                "secret_key": "a/b",
                "endpoint_url": "http://s3.example.org:9000",
                "bucket_name": "films",
                "region_name": "eu-1",
            },
        }

    @pytest.mark.parametrize(
        "url",
        [
            "https://me:secret@s3.example.org/films",
            "s3://s3.example.org/films",
            "s3://me:secret@s3.example.org",
            "s3://me:secret@s3.example.org/films/deeper",
            "s3://me:secret@s3.example.org/films?acl=public",
            "s3://me:secret@s3.example.org/films?tls=no",
            "s3://me:secret@s3.example.org:none/films",
        ],
    )
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        monkeypatch.setenv("STORAGE_URL", url)
        with pytest.raises(ImproperlyConfigured, match="URL of a bucket") as error:
            environment.storage("STORAGE_URL")
        assert "secret@" not in str(error.value).replace("key:secret@host", "")

    def test_missing_packages_are_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(environment, "find_spec", lambda name: None)
        monkeypatch.setenv("STORAGE_URL", "s3://me:secret@s3.example.org/films")
        with pytest.raises(ImproperlyConfigured, match=r"-r requirements-s3\.txt"):
            environment.storage("STORAGE_URL")
