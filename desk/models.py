from desk.autosave.models import AutosavedText, OpenForm

__all__ = ["AutosavedText", "OpenForm"]
