from django.contrib import admin

from cast.models import Character, Person
from desk.fact_admins import (
    CharacterDesk,
    CriticDesk,
    FilmDesk,
    GenreDesk,
    PersonDesk,
)
from desk.review_admin import ReviewDesk
from films.models import Film, Genre
from reviews.models import Critic, Review

FACTS = {
    Character: CharacterDesk,
    Critic: CriticDesk,
    Film: FilmDesk,
    Genre: GenreDesk,
    Person: PersonDesk,
}

admin.site.register(Review, ReviewDesk)
for model, model_admin in FACTS.items():
    admin.site.unregister(model)
    admin.site.register(model, model_admin)
