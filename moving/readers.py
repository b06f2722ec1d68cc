"""The formats, each with its reader."""

from collections.abc import Callable, Mapping
from pathlib import Path

from moving.ghost import GhostReader
from moving.image_files import ImageFiles
from moving.imported import Reader
from moving.letterboxd import LetterboxdReader
from moving.markdown_folder import MarkdownReader
from moving.site_map import SiteMap
from moving.wordpress import WordPressReader

READERS: Mapping[str, Callable[[Path, ImageFiles, SiteMap], Reader]] = {
    "ghost": GhostReader,
    "letterboxd": LetterboxdReader,
    "markdown": MarkdownReader,
    "wordpress": WordPressReader,
}
"""Making a reader raises `moving.imported.SourceRefused`."""
