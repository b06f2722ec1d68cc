"""URLs of the editor, below the admin, because session cookies are sent to the admin only.

The names of the first two are those of markdownx's own views. Those views need no login and are
not used.
"""

from django.urls import path

from desk.editor import paste, views

urlpatterns = [
    path("markdownify/", views.markdownify, name="markdownx_markdownify"),
    path("upload/", views.upload, name="markdownx_upload"),
    path("canonical/", paste.convert_pasted, name="markdownx_canonical"),
    path("pictures/", views.pictures, name="markdownx_pictures"),
]
