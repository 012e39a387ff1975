"""Measure what the gazetteer lacks: names that newspapers print, large towns, seats, second-level units.

    python benchmarks/coverage.py probe FILE      (class|name|lat|lng|tolerance in km|…, one a line)
    python benchmarks/coverage.py probe FILE --missing     also lists the names that lack their place
    python benchmarks/coverage.py extracts [--sources FOLDER]

``probe`` asks for each name, and counts it where any of its candidates lies within the tolerance.
``extracts`` compares with the packages of the build: it lists by country the cities of more than 100,000
and the seats of first-level units that an extract has and the gazetteer lacks, and counts the second-level
units that have no place. It fails if a city or a seat is missing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer
from geo.geodesy import geodesic_km
from geo.model import LngLat, Place


def distance(gazetteer: Gazetteer, place: Place, at: LngLat) -> float:
    """Give the km from a place to a point: 0 within its outline, else from its point or its nearest line."""
    from shapely import Point
    from shapely.ops import nearest_points

    km = geodesic_km(LngLat(place.lng, place.lat), at)
    geometry = gazetteer.geometry(place).geometry
    if geometry is None:
        return km
    nearest, _ = nearest_points(geometry, Point(at))
    return min(km, geodesic_km(LngLat(nearest.x, nearest.y), at))


def probe(path: Path, missing: bool) -> None:
    """Print, for each class, how many of its names have their place."""
    asked, right, lost = Counter[str](), Counter[str](), list[str]()
    with Gazetteer.open() as gazetteer:
        for line in path.read_text("utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            group, name, lat, lng, km, *_ = line.split("|")
            at = LngLat(float(lng), float(lat))
            asked[group] += 1
            if any(distance(gazetteer, c.place, at) <= float(km) for c in gazetteer.candidates(name)):
                right[group] += 1
            else:
                lost.append(f"{group}: {name}")
    print("| class | names | with their place |\n| --- | ---: | ---: |")
    for group, count in asked.items():
        print(f"| {group} | {count} | {right[group]} |")
    print(f"| all | {asked.total()} | {right.total()} ({right.total() / asked.total():.3f}) |")
    if missing:
        print("\n".join(lost))


def has(gazetteer: Gazetteer, place_id: str) -> bool:
    """Whether the gazetteer has a place."""
    try:
        gazetteer.place(place_id)
    except GazetteerError:
        return False
    return True


def extracts(sources: Path | None) -> int:
    """Print what the gazetteer lacks, by country; return how many cities and seats are missing."""
    from geo.making.builder import archives_in
    from geo.making.builder.geonames import read_units
    from geo.making.builder.settlements import Decided, read_towns

    archives, refused = archives_in(sources), Decided.read().refused
    lacking: defaultdict[str, list[str]] = defaultdict(list)
    with Gazetteer.open() as gazetteer:
        for town in read_towns(archives):
            large = town.population > 100_000 or town.seat
            if not large or (town.country, town.names[0]) in refused:
                continue
            found = [c for name in town.names for c in gazetteer.candidates(name)]
            if any(geodesic_km(LngLat(c.place.lng, c.place.lat), town.at) < 50 for c in found):
                continue
            about = "seat" if town.seat else f"{town.population:,}"
            lacking[town.country].append(f"{town.names[0]} ({about}, {town.source})")
        units, _ = read_units(archives)
        second = [unit for unit in units.values() if unit.level == 2]
        left = Counter(unit.country for unit in second if not has(gazetteer, f"geonames:{unit.num}"))
    for country, names in sorted(lacking.items()):
        print(f"{country}: {'; '.join(sorted(names))}")
    count = sum(map(len, lacking.values()))
    print(f"{count} cities of more than 100,000 or seats of first-level units are missing")
    print(f"{len(second) - left.total():,} of {len(second):,} second-level units have a place; without one:")
    print(", ".join(f"{country} {number:,}" for country, number in left.most_common()))
    return count


def main() -> int:
    """Run the measurement that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parts = parser.add_subparsers(dest="part", required=True)
    names = parts.add_parser("probe")
    names.add_argument("file", type=Path)
    names.add_argument("--missing", action="store_true")
    parts.add_parser("extracts").add_argument("--sources", type=Path)
    options = parser.parse_args()
    if options.part == "probe":
        probe(options.file, options.missing)
        return 0
    return 1 if extracts(options.sources) else 0


if __name__ == "__main__":
    sys.exit(main())
