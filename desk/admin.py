from django.contrib import admin

from cast.models import Credit, Person
from desk.fact_admins import (
    CreditDesk,
    CriticDesk,
    FilmDesk,
    FranchiseEntryDesk,
    PersonDesk,
    ProjectDesk,
)
from desk.review_admin import ReviewDesk
from films.models import Film, FranchiseEntry, Project
from reviews.models import Critic, Review

FACTS = {
    Credit: CreditDesk,
    Critic: CriticDesk,
    Film: FilmDesk,
    FranchiseEntry: FranchiseEntryDesk,
    Person: PersonDesk,
    Project: ProjectDesk,
}

admin.site.register(Review, ReviewDesk)
for model, model_admin in FACTS.items():
    admin.site.unregister(model)
    admin.site.register(model, model_admin)
