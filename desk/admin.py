from django.contrib import admin

from cast.models import Character, Credit, Person
from desk.fact_admins import (
    CharacterDesk,
    CreditDesk,
    CriticDesk,
    FilmDesk,
    FranchiseEntryDesk,
    GenreDesk,
    PersonDesk,
    ProjectDesk,
)
from desk.review_admin import ReviewDesk
from films.models import Film, FranchiseEntry, Genre, Project
from reviews.models import Critic, Review

FACTS = {
    Character: CharacterDesk,
    Credit: CreditDesk,
    Critic: CriticDesk,
    Film: FilmDesk,
    FranchiseEntry: FranchiseEntryDesk,
    Genre: GenreDesk,
    Person: PersonDesk,
    Project: ProjectDesk,
}

admin.site.register(Review, ReviewDesk)
for model, model_admin in FACTS.items():
    admin.site.unregister(model)
    admin.site.register(model, model_admin)
