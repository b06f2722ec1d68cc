"""The image library of tests on an object store: a folder of the bucket for each MEDIA_ROOT."""

from typing import Any

from django.conf import settings

from images.bucket import BucketStorage


class OwnBucketStorage(BucketStorage):
    used = False
    """Whether anything was stored since the last `empty`."""

    @property
    def location(self) -> str:
        return str(settings.MEDIA_ROOT).strip("/")

    @location.setter
    def location(self, value: str) -> None:
        """It does not depend on the options."""

    def _save(self, name: str, content: Any) -> str:
        self.used = True
        return super()._save(name, content)

    def empty(self) -> None:
        """Delete the files of the present MEDIA_ROOT."""
        if self.used:
            self.bucket.objects.filter(Prefix=f"{self.location}/").delete()
        self.used = False
