"""How SQLite finds the rows of the desk.

It chooses an index by the kind of the conditions, whatever is in the tables: no command of the site
lets it count the rows (ANALYZE).
"""

import pytest

from desk.public_state import handed_in
from reviews.models import Review
from tests.factories import AdminFactory
from tests.query_plans import plans
from tests.roles import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.mark.parametrize(
    ("order", "index"), [("created", "review_by_creation"), ("modified", "review_by_change")]
)
@pytest.mark.parametrize("direction", ["", "-"])
def test_reviews_are_read_in_the_order_of_an_index(order: str, index: str, direction: str) -> None:
    newest = Review.objects.order_by(f"{direction}{order}", f"{direction}pk")
    with plans() as found:
        list(newest.values_list("pk", flat=True)[:25])
    assert found == [f"SCAN reviews_review USING COVERING INDEX {index}"]


def test_the_list_of_reviews_is_read_in_its_order() -> None:
    client = signed_in(AdminFactory())
    with plans() as found:
        assert client.get("/admin/reviews/review/").status_code == 200
    assert len([step for step in found if step.endswith("INDEX review_by_creation")]) == 1


def test_reviews_are_counted_in_an_index() -> None:
    with plans() as found:
        Review.objects.count()
    assert "COVERING INDEX review_by_" in "".join(found)


def test_the_bin_has_an_index_of_its_own() -> None:
    binned = Review.everything.filter(binned_at__isnull=False).order_by("-binned_at", "-pk")
    with plans() as found:
        list(binned.values_list("pk", flat=True)[:25])
    assert "review_in_bin" in found[0]


def test_events_of_a_few_reviews_are_looked_up_by_review_and_kind() -> None:
    with plans() as found:
        list(handed_in().filter(review__in=[1, 2]).values_list("review", flat=True))
    looked_up = [step for step in found if step.startswith("SEARCH")]
    in_index = [step for step in looked_up if "event_by_review_and_kind (review_id=? AND" in step]
    assert (len(in_index), in_index) == (2, looked_up)
