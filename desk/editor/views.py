"""Endpoints of the Markdown editor: preview, upload of a picture, search in the library.

An error is a sentence in plain text, which the editor shows. There is no redirect to the login,
because its form would appear in the place of the preview.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.strict_admin import has_null, refuse_null
from accounts.throttling import throttled
from desk.editor.picture_choices import image_choice, search_images
from desk.editor.preview import preview
from editions.parts import SECTION_HEADING
from images.decoding import UNAVAILABLE, PictureRefused
from images.forms import EditorPictureForm, animation_notice, rights_notice
from images.models import Image

View = Callable[..., HttpResponseBase]

MAX_KEY_LENGTH = 80
PAGE_SIZE = 24


def text_response(text: str, status: int, **headers: str) -> HttpResponse:
    return HttpResponse(
        text, status=status, content_type="text/plain; charset=utf-8", headers=headers
    )


def admin_endpoint(*, method: str, permission: str = "") -> Callable[[View], View]:
    """Answer 403 without access to the admin or without ``permission``, and 400 for another
    ``method`` or an address with U+0000."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponseBase:
            if has_null(request):
                return refuse_null(request)
            if not admin.site.has_permission(request):
                return text_response(
                    _(
                        "You are no longer logged in. Log in again in another window and "
                        "continue here. Nothing is lost."
                    ),
                    403,
                )
            if permission and not request.user.has_perm(permission):
                return text_response(_("Your account may not do this. Ask an editor."), 403)
            if request.method != method:
                text = _("This address accepts only %(method)s requests.") % {"method": method}
                return text_response(text, 400, Allow=method)
            return view(request)

        return checked

    return decorate


@admin_endpoint(method="POST")
@throttled("markdownify", requests=240, seconds=60)
def markdownify(request: HttpRequest) -> HttpResponseBase:
    """The preview of ``content``. Ids in it begin with ``key``; ``min_heading`` is 1 to 6.

    With ``curtains=no`` it is a text that may have none.
    """
    content = request.POST.get("content")
    if content is None:
        return text_response(_("There is no text to show."), 400)
    level = request.POST.get("min_heading", "")
    return HttpResponse(
        preview(
            content,
            key=slugify(request.POST.get("key", ""))[:MAX_KEY_LENGTH] or "preview",
            min_heading=int(level) if level in {"1", "2", "3", "4", "5", "6"} else SECTION_HEADING,
            has_curtains=request.POST.get("curtains") != "no",
        )
    )


@admin_endpoint(method="POST", permission="images.add_image")
@throttled("upload", requests=60, seconds=60)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Add the file ``image`` to the library, with ``alt`` or ``decorative``, and ``credit``. The
    ``caption`` is only for the text.

    The answer is its `image_choice` as JSON. A picture that the library already has is not
    changed; then ``notice`` says so.
    """
    files = [file for field in request.FILES for file in request.FILES.getlist(field)]
    if len(files) != 1 or "image" not in request.FILES:
        return text_response(_("Choose one picture."), 400)
    form = EditorPictureForm(request.POST, MultiValueDict({"upload": files}))
    image = None
    if form.is_valid():
        try:
            image = form.add()
        except PictureRefused as refused:
            form.add_error("upload", refused)
    if image is None:
        errors = [str(error) for field_errors in form.errors.values() for error in field_errors]
        status = 503 if form.has_error("upload", UNAVAILABLE) else 400
        return text_response(" ".join(errors), status)
    answer = image_choice(image, form.cleaned_data["alt"], form.cleaned_data["caption"])
    if form.is_animated:
        answer["notice"] = animation_notice(image)
    elif notice := rights_notice(image, form.cleaned_data["credit"]):
        answer["notice"] = notice
    if form.existing:
        answer["notice"] = _(
            "This picture is already in the library as “%(name)s”. Its alternative text there "
            "was not changed."
        ) % {"name": image.name}
    return JsonResponse(answer)


def _known(digest: str) -> dict[str, Any] | None:
    """What `upload` answers for a picture of the library, without asking for its text again."""
    image = Image.objects.of_digests(digest, digest).first()
    if image is None:
        return None
    notice = _(
        "This picture is already in the library as “%(name)s”. It is used with its alternative "
        "text and credit from there."
    ) % {"name": image.name}
    return image_choice(image) | {"notice": notice}


@admin_endpoint(method="GET", permission="images.view_image")
def pictures(request: HttpRequest) -> HttpResponseBase:
    """The dialogs of the editor; with ``q`` only one page of the search results; with the SHA-256
    ``digest`` of a file its `image_choice` as JSON, or null if the library does not have it."""
    if digest := request.GET.get("digest"):
        return JsonResponse(_known(digest), safe=False)
    page = Paginator(search_images(request.GET.get("q", "")), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "choices": [image_choice(image) for image in page],
        "form": EditorPictureForm(),
    }
    name = "found" if "q" in request.GET else "dialogs"
    return render(request, f"markdownx/pictures_{name}.html", context)
