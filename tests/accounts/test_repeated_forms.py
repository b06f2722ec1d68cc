"""The form for a new row arrives twice."""

import pytest
from django.urls import reverse

from films.models import Project
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
        "page": page_context(editor, url)["page"],
    }
    answers = {editor.post(url, form).url for _time in range(2)}
    project = Project.objects.get()
    assert answers == {reverse("admin:films_project_change", args=[project.pk])}
    editor.post(url, form | {"working_title": "Alien 10"})
    assert Project.objects.count() == 2
    # The same words on another page are another row, which this model refuses.
    assert editor.post(url, form | {"page": page_context(editor, url)["page"]}).status_code == 200
    project.delete()
    editor.post(url, form)
    assert Project.objects.count() == 2
