"""Serves the image library, for sites without a front server (see deploy/) and from a bucket."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from images.orphan_files import storage
from images.storage_errors import StorageUnreachable

# Listed here because Python's guesses differ by machine, and nothing but images may be served.
CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


def _response(request: HttpRequest, path: str) -> HttpResponseBase:
    """Raises Http404, `OSError` or SuspiciousOperation."""
    files = storage()
    if isinstance(files, FileSystemStorage):
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    with files.open(path) as file:
        return HttpResponse(file.read())


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Respond with the image at ``path`` in the storage, or with 404 for anything else.

    File names are random and never reused, so caches may keep the response forever.
    """
    content_type = CONTENT_TYPES.get(PurePosixPath(path).suffix.lower())
    if content_type is None:
        raise Http404
    try:
        response = _response(request, path)
    except StorageUnreachable:
        raise
    except (SuspiciousOperation, OSError) as error:  # OSError: a name that is too long
        raise Http404 from error
    if response.status_code == 200:
        response["Content-Type"] = content_type
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
