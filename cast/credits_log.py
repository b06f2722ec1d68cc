"""What the log of a film says about its credits."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.repeated_forms import with_digest
from films.models import Film


def log_credits(credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film) -> None:
    """Write that the form of ``request`` has changed credits of ``film``. The form counts as
    repeated if it arrives again (`accounts.repeated_forms.saved_last`)."""
    message = with_digest(request, [{"changed": {"fields": ["Credits"]}}])
    credit_admin.log_change(request, film, message)
