"""The declaration that a page is public, and may be kept in the page cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest

from pages.cache.readings import Render

RENDER = "curtain.render"
"""The key of the `Render` in the environment of a request that the page cache makes."""

View = Callable[..., Any]


def public_page(*parameters: str) -> Callable[[View], View]:
    """Declares that the response of the view is the same for everybody.

    It depends on the path, on the query ``parameters`` (in the order in which the site's own links
    have them), on the database and on `editions.clock.now`: on nothing else of the request, and on
    no other state. Must be the outermost decorator of the view.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            render = request.META.get(RENDER)
            if not isinstance(render, Render):
                return view(request, *args, **kwargs)
            return render.run(lambda: view(request, *args, **kwargs))

        wrapper.public_parameters = parameters  # type: ignore[attr-defined]
        return wrapper

    return decorator


def is_kept(request: HttpRequest) -> bool:
    """Whether the page cache keeps a successful response to ``request``. It compresses itself."""
    render = request.META.get(RENDER)
    return isinstance(render, Render) and render.reading is not None
