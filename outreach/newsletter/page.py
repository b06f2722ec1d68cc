"""The page of the admin with a newsletter to copy or to download."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.sites import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from editions.permissions import NEEDED, Action
from outreach.newsletter.bodies import html_body, text_body
from outreach.newsletter.issues import Issue, Week, review_issue, week_issue

FORMATS = {"html": ("text/html", html_body), "text": ("text/plain", text_body)}
ENDINGS = {"html": "html", "text": "txt"}


def newsletter_urls(site: AdminSite) -> list[Any]:
    def view(request: HttpRequest) -> HttpResponse:
        return newsletter_view(request, site)

    return [path("newsletter/", site.admin_view(view), name="newsletter")]


def newsletter_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The newsletter of ``?review=SLUG`` or ``?week=2026-W48``, by default of the present week;
    with ``&download=html`` or ``text`` as a file."""
    if not request.user.has_perm(NEEDED[Action.VIEW]):
        raise PermissionDenied
    slug = request.GET.get("review", "")
    problem, week, issue = "", None, None
    if slug:
        issue = review_issue(slug)
        if issue is None:
            problem = _("No review that is live has this address.")
    else:
        try:
            week = Week.of(request.GET.get("week", ""))
        except ValueError:
            problem = _("Choose a week, written like 2026-W48.")
        else:
            issue = week_issue(week)
    if "download" in request.GET:
        return _file(issue, request.GET["download"])
    query = {"review": slug} if slug else {"week": f"{week or ''}"}
    page = reverse("admin:newsletter")
    request.current_app = site.name
    context = site.each_context(request) | {
        "title": _("Newsletter"),
        "problem": problem,
        "week": f"{week or ''}",
        "weeks": [f"{week.later(-1)}", f"{week.later(1)}"] if week else [],
        "slug": slug,
        "issue": issue,
        "html": html_body(issue) if issue else "",
        "text": text_body(issue) if issue else "",
        "downloads": {name: f"{page}?{urlencode({**query, 'download': name})}" for name in FORMATS},
    }
    return TemplateResponse(request, "admin/outreach/newsletter.html", context)


def _file(issue: Issue | None, format: str) -> HttpResponse:
    if issue is None or format not in FORMATS:
        raise Http404
    kind, body = FORMATS[format]
    return HttpResponse(
        body(issue),
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{issue.name}.{ENDINGS[format]}"'},
    )
