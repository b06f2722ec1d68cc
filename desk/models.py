from desk.autosave.models import AutosavedText, OpenForm
from desk.comments.models import Comment
from desk.tmdb.models import TmdbRecord

__all__ = ["AutosavedText", "Comment", "OpenForm", "TmdbRecord"]
