"""What every form of a film checks."""

from django.db.models import QuerySet

from films.comparable_titles import comparable_title
from films.models import Film
from images.slug_form import SlugForm
from images.slugs import slug_for


class FilmForm(SlugForm):
    """A title may repeat, but not in one year."""

    slug_source = "title"

    def with_name(self, name: str) -> QuerySet[Film]:
        same = self.others().filter(comparable_title=comparable_title(name))
        if released := self.cleaned_data.get("release_date"):
            return same.filter(release_date__year=released.year)
        return same.filter(release_date=None)

    def free_slug(self, slug: str) -> str:
        """With the year of the release, if that makes it free."""
        if released := self.cleaned_data.get("release_date"):
            with_year = slug_for(Film, f"{self.cleaned_data['title']} {released.year}")
            if not self.with_slug(with_year).exists():
                return with_year
        return super().free_slug(slug)
