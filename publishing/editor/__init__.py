"""The Markdown editor of the admin: a field with a toolbar, a preview and pictures."""

from publishing.editor.widget import MarkdownEditor

__all__ = ["MarkdownEditor"]
