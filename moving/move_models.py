"""A site that moves in from the admin: the uploaded export, what is known of it, and its report."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moving.report import Outcome, PostReport, SiteReport
from moving.storable import storable


def random_name() -> str:
    return secrets.token_hex(16)


class SiteMove(models.Model):
    """One upload. A process of its own checks it and moves it in (`moving.move_process`).

    A run that was ended before its time goes on after the first ``done`` posts.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("is being checked")
        CHECKED = "checked", _("checked, nothing is stored")
        REFUSED = "refused", _("could not be checked")
        RUNNING = "running", _("is moving in")
        PAUSED = "paused", _("stopped halfway")
        DONE = "done", _("moved in")

    class Format(models.TextChoices):
        UNKNOWN = "", _("found out from the file")
        WORDPRESS = "wordpress", "WordPress"
        GHOST = "ghost", "Ghost"
        LETTERBOXD = "letterboxd", "Letterboxd"
        MARKDOWN = "markdown", _("Markdown (Hugo, Jekyll, Eleventy)")

    file_name = models.CharField(_("file"), max_length=200)
    pictures_name = models.CharField(_("file with the pictures"), max_length=200, blank=True)
    folder = models.CharField(max_length=40, unique=True, editable=False, default=random_name)
    """The name of the folder in `IMPORTS_DIR`: random, so that nobody can guess it."""
    kind = models.CharField(_("format"), max_length=12, choices=Format.choices, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.CHECKING
    )
    publishes = models.BooleanField(_("publish what is complete"), default=False)
    options = models.JSONField(default=dict, blank=True)
    """Who is who and which posts are wanted, as `moving.move_forms.OptionsForm` has it."""
    total = models.PositiveIntegerField(_("posts"), default=0)
    done = models.PositiveIntegerField(_("posts done"), default=0)
    counts = models.JSONField(default=dict, blank=True)
    problem = models.TextField(blank=True)
    is_stopping = models.BooleanField(default=False)
    created = models.DateTimeField(pgettext_lazy("of a file", "uploaded"), auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(auto_now=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    """When the process was last started."""

    class Meta:
        verbose_name = _("site to move in")
        verbose_name_plural = _("sites to move in")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> Path:
        return Path(settings.IMPORTS_DIR) / self.folder

    @property
    def has_files(self) -> bool:
        return self.path.is_dir()

    @property
    def report(self) -> SiteReport:
        return SiteReport.from_json(self.counts)

    @property
    def is_at_work(self) -> bool:
        """Whether a process should be at work, which may have been ended."""
        return self.state in (self.State.CHECKING, self.State.RUNNING)


class MoveLine(models.Model):
    """What becomes, or became, of one post: a line of the report."""

    move = models.ForeignKey(SiteMove, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=300)
    outcome = models.CharField(max_length=12)
    slug = models.CharField(max_length=200, blank=True)
    made = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    has_warnings = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["move", "number"], name="move_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.move_id} {self.number}"

    @classmethod
    def of(cls, move: SiteMove, number: int, post: PostReport) -> "MoveLine":
        return cls(
            move=move,
            number=number,
            place=storable(post.place)[:300],
            outcome=post.outcome,
            slug=post.slug,
            made=storable(post.made),
            warnings=storable(post.warnings),
            has_warnings=bool(post.warnings),
        )

    @property
    def post(self) -> PostReport:
        made: Any = self.made
        return PostReport(
            self.place, Outcome(self.outcome), self.slug, tuple(made), tuple(self.warnings)
        )
