# "22. November 2026, 21:05". Sentences add "Uhr".
DATETIME_FORMAT = "j. F Y, H:i"
