"""Form fields of the admin: a Markdown editor with preview, and a picture of the library."""

from desk.editor.picture_field import PictureFields
from desk.editor.widget import MarkdownEditor

__all__ = ["MarkdownEditor", "PictureFields"]
