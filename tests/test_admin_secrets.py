"""What a review that an account may not see says is on no page of the admin.

One crawl for each account asks every list with its filters, orders and searches, every form with
the choices of its fields, every deletion, history and suggestion. With SOAK, it also follows the
links of these pages to others.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.roles import Role
from cast.models import Credit
from desk.comments.commenting import comment
from desk.steps.pages import STEPS
from editions.bin import keep_removed, put_into_bin
from editions.models import Edition, EditionImage
from editions.parts import BY_KEY
from editions.publishing import publish, withdraw
from films.models import Film
from images.models import Image
from reviews.models import Critic, Review, Section
from tests.factories import (
    AdminFactory,
    AudienceFitFactory,
    CastCritiqueFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
    VerdictPointFactory,
)
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

SECRET = "canary"
"""In every text of the reviews of another critic that are not public."""

SUPERUSER = "canaroot"
"""In every text of a superuser's account, which chiefs may not see."""

SEARCHED = "zeppelin"
"""Is beside `SECRET`. A page repeats what was searched for."""

OTHERS = ("a critic", "an archivist")
"""Accounts that may see no review but their own. An archivist is in a group that a site has added,
which may do all that a chief may, except to work on every review."""

MAX_CHOICES = 3
"""How many choices of a filter are asked for. A list of dates has one for each day of a month."""

_LINK = re.compile(r'(?:href|action|src|data-[a-z-]*url)="([^"#]+)')


@pytest.fixture(scope="module")
def users(module_db: Path) -> dict[str, User]:
    """The accounts, on a site where each row that can be related to a review is."""
    group = Group.objects.create(name="Archivists")
    others = Permission.objects.filter(group__name=Role.CHIEF).exclude(codename="edit_every_review")
    group.permissions.set(others)
    users = {
        "a critic": account(Role.CRITIC),
        "an archivist": account(),
        "an editor": account(Role.EDITOR),
        "a chief": account(Role.CHIEF),
    }
    users["an archivist"].groups.add(group)
    film = FilmFactory(title="Shared", genres=[GenreFactory()])
    FranchiseEntryFactory(film=film)
    ProjectFactory(film=film)
    image = ImageFactory(name="shared.png")
    credit = CreditFactory(film=film, person=PersonFactory(portrait=image))
    for name in OTHERS:
        own = FullReviewFactory(critic=CriticFactory(user=users[name]), film=film, lead_image=image)
        publish(review=own)
    plant(CriticFactory(), credit, image, by=users["an editor"])
    root = AdminFactory(
        username=SUPERUSER, email=f"{SUPERUSER}@example.org", last_name=SUPERUSER.title()
    )
    TOTPDevice.objects.create(user=root, name=SUPERUSER)
    return users


def plant(critic: Critic, credit: Credit, image: Image, *, by: User) -> None:
    """Reviews by ``critic`` that are not public, of each kind."""
    later = timezone.now() + timedelta(days=9)
    binned, draft, embargoed, scheduled, withdrawn, correction = (
        secret_review(name, critic, credit, image)
        for name in ("binned", "draft", "embargoed", "scheduled", "withdrawn", "correction")
    )
    put_into_bin(binned, by=by)
    keep_removed(BY_KEY["story"], draft.sections.all(), review=draft, by=by)
    embargoed.stage, embargoed.embargo_until = Review.Stage.SUBMITTED, later
    embargoed.save()
    publish(review=scheduled, live_from=later, note=f"{SECRET} {SEARCHED}")
    publish(review=withdrawn)
    withdraw(review=withdrawn)
    headline, correction.headline = correction.headline, "Public"
    correction.save()
    publish(review=correction)
    correction.headline = headline
    correction.save()
    publish(review=correction, live_from=later)
    for review in (draft, embargoed, scheduled, withdrawn, correction):
        said = comment(review=review, by=by, text=f"{SECRET} {SEARCHED}")
        comment(review=review, by=by, text=f"{SECRET} {SEARCHED}", thread=said)
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(Review),
            object_id=str(review.pk),
            object_repr=str(review),
            action_flag=ADDITION,
        )


def secret_review(name: str, critic: Critic, credit: Credit, image: Image) -> Review:
    text = f"{SECRET} {SEARCHED} {name}"
    review = ReviewFactory(
        film=credit.film,
        critic=critic,
        lead_image=image,
        headline=text,
        slug=f"{SECRET}-{name}",
        standfirst=text,
        meta_description=text,
        disclosure=text,
        cast_heading=text,
    )
    picture = f"{text} ![{text}](images/{image.name})"
    story = SectionFactory(
        review=review, placement="full_story", heading=text, body=picture, curtain_label=text
    )
    story.spoils.set([credit.film])
    CastCritiqueFactory(review=review, credits=[credit], heading=text, body=text)
    AudienceFitFactory(review=review, premise=text, rationale=text)
    VerdictPointFactory(review=review, label=text, body=text)
    VerdictFactory(review=review, summary=text, pull_quote=text)
    return review


def secret_addresses() -> list[str]:
    """Parts of the addresses of the secret reviews and of their editions."""
    reviews = Review.objects.filter(slug__startswith=SECRET)
    editions = Edition.objects.filter(review__in=reviews)
    return [f"/reviews/review/{review.pk}/" for review in reviews] + [
        f"/editions/edition/{edition.pk}/" for edition in editions
    ]


def crawled(client: Client) -> dict[str, str]:
    """What the admin answers, by address: status, headers and body."""
    found: dict[str, str] = {}
    follows_links = bool(os.environ.get("SOAK"))

    def ask(address: str) -> None:
        if address not in found:
            response = client.get(address)
            body = b"" if response.streaming else response.content
            found[address] = f"{response.status_code} {response.headers}\n{body.decode()}"

    for address in addresses():
        ask(address)
    for model in admin.site._registry:
        found[f"{admin_url(model, 'changelist')} delete"] = asked_to_delete_all(client, model)
    for address, text in list(found.items()):
        choices: Counter[str] = Counter()
        for link in map(unescape, _LINK.findall(text)):
            # A newsletter has what readers see: of the correction, the edition that is live.
            if (
                follows_links
                and link.startswith("/admin/")
                and not re.search("logout|newsletter", link)
            ):
                ask(link.partition("?")[0])
            elif link.startswith("?") and address.endswith("/") and "o=" not in link:
                choices[re.sub("=[^&]*", "", link)] += 1
                if choices[re.sub("=[^&]*", "", link)] <= MAX_CHOICES:
                    ask(address + link)
    return found


def addresses() -> Iterator[str]:
    for model in admin.site._registry:
        for query in ("", f"?q={SEARCHED}", "?_popup=1&_facets=True&o=1.2"):
            yield admin_url(model, "changelist") + query
        yield admin_url(model, "add")
    for row in rows():
        for page in ("change", "history", "delete"):
            yield admin_url(type(row), page, row.pk)
        kind = ContentType.objects.get_for_model(row)
        yield reverse("admin:view_on_site", args=[kind.pk, row.pk])
    for review in Review.objects.filter(slug__startswith=SECRET):
        for page in ("preview", "compare", "removed", "comments", *STEPS):
            yield admin_url(Review, page, review.pk)
        events = (f"saved-{event.pk}" for event in review.history.all())
        for state in ("now", "edition-1", *events):
            yield reverse("admin:reviews_review_state", args=[review.pk, state])
    for model in apps.get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.remote_field and field.remote_field.model in admin.site._registry:
                yield autocomplete(model, field.name)
    film = Film.objects.get(title="Shared").pk
    yield f"{admin_url(Review, 'credits')}?film={film}"
    yield admin_url(Credit, "film", film)
    yield reverse("markdownx_pictures")
    yield reverse("markdownx_pictures") + "?q="
    yield reverse("admin:index")
    yield f"{reverse('admin:search')}?q={SEARCHED}"
    yield reverse("admin:reviews_review_bin")
    keys = ",".join(str(review.pk) for review in Review.objects.all()[:25])
    for name in ("hand_in", "publish", "schedule", "withdraw"):
        yield f"{reverse('admin:reviews_review_bulk', args=[name])}?reviews={keys}"
    days = [timezone.now(), timezone.now() + timedelta(days=9)]
    for day in days:
        yield f"{reverse('admin:reviews_review_calendar')}?month={day:%Y-%m}"


def rows() -> Iterator[Model]:
    """The secret reviews and their editions, and a row of each other model."""
    reviews = Review.objects.filter(slug__startswith=SECRET)
    yield from reviews
    yield from Edition.objects.filter(review__in=reviews)
    for model in admin.site._registry:
        if model not in (Review, Edition) and (
            row := model._default_manager.order_by("pk").first()
        ):
            yield row


def admin_url(model: type[Model], page: str, *arguments: int) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=arguments)


def autocomplete(model: type[Model], field: str) -> str:
    meta = model._meta
    query = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": field}
    return f"{reverse('admin:autocomplete')}?{urlencode(query)}"


def asked_to_delete_all(client: Client, model: type[Model]) -> str:
    """The page that asks whether to delete all rows, which lists what would be deleted."""
    keys = list(model._default_manager.values_list("pk", flat=True))
    form = {"action": "delete_selected", ACTION_CHECKBOX_NAME: keys}
    response = client.post(admin_url(model, "changelist"), form)
    return f"{response.status_code} {response.content.decode()}"


def told(pages: dict[str, str], *words: str) -> list[str]:
    """The addresses whose answer has one of ``words``."""
    return [
        address for address, text in pages.items() if any(word in text.lower() for word in words)
    ]


class TestSecrets:
    @pytest.mark.parametrize(
        "name", [pytest.param("a critic", marks=pytest.mark.soak), "an archivist"]
    )
    def test_are_told_to_nobody_who_may_not_see_them(
        self, users: dict[str, User], name: str
    ) -> None:
        pages = crawled(signed_in(users[name]))
        assert told(pages, SECRET, *secret_addresses()) == []

    @pytest.mark.parametrize("name", ["an editor", "a chief"])
    def test_are_told_to_those_who_may_see_them(self, users: dict[str, User], name: str) -> None:
        """Otherwise their absence would prove nothing."""
        review = Review.objects.get(slug=f"{SECRET}-scheduled")
        image = Image.objects.get(name="shared.png")
        lists = [admin_url(Review, "changelist") + query for query in ("", "?q=zeppelin")]
        lists.append(reverse("admin:search") + "?q=zeppelin")
        pages = [
            *lists,
            *(
                admin_url(Review, page, review.pk)
                for page in ("change", "history", "delete", "comments")
            ),
            admin_url(Edition, "changelist"),
            admin_url(Edition, "change", review.editions.get().pk),
            admin_url(Image, "change", image.pk),
            admin_url(Image, "delete", image.pk),
            autocomplete(Section, "review"),
            autocomplete(EditionImage, "edition"),
        ]
        client = signed_in(users[name])
        assert told({page: client.get(page).text for page in pages}, SECRET) == pages

    def test_of_a_superuser_are_not_told_to_a_chief(self, users: dict[str, User]) -> None:
        client = signed_in(users["a chief"])
        asked = [page for page in addresses() if re.search("/auth/|/otp_totp/|autocomplete", page)]
        pages = {page: client.get(page).text for page in asked}
        assert told(pages, users["a critic"].username) != []
        assert told(pages, SUPERUSER) == []
