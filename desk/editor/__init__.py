"""Fields of the admin: Markdown with a toolbar, a preview and pictures; and one picture."""

from desk.editor.picture_field import PictureFields
from desk.editor.widget import MarkdownEditor

__all__ = ["MarkdownEditor", "PictureFields"]
