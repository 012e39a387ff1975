"""The pinned gazetteer: lookups, places, geometry, borders, and what happens to damaged files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.errors import ChecksumError, GazetteerError
from geo.gazetteer import Gazetteer, data_dir, fold, info, verify
from geo.gazetteer.twkb import PackedShape
from geo.geodesy import area_km2, geodesic_km, length_km
from geo.kinds import KINDS
from geo.model import BBox, LngLat, Shape

# Folding


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("San Martín", "san martin"),
        ("SAN MARTIN", "san martin"),
        ("U.S.", "us"),
        ("US", "us"),
        ("U.S.A.", "usa"),
        ("St. Louis", "st louis"),
        ("Washington, D.C.", "washington dc"),
        ("Guinea-Bissau", "guinea bissau"),
        ("Xi'an", "xian"),
        ("Hawaiʻi", "hawaii"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("Москва", "москва"),
        ("ガーナ", "ガーナ"),
        ("서울", "서울"),
        ("دِمَشْق", "دمشق"),
        ("", ""),
        (" - ", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


@given(st.text(max_size=40))
def test_folding_a_key_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=30))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().lower())


# Candidates


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [candidate.place.id for candidate in gazetteer.candidates(name)]


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("San Martin", "geonames:3692385"),
        ("San Martin department", "geonames:3692385"),
        ("Sandia", "geonames:3929739"),
        ("San Antonio de Putina", "geonames:8349572"),
        ("Lake Titicaca", "naturalearth:1159113279"),
        ("Titicaca", "naturalearth:1159113279"),
        ("Lago Titicaca", "naturalearth:1159113279"),
        ("VRAEM", "dateline:vraem"),
        ("VRAE", "dateline:vraem"),
        ("Apurimac, Ene and Mantaro Rivers valley", "dateline:vraem"),
        ("Monzon Valley", "dateline:monzon-valley"),
        ("Peru", "geonames:3932488"),
        ("Peruvian", "geonames:3932488"),
        ("the Netherlands", "geonames:2750405"),
        ("Netherlands", "geonames:2750405"),
        ("Calif.", "geonames:5332921"),
        ("England", "geonames:6269131"),
        ("Москва", "geonames:524901"),
        ("東京", "geonames:1850147"),
        ("دمشق", "geonames:170654"),
        ("Kiev", "geonames:703448"),
        ("Washington, D.C.", "geonames:4140963"),
        ("Saint Louis", "geonames:4407066"),
        ("Europe", "geonames:6255148"),
        ("Soviet Union", "dateline:soviet-union"),
        ("Squirrel Hill", "zipcodes:pa-squirrel-hill"),
        ("Heathrow", "iata:LHR"),
        ("Danube", "naturalearth:danube-river"),
        ("River Rhine", "naturalearth:rhine-river"),
        ("Yangtze River", "naturalearth:yangtze-river"),
        ("Java", "dateline:java"),
        ("Viti Levu", "dateline:viti-levu"),
        ("Espiritu Santo", "dateline:espiritu-santo"),
        ("Franz Josef Land", "dateline:franz-josef-land"),
        ("Savai‘i", "dateline:savaii"),
        ("Northern Sea Route", "dateline:northern-sea-route"),
        ("Vidarbha", "dateline:vidarbha"),
        ("T&T", "geonames:3573591"),
        ("Ohioans", "geonames:5165418"),
        ("Loudon Co.", "geonames:4638283"),
        ("W. Columbia", "geonames:4600541"),
        ("Hamilton Twp.", "zipcodes:oh-hamilton-township"),
    ],
)
def test_a_name_finds_its_place(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert place_id in ids(gazetteer, name)


def test_every_place_of_a_name_is_a_candidate(gazetteer: Gazetteer) -> None:
    springfields = gazetteer.candidates("Springfield")
    assert len(springfields) > 25
    assert {c.place.kind for c in gazetteer.candidates("Georgia")} == {"country", "admin1"}
    kinds = {c.place.kind for c in gazetteer.candidates("San Martin") if c.place.country == "PE"}
    assert {"admin1", "admin2", "populated_place"} <= kinds


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Cologne", "geonames:2886242"),
        ("Seville", "geonames:2510911"),
        ("Hodeidah", "geonames:79415"),
        ("Tuscany", "geonames:3165361"),
        ("Burma", "geonames:1327865"),
    ],
)
def test_an_english_name_is_a_main_name(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert (0, place_id) in [(c.rank, c.place.id) for c in gazetteer.candidates(name)]


@pytest.mark.parametrize(
    ("place_id", "name"),
    [
        ("geonames:1264418", "Maharashtra"),
        ("geonames:1255053", "Tamil Nadu"),
        ("geonames:3692385", "San Martín"),
        ("geonames:456173", "Riga"),
    ],
)
def test_main_names_are_what_english_writes(gazetteer: Gazetteer, place_id: str, name: str) -> None:
    found = gazetteer.place(place_id)
    assert found is not None
    assert found.name == name


def test_a_county_has_not_the_shape_of_its_former_province(gazetteer: Gazetteer) -> None:
    assert ids(gazetteer, "Rift Valley") == ["dateline:rift-valley"]
    kajiado = gazetteer.place("geonames:7667657", geometry=True)
    assert kajiado is not None
    assert kajiado.geometry is None


def test_a_place_that_is_widely_known_has_many_names(gazetteer: Gazetteer) -> None:
    paris, *others = [c.place for c in gazetteer.candidates("Paris") if c.place.kind == "populated_place"]
    assert paris.country == "FR"
    assert paris.names > 4 * max(other.names for other in others)


@pytest.mark.parametrize(("name", "best"), [("US", "geonames:6252001"), ("IN", "geonames:4921868")])
def test_a_code_comes_first_only_where_it_is_written_as_one(
    gazetteer: Gazetteer, name: str, best: str
) -> None:
    assert ids(gazetteer, name)[0] == best
    assert ids(gazetteer, name.capitalize())[0] != best
    ranks = {c.rank for c in gazetteer.candidates(name.capitalize()) if c.place.id == best}
    assert ranks == {3}


@pytest.mark.parametrize(
    ("code", "lng", "lat"),
    [("RU", 100, 60), ("BR", -55, -10), ("US", -98.5, 39.76), ("NZ", 174, -42), ("CN", 105, 35)],
)
def test_a_country_lies_where_gazetteers_put_it(
    gazetteer: Gazetteer, code: str, lng: float, lat: float
) -> None:
    country = gazetteer.country(code)
    assert country is not None
    assert country.point == LngLat(lng, lat)


def test_counties_and_rivers_have_shapes(gazetteer: Gazetteer) -> None:
    [allegheny] = [
        c.place
        for c in gazetteer.candidates("Allegheny County")
        if c.place.kind == "admin2" and c.place.admin1 == "geonames:6254927"
    ]
    county = gazetteer.geometry(allegheny)
    assert county.extent == "surveyed"
    assert area_km2(county.geometry) == pytest.approx(1930, rel=0.03)
    assert "census" in county.sources
    danube = gazetteer.place("naturalearth:danube-river", geometry=True)
    assert danube.geometry.geom_type == "MultiLineString"
    assert length_km(danube.shape.coordinates) == pytest.approx(2700, rel=0.2)
    assert {"AT", "HU", "RO", "RS"} <= set(danube.countries)


def test_names_of_people(gazetteer: Gazetteer) -> None:
    assert {"maria", "john", "otarola"} & gazetteer.given_names == {"maria", "john"}
    assert {"garcia", "smith"} <= gazetteer.surnames
    assert all(name.isascii() and name == fold(name) for name in gazetteer.given_names)


def test_candidates_are_in_order(gazetteer: Gazetteer) -> None:
    for name in ("Springfield", "San Martín", "Paris", "Georgia"):
        found = gazetteer.candidates(name)
        assert found == sorted(found, key=lambda c: (c.rank, -c.place.population, c.place.id))


def test_ranks_tell_how_a_name_belongs(gazetteer: Gazetteer) -> None:
    rank = {c.rank for name in ("Bolivians",) for c in gazetteer.candidates(name)}
    assert rank == {4}
    assert [c.rank for c in gazetteer.candidates("Calif.")] == [3]
    assert gazetteer.candidates("Lima")[0].rank == 0


def test_a_copy_of_the_candidates_is_given(gazetteer: Gazetteer) -> None:
    gazetteer.candidates("Lima").clear()
    assert gazetteer.candidates("Lima")


def test_no_candidates(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates("Xyzzyville") == []
    assert gazetteer.candidates("") == []


def test_prefixes(gazetteer: Gazetteer) -> None:
    assert gazetteer.has_prefix("san antonio de")
    assert gazetteer.has_prefix("lima")
    assert not gazetteer.has_prefix("san antonio de xyzzy")
    assert not gazetteer.has_prefix("")


# Places


def test_a_place_knows_what_contains_it(gazetteer: Gazetteer) -> None:
    sandia = gazetteer.place("geonames:3929739")
    assert (sandia.name, sandia.kind, sandia.country) == ("Sandia", "admin2", "PE")
    assert sandia.admin1 == "geonames:3931275"
    assert sandia.parents == ("Puno", "Peru")
    assert gazetteer.place("geonames:3932488").parents == ()
    titicaca = gazetteer.place("naturalearth:1159113279")
    assert (titicaca.country, titicaca.countries) == (None, ("BO", "PE"))


def test_every_kind_is_known(gazetteer: Gazetteer) -> None:
    counts = gazetteer.counts()
    assert set(counts) & set(KINDS) >= {
        "country",
        "admin1",
        "admin2",
        "admin3",
        "lake",
        "sea",
        "continent",
    }
    assert counts["populated_place"] > 234_908
    assert counts["country"] >= 245


@pytest.mark.parametrize("place_id", ["geonames:1", "nowhere", "dateline:", "geonames:x", "border:xx-yy", ""])
def test_an_unknown_id_is_refused(gazetteer: Gazetteer, place_id: str) -> None:
    with pytest.raises(GazetteerError, match="no such place"):
        gazetteer.place(place_id)


def test_ids_are_their_own(gazetteer: Gazetteer) -> None:
    for name in ("Lima", "Titicaca", "VRAEM", "Santa Rosa", "Africa"):
        for candidate in gazetteer.candidates(name):
            assert gazetteer.place(candidate.place.id) == candidate.place


def test_near_and_containing(gazetteer: Gazetteer) -> None:
    spot = LngLat(-77.03, -12.05)
    found = gazetteer.near(spot, km=20, limit=5)
    assert found[0][1].id == "geonames:3936456"
    assert [d for d, _ in found] == sorted(d for d, _ in found)
    assert all(d == pytest.approx(geodesic_km(spot, p.point)) and d <= 20 for d, p in found)
    assert gazetteer.near(LngLat(-140, 0)) == []
    kinds = [(p.kind, p.name) for p in gazetteer.containing(LngLat(-69.466, -14.322))]
    assert kinds == [("admin2", "Sandia"), ("admin1", "Puno"), ("country", "Peru")]


def test_near_across_the_antimeridian(gazetteer: Gazetteer) -> None:
    across = {place.name for _, place in gazetteer.near(LngLat(-179.99, -16.8), km=90)}
    assert across == {"Labasa", "Savusavu"}


# Geometry


@pytest.mark.parametrize(
    ("place_id", "extent", "km2", "off"),
    [
        ("geonames:3929739", "approximate", 11_862, 0.12),  # INEI's official areas of the two provinces
        ("geonames:8349572", "approximate", 3_207, 0.12),
        ("geonames:3692385", "surveyed", 51_253, 0.05),
        ("naturalearth:1159113279", "surveyed", 8_107, 0.01),
        ("dateline:monzon-valley", "approximate", 1_521, 0.01),
    ],
)
def test_extents(gazetteer: Gazetteer, place_id: str, extent: str, km2: float, off: float) -> None:
    place = gazetteer.place(place_id, geometry=True)
    assert place.extent == extent
    assert place.extent_method is not None
    assert place.geometry is not None
    assert area_km2(place.geometry) == pytest.approx(km2, rel=off)
    assert "naturalearth" in place.sources


def test_a_settlement_is_a_point(gazetteer: Gazetteer) -> None:
    lima = gazetteer.place("geonames:3936456", geometry=True)
    assert (lima.extent, lima.geometry) == ("point", None)


def test_countries_are_a_coverage(gazetteer: Gazetteer) -> None:
    import shapely

    shapes = [p.geometry for p in gazetteer.shapes(BBox(-85, -40, -50, 5), "country")]
    assert len(shapes) >= 9
    assert shapely.coverage_is_valid(shapes)
    assert all(shapely.is_valid(shape) for shape in shapes)


def test_units_share_their_edges_with_their_country(gazetteer: Gazetteer) -> None:
    import shapely

    peru = gazetteer.place("geonames:3932488", geometry=True).geometry
    box = BBox(-81.4, -18.4, -68.6, 0.1)
    units = [p.geometry for p in gazetteer.shapes(box, "admin1") if p.country == "PE"]
    assert len(units) == 26
    assert shapely.symmetric_difference(shapely.unary_union(units), peru).area < 1e-6


def test_shapes_across_the_antimeridian(gazetteer: Gazetteer) -> None:
    fiji = {p.name for p in gazetteer.shapes(BBox(179, -19, -179, -16), "country")}
    assert fiji == {"Fiji"}
    assert "Peru" not in {p.name for p in gazetteer.shapes(BBox(170, 60, -170, 70), "country")}
    assert "Russia" in {p.name for p in gazetteer.shapes(BBox(-179.9, 65, -170, 70), "country")}


def test_the_border_is_natural_earths(gazetteer: Gazetteer) -> None:
    border = gazetteer.border("PE", "BO")
    assert border is not None
    assert (border.id, border.name, border.kind) == ("border:bo-pe", "Bolivia–Peru border", "border")
    assert (border.countries, border.extent) == (("BO", "PE"), "surveyed")
    assert border.geometry is not None
    assert border.geometry.geom_type == "MultiLineString"
    assert length_km(border.shape.coordinates) == pytest.approx(953.6, abs=0.1)
    assert gazetteer.border("bo", "pe") == border
    assert gazetteer.place("border:bo-pe") == border
    assert gazetteer.border("PE", "JP") is None
    assert [b.countries for b in gazetteer.borders_of("PE")] == [
        ("BO", "PE"),
        ("BR", "PE"),
        ("CL", "PE"),
        ("CO", "PE"),
        ("EC", "PE"),
    ]


def test_disputed_lines_are_marked(gazetteer: Gazetteer) -> None:
    kashmir = gazetteer.border_lines(BBox(73, 33, 80, 37))
    assert any(disputed for disputed, _ in kashmir)
    assert not any(disputed for disputed, _ in gazetteer.border_lines(BBox(-71, -17, -68, -12)))


# The data package


def test_what_is_open_is_told(gazetteer: Gazetteer) -> None:
    provenance = gazetteer.provenance
    assert provenance["name"] == "dateline-gazetteer"
    assert len(provenance["sha256"]) == 64
    told = {a.values["key"]: a for a in gazetteer.attributions}
    assert list(told) == ["geonames", "naturalearth", "census", "worldcities", "psgc", "indiapost"]
    assert told["naturalearth"].code == "credit_public_domain"
    assert [key for key, a in told.items() if "of" in a.values] == list(told)[2:]


def test_the_package_is_whole_and_within_bounds() -> None:
    names = verify()
    folder = data_dir()
    sizes = [(folder / name).stat().st_size for name in names]
    assert max(sizes) <= 25 * 2**20
    assert sum(sizes) <= 80e6
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert all(s["licence"] and s["path"].startswith("pkg:") for s in descriptor["sources"])
    assert info()["counts"]["lake"] > 700


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "data of mine"
    shutil.copytree(data_dir(), folder)
    return folder


def test_a_changed_file_is_refused_by_name_and_hashes(copy: Path) -> None:
    path = copy / "names.sqlite"
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(data)
    with Gazetteer.open(copy) as opened, pytest.raises(ChecksumError) as caught:
        opened.candidates("Lima")
    message = str(caught.value)
    expected = Gazetteer.open(copy).provenance["resources"]["names.sqlite"]
    assert str(path) in message
    assert expected in message
    assert message.count("sha256:") == 2


def test_a_process_reads_a_file_for_its_hash_once() -> None:
    code = (
        "import collections, concurrent.futures, pathlib, sqlite3, geo\n"
        "read, opened, connect = collections.Counter(), pathlib.Path.open, sqlite3.connect\n"
        "def counted(path, mode='r', *rest, **options):\n"
        "    read[path.name] += mode == 'rb' and path.suffix == '.sqlite'\n"
        "    return opened(path, mode, *rest, **options)\n"
        "def connected(*path, **options):\n"
        "    read['connections'] += 1\n"
        "    return connect(*path, **options)\n"
        "pathlib.Path.open, sqlite3.connect = counted, connected\n"
        "for text in ('They met in Oslo.', 'It rained in Peru.') * 2:\n"
        "    page = geo.render(geo.geoparse(text))\n"
        "    geo.PinnedGeocoder().geocode('Lima')\n"
        "alone = read['connections']\n"
        "with geo.Gazetteer.open() as own: own.candidates('Lima')\n"
        "with concurrent.futures.ThreadPoolExecutor(4) as pool:\n"
        "    pages = set(pool.map(lambda _: geo.render(geo.geoparse('It rained in Peru.')), range(8)))\n"
        "assert pages == {page}\n"
        "print(alone, {n for name, n in read.items() if name.endswith('.sqlite')}, read['places.sqlite'])"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert out == "3 {1} 1\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_it_answers_in_a_process_that_was_forked() -> None:
    code = (
        "import os, sqlite3, sys, threading, geo\n"
        "text = 'They met in Oslo. It rained in Peru.'\n"
        "before = geo.geoparse(text).to_json()\n"
        "files = geo.Gazetteer.pinned()._open.values()\n"
        "inherited = [c for file in files for idle in file._idle.values() for c in idle]\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    connections = []\n"
        "    connect = sqlite3.connect\n"
        "    sqlite3.connect = lambda *a, **b: connections.append(connect(*a, **b)) or connections[-1]\n"
        "    same = [geo.geoparse(text).to_json() == before]\n"
        "    thread = threading.Thread(target=lambda: same.append(geo.geoparse(text).to_json() == before))\n"
        "    geo.Gazetteer.pinned().candidates('Springfield')\n"
        "    thread.start(); thread.join()\n"
        "    os._exit(0 if same == [True, True] and connections else 3)\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0\n"
        "assert len(inherited) == 3 and geo.geoparse(text).to_json() == before"
    )
    subprocess.run([sys.executable, "-W", "ignore::DeprecationWarning", "-c", code], check=True, timeout=60)


def test_what_was_verified_stays_open_and_what_changed_is_verified_again(copy: Path) -> None:
    with Gazetteer.open(copy) as opened:
        assert opened.candidates("Lima")
        path = copy / "names.sqlite"
        data = bytearray(path.read_bytes())
        data[5000] ^= 1
        path.unlink()
        path.write_bytes(data)
        assert opened.candidates("Sandia"), "read through the file that was verified"
        with Gazetteer.open(copy) as again, pytest.raises(ChecksumError, match=r"names\.sqlite"):
            again.candidates("Lima")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(opened.candidates, "Cusco").result(), (
                "a thread after the other: one connection"
            )


def test_a_closed_gazetteer_opens_again() -> None:
    with Gazetteer.open() as opened:
        found = opened.candidates("Lima")
    assert opened.candidates("Lima") == found
    assert opened.candidates("Cusco")
    opened.close()


def test_a_loop_takes_no_more_memory(monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer) -> None:
    monkeypatch.setattr("geo.gazetteer.store._NAMES_KEPT", 50)
    monkeypatch.setattr("geo.gazetteer.store._SHAPES_KEPT", 2)
    names = [p.name for _, p in gazetteer.near(LngLat(-77.03, -12.05), km=200, limit=200)]
    countries = [gazetteer.country(code) for code in ("PE", "BO", "EC", "PE")]
    with Gazetteer.open() as opened:
        for name in names:
            assert opened.candidates(name) == gazetteer.candidates(name)
            assert len(opened._found) <= 50
        for country in countries:
            assert country is not None
            assert opened.geometry(country).geometry == gazetteer.geometry(country).geometry
            assert len(opened._shaped) <= 2


def test_every_fault_is_told(copy: Path) -> None:
    (copy / "names.sqlite").unlink()
    (copy / "shapes.sqlite").write_bytes(b"nothing")
    with pytest.raises(GazetteerError) as caught:
        verify(copy)
    lines = str(caught.value).splitlines()
    assert ["names.sqlite" in lines[0], "shapes.sqlite" in lines[1], len(lines)] == [True, True, 2]


def test_nothing_to_open(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(GazetteerError, match=str(path)):
            Gazetteer.open(path)
    (tmp_path / "datapackage.json").write_text("[]", encoding="utf-8")
    with pytest.raises(GazetteerError, match="not a data package"):
        Gazetteer.open(tmp_path)
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"not a database at all, but long enough to look like one" * 40)
    with pytest.raises(GazetteerError, match="not a gazetteer file"):
        Gazetteer.open(other)


def test_a_new_process_loads_neither_shapely_nor_pandas() -> None:
    code = (
        "import sys\nfrom geo.gazetteer import Gazetteer\n"
        "with Gazetteer.open() as g: print(len(g.candidates('Sandia')))\n"
        "print(sorted({'shapely', 'pandas', 'geopandas', 'numpy', 'pyproj'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert out.splitlines() == ["5", "[]"]


# What is written by hand


def test_hand_written_places_lie_where_they_say(gazetteer: Gazetteer) -> None:
    """In the unit or a country that they name, or so near to it, in degrees: waters, ice and coasts."""
    tables = [
        tomllib.loads((data_dir() / f"{name}.toml").read_text("utf-8")) for name in ("regions", "places")
    ]
    stray = []
    for entry in (entry for table in tables for entry in table["place"]):
        if not ("point" in entry and (entry.get("admin1") or entry.get("countries"))):
            continue
        spot = Point(entry["point"])
        if unit := entry.get("admin1"):
            around = [gazetteer.place(f"geonames:{unit}", geometry=True)]
        else:
            found = [gazetteer.country(code) for code in entry["countries"]]
            around = [gazetteer.geometry(country) for country in found if country]
        away = min((p.geometry.distance(spot) for p in around if p.geometry), default=0.0)
        large = {"sea": 8.0, "strait": 3.0, "oil_field": 3.0, "region": 1.5, "road": 1.5}
        near = large.get(entry["kind"], 0.3 if entry["source"] == "editor" else 1.5)
        if away > max(near, 8.0 if entry["kind"] == "strait" and entry["source"] != "editor" else 0.0):
            stray.append((entry["slug"], round(away, 1)))
    assert stray == []


def test_a_neighbourhood_ranks_behind_a_town_of_its_name(gazetteer: Gazetteer) -> None:
    for name in ("Chelsea", "Georgetown", "Palermo", "Kensington"):
        kinds = [c.place.kind for c in gazetteer.candidates(name) if c.rank == 0]
        assert "neighbourhood" not in kinds[:1], name


def test_an_outline_says_what_it_is_the_hull_of(gazetteer: Gazetteer) -> None:
    [sahel] = [c.place for c in gazetteer.candidates("Sahel") if c.place.kind == "region"][:1]
    drawn = gazetteer.geometry(sahel)
    assert (drawn.extent, drawn.extent_method.code) == ("approximate", "hull")
    assert drawn.geometry.contains(Point(0.0, 16.3))  # Gao
    [donbas] = [c.place for c in gazetteer.candidates("Donbas") if c.place.kind == "region"][:1]
    assert gazetteer.geometry(donbas).extent_method.values["units"] == 2


def test_waters_in_a_box(gazetteer: Gazetteer) -> None:
    names = [p.name for p in gazetteer.waters(BBox(160, -60, -100, 60))]
    assert names[:1] == ["Pacific Ocean"]
    assert "Bering Sea" in names
    assert "Black Sea" not in names


def test_a_descriptor_that_leaves_a_file_out_says_which(copy: Path) -> None:
    descriptor = json.loads((copy / "datapackage.json").read_text("utf-8"))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["path"] != "names.sqlite"]
    (copy / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    with (
        pytest.raises(GazetteerError, match=r"datapackage\.json: does not name names\.sqlite"),
        Gazetteer.open(copy) as opened,
    ):
        opened.candidates("Lima")


def test_a_shape_is_written_without_shapely_as_with_it() -> None:
    world = BBox(-180, -90, 180, 90)
    places = [p for layer in ("country", "lake") for p in Gazetteer.pinned().shapes(world, layer)]
    shapes = [p.shape for p in places[:200] if p.shape is not None]
    assert {shape.geojson.type for shape in shapes} == {"Polygon", "MultiPolygon"}
    for shape in shapes:
        other = Shape(shape.geometry)
        assert (shape.geojson.type, shape.coordinates) == (other.geojson.type, other.coordinates)


@pytest.mark.parametrize(
    "packed", [b"", b"\xa6", b"\xa6\x00\x02\x01", b"\xa5\x00\x01\x01\xff\xff\xff\xff\xff\x0f\x00"]
)
def test_a_damaged_shape_is_an_error(packed: bytes) -> None:
    shape = PackedShape("geonames:1", packed, BBox(0, 0, 1, 1))
    for form in ("geometry", "geojson", "coordinates"):
        with pytest.raises(
            GazetteerError, match="geonames:1: its shape in the gazetteer is damaged; build it again"
        ):
            getattr(shape, form)
