"""The names of the departments of a film crew. The keys are those of TMDB."""

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

DIRECTING_JOBS = {"director", "co-director", "regie"}
"""Names of the job that make a credit that of a director, in lower case."""


def is_directing(job: str) -> bool:
    return job.casefold() in DIRECTING_JOBS


def department_name(department: str) -> str:
    """The name in the active language. Unknown departments are returned as they are."""
    return str(NAMES.get(department, department))
