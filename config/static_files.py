"""The URLs of static files, kept by each process.

The manifest with the hashed names is read at the start and never changes afterwards. A page names
thirty files.
"""

from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config.faults import NotInstalled


class KeptURLsStorage(CompressedManifestStaticFilesStorage):
    # A module that imports another one names it with its hash.
    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Raises `NotInstalled` for a file that is not collected."""
        if name not in self._urls:
            try:
                self._urls[name] = super().url(name, force)
            except ValueError as error:
                raise NotInstalled(
                    f"The static file {name} is not collected. "
                    f"Run `{settings.PROGRAM} collectstatic`."
                ) from error
        return self._urls[name]

    def post_process(self, *args: Any, **options: Any) -> Any:
        """While files are collected, their hashed names change."""
        self._urls.clear()
        yield from super().post_process(*args, **options)
        self._urls.clear()
