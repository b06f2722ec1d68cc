"""What the departments of a film's crew are called, as TMDB has them."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "Acting": _("Acting"),
    "Art": _("Art"),
    "Camera": _("Camera"),
    "Costume & Make-Up": _("Costume & Make-Up"),
    "Creator": _("Creator"),
    "Crew": _("Crew"),
    "Directing": _("Directing"),
    "Editing": _("Editing"),
    "Lighting": _("Lighting"),
    "Production": _("Production"),
    "Sound": _("Sound"),
    "Visual Effects": _("Visual Effects"),
    "Writing": _("Writing"),
}


def department_name(department: str) -> str:
    """In the language of the page; a department that is none of these by its own name."""
    return str(NAMES.get(department, department))
