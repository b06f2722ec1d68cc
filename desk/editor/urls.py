"""Mounted under the admin: the cookies of a login are sent nowhere else.

The first two names are those that markdownx gives its own views, which are open to anybody and
mounted nowhere.
"""

from django.urls import path

from desk.editor import paste, views

urlpatterns = [
    path("markdownify/", views.markdownify, name="markdownx_markdownify"),
    path("upload/", views.upload, name="markdownx_upload"),
    path("canonical/", paste.pasted, name="markdownx_canonical"),
    path("pictures/", views.pictures, name="markdownx_pictures"),
]
