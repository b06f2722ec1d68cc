"""Moving a whole site in from elsewhere, and the redirects from its old addresses."""
