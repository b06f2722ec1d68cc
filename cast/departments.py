"""The names of the departments and jobs of a film crew. The keys are those of TMDB."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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

JOB_NAMES = {
    "Director": pgettext_lazy("film crew", "Director"),
    "Co-Director": pgettext_lazy("film crew", "Co-Director"),
    "Action director": pgettext_lazy("film crew", "Action director"),
    "Writer": pgettext_lazy("film crew", "Writer"),
    "Screenplay": pgettext_lazy("film crew", "Screenplay"),
    "Story": pgettext_lazy("film crew", "Story"),
    "Producer": pgettext_lazy("film crew", "Producer"),
    "Executive Producer": pgettext_lazy("film crew", "Executive Producer"),
    "Casting": pgettext_lazy("film crew", "Casting"),
    "Composer": pgettext_lazy("film crew", "Composer"),
    "Original Music Composer": pgettext_lazy("film crew", "Original Music Composer"),
    "Sound": pgettext_lazy("film crew", "Sound"),
    "Sound Designer": pgettext_lazy("film crew", "Sound Designer"),
    "Director of Photography": pgettext_lazy("film crew", "Director of Photography"),
    "Editor": pgettext_lazy("film crew", "Editor"),
    "Production Design": pgettext_lazy("film crew", "Production Design"),
    "Set Decoration": pgettext_lazy("film crew", "Set Decoration"),
    "Art Direction": pgettext_lazy("film crew", "Art Direction"),
    "Costume Design": pgettext_lazy("film crew", "Costume Design"),
    "Makeup Artist": pgettext_lazy("film crew", "Makeup Artist"),
    "Visual Effects Supervisor": pgettext_lazy("film crew", "Visual Effects Supervisor"),
    "Stunt Coordinator": pgettext_lazy("film crew", "Stunt Coordinator"),
}
"""The jobs that a cast list may name (`cast.cast_list`) and those that TMDB gives."""

DIRECTING_JOBS = {"director", "co-director", "regie"}
"""Names of the job that make a credit that of a director, in lower case."""


def is_directing(job: str) -> bool:
    return job.casefold() in DIRECTING_JOBS


def department_name(department: str) -> str:
    """The name in the active language. Unknown departments are returned as they are."""
    return str(NAMES.get(department, department))


def job_name(job: str) -> str:
    """The name in the active language. Unknown jobs are returned as they are."""
    return str(JOB_NAMES.get(job, job))
