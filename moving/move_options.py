"""What an editor has chosen for a site that moves in, as the map that readers use."""

from dataclasses import replace
from typing import Any

from moving.site_map import SiteMap, site_map_in


def site_map_of(options: dict[str, Any]) -> SiteMap:
    """The map of the stored ``options``: the text of a file of --map under "map", and what the form
    has asked for under "authors", "only" and "skip". Raises `moving.imported.SourceRefused`."""
    site_map = site_map_in(str(options.get("map", "")).encode(), "map")
    return replace(
        site_map,
        authors=site_map.authors | options.get("authors", {}),
        only=site_map.only | set(options.get("only", ())),
        skip=site_map.skip | set(options.get("skip", ())),
    )
