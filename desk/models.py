from desk.autosave.models import AutosavedText, OpenForm
from desk.tmdb.models import TmdbRecord

__all__ = ["AutosavedText", "OpenForm", "TmdbRecord"]
