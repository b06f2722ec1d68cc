"""Where Django's own formats of a language are not how the site writes it."""
