"""A user's own GeoNames dump: what becomes of it, and what is done about bad ones."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest

from geo.errors import ChecksumError, ExportError, GazetteerError
from geo.gazetteer import Gazetteer, info, verify
from geo.geodesy import geodesic_km
from geo.making.builder import build_geonames
from geo.model import LngLat


def row(num: int, name: str, code: str = "P.PPL", names: str = "", **more: object) -> str:
    """Write a row of GeoNames' table."""
    group, feature = code.split(".")
    values: dict[str, object] = {"lat": -9.0, "lng": -76.0, "cc": "PE", "a1": "", "a2": "", "pop": 0} | more
    v = values
    return (
        f"{num}\t{name}\t{name}\t{names}\t{v['lat']}\t{v['lng']}\t{group}\t{feature}\t{v['cc']}\t\t{v['a1']}"
        f"\t{v['a2']}\t\t\t{v['pop']}\t\t0\tAmerica/Lima\t2024-01-01\n"
    )


DUMP = [
    row(3932488, "Peru", "A.PCLI", "Perú,Perou"),
    row(3696416, "Huanuco", "A.ADM1", a1="10"),
    row(900000001, "Atlantida", "A.ADM2", a1="10", a2="1099"),
    row(900000002, "Nueva Ys", "P.PPL", "Ис,New Ys", a1="10", a2="1099", pop=700, lat=-9.5, lng=-76.5),
    row(900000003, "Río Ys", "H.STM", a1="10"),
    row(900000004, "Calle Ys", "R.ST", a1="10"),
    row(900000006, "Abra Ys", "T.PASS", a1="10"),
    row(900000007, "Mina Ys", "S.MNCU", a1="10"),
    row(900000008, "Campo Ys", "L.OILF", a1="10"),
    "not a row\n",
    row(900000005, "Beyond", lat=99.0),
]


@pytest.fixture(scope="module")
def made() -> Path:
    folder = Path(tempfile.mkdtemp())
    dump, out = folder / "PE.txt", folder / "own.sqlite"
    dump.write_text("".join(DUMP), encoding="utf-8")
    told: list[tuple[str, float]] = []
    report = build_geonames(dump, out, lambda stage, share: told.append((stage, share)))
    assert (report.malformed, report.first_fault) == (2, "line 10: 1 columns")
    assert report.left_out == {"R": 1}
    assert all(0 <= share <= 1 for _, share in told)
    assert sorted(p.name for p in folder.iterdir()) == [".dateline.json", "PE.txt", "own.sqlite"]
    return out


def test_its_places_are_found_with_their_units(made: Path) -> None:
    with Gazetteer.open(made) as gazetteer:
        [ys] = [c.place for c in gazetteer.candidates("nueva ys")]
        assert (ys.id, ys.population, ys.point) == ("geonames:900000002", 700, LngLat(-76.5, -9.5))
        assert ys.parents == ("Atlantida", "Huánuco", "Peru")
        assert ys in [c.place for c in gazetteer.candidates("ИС")]  # and a town of Russia
        assert gazetteer.candidates("Rio Ys")[0].place.kind == "river"
        assert gazetteer.near(LngLat(-76.5, -9.4), km=20)[0][1] == ys
        assert gazetteer.candidates("Calle Ys") == []


def test_what_a_newspaper_prints_has_its_kind(made: Path) -> None:
    with Gazetteer.open(made) as gazetteer:
        kinds = [gazetteer.candidates(name)[0].place.kind for name in ("Abra Ys", "Mina Ys", "Campo Ys")]
    assert kinds == ["mountain", "mine", "oil_field"]


def test_the_rest_of_the_world_stays_in_place(made: Path) -> None:
    with Gazetteer.open(made) as own, Gazetteer.open() as pinned:
        for name in ("Kampala", "Springfield", "Heathrow", "Jorge Chávez International Airport"):
            assert own.candidates(name) == pinned.candidates(name) != []
        # The dump has towns of Peru, so only those of the dump are there.
        assert [c for c in own.candidates("Juliaca") if c.place.kind == "populated_place"] == []


def test_what_geonames_lacks_is_there_too(made: Path) -> None:
    with Gazetteer.open(made) as gazetteer:
        for name, place_id in {
            "Peruvian": "geonames:3932488",
            "Calif.": "geonames:5332921",
            "VRAEM": "dateline:vraem",
            "Lake Titicaca": "naturalearth:1159113279",
            "Pacific": "dateline:pacific-ocean",
        }.items():
            assert place_id in [c.place.id for c in gazetteer.candidates(name)]
        peru = gazetteer.place("geonames:3932488", geometry=True)
        assert peru.extent == "surveyed"
        border = gazetteer.border("PE", "BO")
        assert border is not None
        assert geodesic_km(border.point, LngLat(-69, -14)) < 500
        assert "garcia" in gazetteer.surnames
        assert gazetteer.attributions[0].values["key"] == "geonames"


def test_it_carries_its_hash(made: Path, tmp_path: Path) -> None:
    assert verify(made) == ["own.sqlite"]
    assert len(info(made)["sha256"]) == 64
    damaged = tmp_path / "damaged.sqlite"
    data = bytearray(made.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    with pytest.raises(ChecksumError, match="damaged"):
        verify(damaged)
    damaged.write_bytes(data[:-4096])
    with pytest.raises(GazetteerError, match=r"not a .*gazetteer file"):
        Gazetteer.open(damaged)


def test_a_zipped_dump_makes_the_same_file(made: Path, tmp_path: Path) -> None:
    dump = tmp_path / "PE.zip"
    with zipfile.ZipFile(dump, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("PE.txt", "".join(DUMP))
    build_geonames(dump, tmp_path / "own.sqlite")
    assert (tmp_path / "own.sqlite").read_bytes() == made.read_bytes()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no place in it"),
        (b"one,two\n" * 500, "no place in it .line 1: 1 columns."),
        (b"\xff\xfe\x00binary", "no place in it"),
        (b"PK\x05\x06" + bytes(18), "no .txt file in it"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    dump = tmp_path / "dump.txt"
    dump.write_bytes(content)
    with pytest.raises(GazetteerError, match=told) as caught:
        build_geonames(dump, tmp_path / "own.sqlite")
    assert "\n" not in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["dump.txt"]


def test_a_missing_dump_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        build_geonames(tmp_path / "nowhere.txt", tmp_path / "own.sqlite")
    (tmp_path / "dump.txt").write_text("".join(DUMP), encoding="utf-8")
    with pytest.raises(ExportError, match="cannot be written"):
        build_geonames(tmp_path / "dump.txt", tmp_path / "nowhere" / "own.sqlite")


def test_an_interrupted_build_leaves_what_was_there(tmp_path: Path) -> None:
    dump, out = tmp_path / "dump.txt", tmp_path / "own.sqlite"
    dump.write_text("".join(DUMP), encoding="utf-8")
    out.write_bytes(b"as it was")

    def interrupt(stage: str, share: float) -> None:
        if stage == "sorting names":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_geonames(dump, out, interrupt)
    assert out.read_bytes() == b"as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dump.txt", "own.sqlite"]


def test_a_real_extract_without_units_has_the_pinned_ones(tmp_path: Path) -> None:
    real = Path(__file__).parent / "dumps" / "IS.txt"
    report = build_geonames(real, tmp_path / "is.sqlite")
    assert (report.malformed, report.left_out) == (0, {})
    ids = [f"geonames:{line.split(chr(9))[0]}" for line in real.read_text("utf-8").splitlines()]
    with Gazetteer.open(tmp_path / "is.sqlite") as own, Gazetteer.open() as pinned:
        places = [own.place(place_id) for place_id in ids]
        assert {p.country for p in places} == {"IS"}
        assert all(p.admin1 == pinned.place(p.id).admin1 for p in places)
        assert "geonames:3413829" in [c.place.id for c in own.candidates("Рейкьявик")]
