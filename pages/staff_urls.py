"""Previews for signed-in staff: of reviews and of the site's own pages. Mounted under ADMIN_PATH,
where sessions work."""

from django.urls import path

from pages.own_pages import views as own_pages
from pages.reviews import preview
from pages.reviews.preview import for_staff

app_name = "staff_preview"

urlpatterns = [
    path("pages/<int:pk>/", own_pages.preview, name="own_page"),
    path("<str:token>/", for_staff(preview.closed), name="page"),
    path("<str:token>/typed/", for_staff(preview.typed), name="page_typed"),
    path("<str:token>/changed/", for_staff(preview.changed), name="page_changed"),
    path("<str:token>/revealed/", for_staff(preview.all_curtains), name="page_revealed"),
    path(
        "<str:token>/revealed/<slug:key>/<slug:checksum>/",
        for_staff(preview.one_curtain),
        name="page_revealed_one",
    ),
    path(
        "<str:token>/curtains/<slug:key>/<slug:checksum>/",
        for_staff(preview.curtain_fragment),
        name="page_curtain",
    ),
]
