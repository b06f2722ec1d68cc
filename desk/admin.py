from django.contrib import admin

from cast.models import Character, Person
from desk.fact_admins import (
    CharacterDesk,
    CriticDesk,
    FilmDesk,
    FranchiseDesk,
    GenreDesk,
    PersonDesk,
    ProjectDesk,
)
from desk.review_admin import ReviewDesk
from films.models import Film, Franchise, Genre, Project
from reviews.models import Critic, Review

FACTS = {
    Character: CharacterDesk,
    Critic: CriticDesk,
    Film: FilmDesk,
    Franchise: FranchiseDesk,
    Genre: GenreDesk,
    Person: PersonDesk,
    Project: ProjectDesk,
}

admin.site.register(Review, ReviewDesk)
for model, model_admin in FACTS.items():
    admin.site.unregister(model)
    admin.site.register(model, model_admin)
