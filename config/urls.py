from django.contrib import admin
from django.urls import include, path

from config.media import media

urlpatterns = [
    path("admin/", admin.site.urls),
    path("media/<path:path>", media, name="media"),
    path("", include("pages.urls")),
]
