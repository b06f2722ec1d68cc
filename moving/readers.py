"""The formats, each with its reader."""

from collections.abc import Callable, Mapping
from pathlib import Path

from moving.image_files import ImageFiles
from moving.imported import Reader
from moving.site_map import SiteMap
from moving.wordpress import WordPressReader

READERS: Mapping[str, Callable[[Path, ImageFiles, SiteMap], Reader]] = {
    "wordpress": WordPressReader,
}
"""Making a reader raises `moving.imported.SourceRefused`."""
