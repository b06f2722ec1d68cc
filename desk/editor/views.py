"""What the editor asks of the server: a preview, to keep a picture, what the library has.

Everything but a success is a sentence in plain text, for the editor to show: a redirect would put
the login form in the place of the preview.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.throttling import throttled
from desk.editor.picture_choices import choice, found
from desk.editor.preview import preview
from editions.parts import SECTION_HEADING
from images.forms import PictureForm

View = Callable[..., HttpResponseBase]

KEY_LENGTH = 80
A_PAGE = 24


def sentence(text: str, status: int, **headers: str) -> HttpResponse:
    return HttpResponse(
        text, status=status, content_type="text/plain; charset=utf-8", headers=headers
    )


def at_the_desk(*, method: str, permission: str = "") -> Callable[[View], View]:
    """403 unless the admin is open to this account and it has ``permission``; 400 for any other
    ``method``."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponseBase:
            if not admin.site.has_permission(request):
                return sentence(
                    _(
                        "You are not logged in any more. Log in again in another window, and go on "
                        "here: nothing is lost."
                    ),
                    403,
                )
            if permission and not request.user.has_perm(permission):
                return sentence(_("Your account may not do this. Ask an editor."), 403)
            if request.method != method:
                text = _("This address takes %(method)s requests only.") % {"method": method}
                return sentence(text, 400, Allow=method)
            return view(request)

        return guarded

    return decorate


@at_the_desk(method="POST")
@throttled("markdownify", requests=240, seconds=60)
def markdownify(request: HttpRequest) -> HttpResponseBase:
    """The preview of ``content``. ``key`` begins its ids, ``min_heading`` is from 1 to 6."""
    content = request.POST.get("content")
    if content is None:
        return sentence(_("There is no text to show."), 400)
    level = request.POST.get("min_heading", "")
    return HttpResponse(
        preview(
            content,
            key=slugify(request.POST.get("key", ""))[:KEY_LENGTH] or "preview",
            min_heading=int(level) if level in {"1", "2", "3", "4", "5", "6"} else SECTION_HEADING,
        )
    )


@at_the_desk(method="POST", permission="images.add_image")
@throttled("upload", requests=60, seconds=60)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take the file ``image`` into the library, with ``alt`` or ``decorative``, and ``credit``.
    Answers with its `choice`.

    A picture that is there already is not changed, and there is a ``notice`` that says so.
    """
    files = [file for field in request.FILES for file in request.FILES.getlist(field)]
    if len(files) != 1 or "image" not in request.FILES:
        return sentence(_("Choose one picture."), 400)
    form = PictureForm(request.POST, MultiValueDict({"upload": files}))
    if not form.is_valid():
        errors = [str(error) for said in form.errors.values() for error in said]
        return sentence(" ".join(errors), 400)
    image = form.add()
    answer = choice(image, form.cleaned_data["alt"])
    if form.existing:
        answer["notice"] = _(
            "This picture was in the library already, as “%(name)s”. Its text there is unchanged."
        ) % {"name": image.name}
    return JsonResponse(answer)


@at_the_desk(method="GET", permission="images.view_image")
def pictures(request: HttpRequest) -> HttpResponseBase:
    """The dialogs of the editor; with ``q`` only what the library finds for it, by page."""
    page = Paginator(found(request.GET.get("q", "")), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "choices": [choice(image) for image in page], "form": PictureForm()}
    parts = "found" if "q" in request.GET else "dialogs"
    return render(request, f"markdownx/pictures_{parts}.html", context)
