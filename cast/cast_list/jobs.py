"""The jobs that a cast list may name, and where they belong among the departments."""

from collections.abc import Mapping

Job = tuple[str, str]
"""The department, as in `cast.departments`, and the job."""

KNOWN: Mapping[str, Job] = {
    "director": ("Directing", "Director"),
    "directors": ("Directing", "Director"),
    "directed by": ("Directing", "Director"),
    "co-director": ("Directing", "Co-Director"),
    "action director": ("Directing", "Action director"),
    "regie": ("Directing", "Director"),
    "writer": ("Writing", "Writer"),
    "writers": ("Writing", "Writer"),
    "written by": ("Writing", "Writer"),
    "screenplay": ("Writing", "Screenplay"),
    "screenplay by": ("Writing", "Screenplay"),
    "story": ("Writing", "Story"),
    "story by": ("Writing", "Story"),
    "drehbuch": ("Writing", "Screenplay"),
    "producer": ("Production", "Producer"),
    "producers": ("Production", "Producer"),
    "produced by": ("Production", "Producer"),
    "executive producer": ("Production", "Executive Producer"),
    "executive producers": ("Production", "Executive Producer"),
    "produktion": ("Production", "Producer"),
    "casting": ("Production", "Casting"),
    "casting by": ("Production", "Casting"),
    "composer": ("Sound", "Composer"),
    "music": ("Sound", "Composer"),
    "music by": ("Sound", "Composer"),
    "musik": ("Sound", "Composer"),
    "sound designer": ("Sound", "Sound Designer"),
    "cinematographer": ("Camera", "Director of Photography"),
    "cinematography": ("Camera", "Director of Photography"),
    "cinematography by": ("Camera", "Director of Photography"),
    "director of photography": ("Camera", "Director of Photography"),
    "kamera": ("Camera", "Director of Photography"),
    "editor": ("Editing", "Editor"),
    "edited by": ("Editing", "Editor"),
    "schnitt": ("Editing", "Editor"),
    "production designer": ("Art", "Production Design"),
    "production design": ("Art", "Production Design"),
    "production design by": ("Art", "Production Design"),
    "art director": ("Art", "Art Direction"),
    "costume designer": ("Costume & Make-Up", "Costume Design"),
    "costume design": ("Costume & Make-Up", "Costume Design"),
    "costumes by": ("Costume & Make-Up", "Costume Design"),
    "visual effects supervisor": ("Visual Effects", "Visual Effects Supervisor"),
    "stunt coordinator": ("Crew", "Stunt Coordinator"),
}
"""By the word for the job in lower case. The names of the jobs are those of TMDB."""
