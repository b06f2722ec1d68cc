from django.contrib import admin

from cast.models import Person
from desk.fact_admins import CriticDesk, FilmDesk, PersonDesk
from desk.review_admin import ReviewDesk
from films.models import Film
from reviews.models import Critic, Review

admin.site.register(Review, ReviewDesk)
admin.site.unregister([Film, Person, Critic])
admin.site.register(Film, FilmDesk)
admin.site.register(Person, PersonDesk)
admin.site.register(Critic, CriticDesk)
