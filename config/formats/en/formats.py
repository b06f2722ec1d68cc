# As the desk writes moments: "22 November 2026, 21:05". Only editors see these.
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "j F"
