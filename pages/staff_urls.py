"""Pages for signed-in staff. Mounted under the admin's address, where sessions are."""

from django.urls import path

from pages.reviews import preview
from pages.reviews.preview import for_staff

app_name = "staff_preview"

urlpatterns = [
    path("<str:token>/", for_staff(preview.closed), name="page"),
    path("<str:token>/revealed/", for_staff(preview.everything), name="page_revealed"),
    path("<str:token>/revealed/<slug:key>/", for_staff(preview.one), name="page_revealed_one"),
    path("<str:token>/curtains/<slug:key>/", for_staff(preview.fragment), name="page_curtain"),
]
