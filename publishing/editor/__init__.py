"""Fields of the admin: Markdown with a toolbar, a preview and pictures; and one picture."""

from publishing.editor.picture_field import PictureFields
from publishing.editor.widget import MarkdownEditor

__all__ = ["MarkdownEditor", "PictureFields"]
