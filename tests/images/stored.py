"""What the storage of the image library holds: a folder, or a bucket."""

from images.orphan_files import stored_files


def stored_names() -> list[str]:
    """The names of all files, sorted."""
    return [file.name for file in stored_files()]
