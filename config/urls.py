from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from desk.autosave.contents import content_of_form
from images.serving import media

urlpatterns = [
    path(f"{settings.ADMIN_PATH.removeprefix('/')}markdownx/", include("desk.editor.urls")),
    path(
        f"{settings.ADMIN_PATH.removeprefix('/')}preview/",
        include("pages.staff_urls"),
        # The readers' pages and the desk do not import each other.
        {"typed": content_of_form},
    ),
    path(settings.ADMIN_PATH.removeprefix("/"), admin.site.urls),
    path("media/<path:path>", media, name="media"),
    path("", include("pages.urls")),
]

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.permission_denied"
handler404 = "pages.errors.page_not_found"
handler500 = "config.server_errors.server_error"
