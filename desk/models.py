from desk.autosave.models import AutosavedText, OpenForm
from desk.comments.models import Comment

__all__ = ["AutosavedText", "Comment", "OpenForm"]
