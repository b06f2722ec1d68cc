"""By what two reviews are related, and how much each counts."""

SAME_FILM = 20
SAME_FRANCHISE = 8
SHARED_PERSON = 3
MAX_SHARED_PEOPLE = 2
"""More shared people do not count: two films by one company of actors may share a dozen."""

SHARED_GENRE = 2
MAX_SHARED_GENRES = 2
SAME_CRITIC = 1
