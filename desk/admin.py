from django.contrib import admin
from django.contrib.auth.models import User

from cast.models import Character, Person
from desk.fact_admins import (
    CharacterDesk,
    CriticDesk,
    FilmDesk,
    FranchiseDesk,
    GenreDesk,
    ImageDesk,
    PersonDesk,
    ProjectDesk,
    SitePageDesk,
    SiteSettingsDesk,
)
from desk.new_accounts import AccountDesk
from desk.review_admin import ReviewDesk
from films.models import Film, Franchise, Genre, Project
from images.models import Image
from reviews.models import Critic, Review
from site_settings.models import SitePage, SiteSettings

ADMINS = {
    Character: CharacterDesk,
    Critic: CriticDesk,
    Film: FilmDesk,
    Franchise: FranchiseDesk,
    Genre: GenreDesk,
    Image: ImageDesk,
    Person: PersonDesk,
    Project: ProjectDesk,
    SitePage: SitePageDesk,
    SiteSettings: SiteSettingsDesk,
    User: AccountDesk,
}

admin.site.register(Review, ReviewDesk)
for model, model_admin in ADMINS.items():
    admin.site.unregister(model)
    admin.site.register(model, model_admin)
