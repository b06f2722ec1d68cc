from django.urls import path

from pages.api import views
from pages.api.prefix import PREFIX

_ROOT = PREFIX.removeprefix("/")

urlpatterns = [
    path(_ROOT, views.index, name="api_index"),
    path(f"{_ROOT}openapi.json", views.openapi, name="api_openapi"),
    path(f"{_ROOT}reviews/", views.review_list, name="api_reviews"),
    path(f"{_ROOT}reviews/<slug:slug>/", views.review_detail, name="api_review"),
    path(f"{_ROOT}films/", views.film_list, name="api_films"),
    path(f"{_ROOT}films/<slug:slug>/", views.film_detail, name="api_film"),
    path(f"{_ROOT}people/", views.person_list, name="api_people"),
    path(f"{_ROOT}people/<slug:slug>/", views.person_detail, name="api_person"),
    path(f"{_ROOT}franchises/", views.franchise_list, name="api_franchises"),
    path(f"{_ROOT}franchises/<slug:slug>/", views.franchise_detail, name="api_franchise"),
    path(f"{_ROOT}critics/", views.critic_list, name="api_critics"),
    path(f"{_ROOT}critics/<slug:slug>/", views.critic_detail, name="api_critic"),
    path(f"{_ROOT}genres/", views.genre_list, name="api_genres"),
    path(f"{_ROOT}genres/<slug:slug>/", views.genre_detail, name="api_genre"),
]
