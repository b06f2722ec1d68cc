"""A plain Django site in one file: a page from a database row, behind Django's cache middleware.

Served by granian as ``bench.peers.plain_django:application``. PLAIN_DJANGO_FOLDER is the folder of
its database, which `serving` fills.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from bench.servers import free_port, granian, running

MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
]
TEMPLATE = "{{ review.html|safe }}"


def configure(folder: str) -> None:
    settings.configure(
        SECRET_KEY="for-the-bench-alone",  # noqa: S106
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=MIDDLEWARE,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/db"}},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        CACHE_MIDDLEWARE_SECONDS=3600,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        ("django.template.loaders.locmem.Loader", {"review.html": TEMPLATE})
                    ]
                },
            }
        ],
    )
    django.setup()


if folder := os.environ.get("PLAIN_DJANGO_FOLDER"):
    configure(folder)

    class Review(models.Model):
        slug = models.SlugField(unique=True)
        html = models.TextField()

        class Meta:
            app_label = "plain"

        def __str__(self) -> str:
            return self.slug

    def review(request: HttpRequest, slug: str) -> HttpResponse:
        found = get_object_or_404(Review, slug=slug)
        return render(request, "review.html", {"review": found})

    urlpatterns = [path("<slug:slug>/", review)]
    application = get_wsgi_application()

    if __name__ == "__main__":
        with connection.schema_editor() as editor:
            editor.create_model(Review)
        Review.objects.create(slug="page", html=sys.stdin.read())


@contextmanager
def serving(html: str) -> Iterator[str]:
    """Serve a page of ``html``; yields its address."""
    import subprocess

    with TemporaryDirectory(prefix="curtain-bench-django-") as name:
        env = {"PLAIN_DJANGO_FOLDER": name}
        command = [sys.executable, "-m", "bench.peers.plain_django"]
        subprocess.run(command, input=html.encode(), env=os.environ | env, check=True)
        port = free_port()
        address = f"http://127.0.0.1:{port}/page/"
        server = granian(Path(sys.executable), "bench.peers.plain_django:application", port)
        with running(server, address=address, env=env):
            yield address
