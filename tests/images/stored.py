"""What the storage of the image library holds: a folder, or a bucket."""

from django.core.files.storage import default_storage

from images.orphan_files import stored_files


def stored_names() -> list[str]:
    """The names of all files, sorted."""
    return [file.name for file in stored_files()]


def stored(name: str) -> bytes:
    """The bytes of the file ``name``."""
    with default_storage.open(name) as file:
        data: bytes = file.read()
        return data
