from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.media import media

urlpatterns = [
    path(f"{settings.ADMIN_PATH.removeprefix('/')}markdownx/", include("publishing.editor.urls")),
    path(f"{settings.ADMIN_PATH.removeprefix('/')}preview/", include("pages.staff_urls")),
    path(settings.ADMIN_PATH.removeprefix("/"), admin.site.urls),
    path("media/<path:path>", media, name="media"),
    path("", include("pages.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
