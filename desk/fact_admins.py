"""Admins of facts with what lower layers cannot import: the picture field of the desk, merging,
and the reviews that an account may see."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import ngettext

from cast.admin import CharacterAdmin, PersonAdmin
from desk.editor import PictureFields
from desk.merging.admin import Mergeable
from editions.permissions import reviews_visible_to
from films.admin import FilmAdmin, GenreAdmin
from reviews.admin import CriticAdmin
from reviews.models import Review


class FilmDesk(Mergeable, PictureFields, FilmAdmin):
    change_form_template = "admin/films/film/change_form.html"


class PersonDesk(Mergeable, PictureFields, PersonAdmin):
    pass


class CharacterDesk(Mergeable, CharacterAdmin):
    pass


class GenreDesk(Mergeable, GenreAdmin):
    pass


class CriticDesk(PictureFields, CriticAdmin):
    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Protect critics who sign a review or an edition. Reviews that the account may not see are
        only counted."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        critics = [critic.pk for critic in objs]
        by_them = Q(critics__in=critics) | Q(editions__critics__in=critics)
        signed = Review.objects.filter(pk__in=Review.objects.filter(by_them).values("pk"))
        visible = signed.filter(pk__in=reviews_visible_to(request.user).values("pk"))
        named = list(map(str, visible))
        if hidden := signed.count() - len(named):
            sentence = ngettext(
                "%(number)d review that your account may not see",
                "%(number)d reviews that your account may not see",
                hidden,
            )
            named.append(sentence % {"number": hidden})
        if named:
            return to_delete, counts, set(), named
        return to_delete, counts, needed, protected
