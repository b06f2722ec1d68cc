"""Made-up content of any size, for measurements: ``manage.py make_corpus``."""
