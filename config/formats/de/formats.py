# "22. November 2026, 21:05"; a sentence goes on with "Uhr".
DATETIME_FORMAT = "j. F Y, H:i"
