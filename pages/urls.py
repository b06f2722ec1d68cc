from django.urls import path

from pages import reveal, views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("reviews/<slug:slug>/", views.review, name="review"),
    path("reviews/<slug:slug>/revealed/", reveal.everything, name="revealed"),
    path("reviews/<slug:slug>/revealed/<slug:key>/", reveal.one, name="revealed_one"),
    path(
        "reviews/<slug:slug>/editions/<int:number>/curtains/<slug:key>/",
        reveal.fragment,
        name="curtain",
    ),
]
