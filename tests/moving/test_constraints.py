import pytest

from moving.models import MovedItem, MoveLine, Redirect, SiteMove
from tests.constraints import Break, already_exists
from tests.factories import ReviewFactory

pytestmark = pytest.mark.both_databases


def moved_twice() -> MovedItem:
    first = MovedItem.objects.create(source="wordpress", source_id="7")
    return MovedItem(source=first.source, source_id=first.source_id)


def same_old() -> Redirect:
    Redirect.objects.create(old="/a/", target="/films/")
    return Redirect(old="/a/", target="/genres/")


def same_folder() -> SiteMove:
    SiteMove.objects.create(file_name="a.xml", folder="a")
    return SiteMove(file_name="b.xml", folder="a")


def same_line() -> MoveLine:
    move = SiteMove.objects.create(file_name="a.xml", folder="a")
    MoveLine.objects.create(move=move, number=1, place="line 7", outcome="draft")
    return MoveLine(move=move, number=1, place="line 8", outcome="draft")


BREAKS = [
    Break("moving.SiteMove.folder", same_folder, None),
    Break("move_line_once", same_line, None),
    Break(
        "moved_item_once",
        moved_twice,
        {"__all__": ["Moved item with this Source and Id at the source already exists."]},
    ),
    Break("moving.Redirect.old", same_old, {"old": already_exists("Redirect", "Old address")}),
    Break(
        "redirect_is_from_this_site",
        lambda: Redirect(old="a", target="/films/"),
        None,
    ),
    Break(
        "redirect_has_one_target_here",
        lambda: Redirect(old="/a/", target="/films/", review=ReviewFactory()),
        {
            "__all__": [
                "Choose a review, or enter an address of this site that begins with one slash."
            ]
        },
    ),
    Break(
        "redirect_is_not_to_itself",
        lambda: Redirect(old="/a/", target="/a/"),
        {"__all__": ["The new address is the old one. Enter another one."]},
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize("broken", BREAKS, ids=str)
def test_the_database_refuses(broken: Break) -> None:
    broken.check()
