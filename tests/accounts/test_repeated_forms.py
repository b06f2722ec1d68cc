"""A form arrives twice."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from films.models import Project
from tests.desk_forms import form_of
from tests.factories import AdminFactory, FranchiseFactory
from tests.roles import signed_in
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db


def test_same_form_adds_one_row_and_gets_the_same_answer() -> None:
    editor = signed_in(AdminFactory())
    url = reverse("admin:films_project_add")
    form = {
        "working_title": "Alien 9",
        "status": "rumored",
        "franchise": FranchiseFactory().pk,
        "_continue": "1",
        "_page": page_context(editor, url)["page_token"],
    }
    answers = {editor.post(url, form).url for _time in range(2)}
    project = Project.objects.get()
    assert answers == {reverse("admin:films_project_change", args=[project.pk])}
    editor.post(url, form | {"working_title": "Alien 10"})
    assert Project.objects.count() == 2
    # The same words on another page are another row, which this model refuses.
    assert (
        editor.post(url, form | {"_page": page_context(editor, url)["page_token"]}).status_code
        == 200
    )
    project.delete()
    editor.post(url, form)
    assert Project.objects.count() == 2


def test_changed_row_and_a_new_one_below_it_are_saved_once() -> None:
    editor = signed_in(AdminFactory())
    franchise = FranchiseFactory(name="Before")
    url = reverse("admin:films_franchise_change", args=[franchise.pk])
    context = page_context(editor, url)
    below = {"working_title": "Alien 9", "status": "rumored"}
    form = form_of(context) | {"name": "After", "_page": context["page_token"]}
    form |= {"projects-TOTAL_FORMS": 1}
    form |= {f"projects-0-{name}": value for name, value in below.items()}
    answers = [editor.post(url, form | {button: "1"}).url for button in ("_save", "_continue")]
    assert answers == [reverse("admin:films_franchise_changelist"), url]
    assert Project.objects.count() == 1
    # The page is shown again and has other words, then the first ones.
    for name in ("Other", "After"):
        form |= {
            "name": name,
            "projects-TOTAL_FORMS": 0,
            "base": form_of(page_context(editor, url))["base"],
        }
        editor.post(url, form)
        franchise.refresh_from_db()
        assert franchise.name == name


def test_history_says_what_was_changed() -> None:
    editor = signed_in(AdminFactory())
    franchise = FranchiseFactory(name="Before")
    url = reverse("admin:films_franchise_change", args=[franchise.pk])
    editor.post(url, form_of(page_context(editor, url)) | {"name": "After", "_page": "first"})
    (entry,) = LogEntry.objects.all()
    assert entry.get_change_message() == "Changed Name."
