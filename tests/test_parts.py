"""Parts of a place ("northern Kenya"): an outer third, without an edge and without the capital."""

from __future__ import annotations

from math import cos, radians

import pytest
import shapely
from shapely import Point

import geo
from geo.drawing.page import page_data
from geo.drawing.scene import set_scene
from geo.drawing.still import still_map
from geo.gazetteer import part_of
from geo.making.evaluate.distance import Ruler
from geo.model import LngLat, Place

SIDES = {
    "north": (0, 1),
    "northeast": (1, 1),
    "east": (1, 0),
    "southeast": (1, -1),
    "south": (0, -1),
    "southwest": (-1, -1),
    "west": (-1, 0),
    "northwest": (-1, 1),
}
COUNTRIES = [
    "AM",
    "BO",
    "CI",
    "ET",
    "FI",
    "FR",
    "GE",
    "IQ",
    "KE",
    "MG",
    "PL",
    "RO",
    "SD",
    "TN",
    "UA",
    "UY",
    "XK",
    "ZM",
]


def country(code: str, gazetteer: geo.Gazetteer) -> Place:
    found = gazetteer.country(code)
    assert found is not None
    return gazetteer.geometry(found)


def part(gazetteer: geo.Gazetteer, whole: Place, side: str) -> Place:
    found = part_of(gazetteer, whole, side, f"the {side} of it")
    assert found is not None
    assert found.geometry is not None
    return found


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_part_is_about_a_third_of_a_country_on_its_side(code: str, gazetteer: geo.Gazetteer) -> None:
    whole = country(code, gazetteer)
    centre = whole.geometry.centroid
    for side, (right, up) in SIDES.items():
        found = part(gazetteer, whole, side)
        assert found.geometry.difference(whole.geometry).area < 1e-6 * whole.geometry.area
        assert 0.14 < found.geometry.area / whole.geometry.area < 0.35, side
        assert found.geometry.contains(Point(found.point)), side
        east = (found.lng - centre.x) * cos(radians(centre.y))
        assert right * east + up * (found.lat - centre.y) > 0, side


@pytest.mark.parametrize(
    ("code", "side", "taken"),
    [
        ("XK", "north", False),
        ("AM", "south", False),
        ("UA", "north", False),
        ("KE", "southeast", False),
        ("UY", "north", False),
        ("BO", "east", False),
        ("UY", "south", True),  # Montevideo lies on the southern coast
        ("TN", "north", True),
        ("FI", "south", True),
    ],
)
def test_a_part_has_the_capital_only_where_that_lies_near_its_end(
    code: str, side: str, taken: bool, gazetteer: geo.Gazetteer
) -> None:
    whole = country(code, gazetteer)
    west, south, east, north = whole.geometry.bounds
    towns = gazetteer.settlements(geo.model.BBox(west, south, east, north))
    [capital] = [t for t in towns if t.feature_code == "PPLC" and t.country == code]
    assert part(gazetteer, whole, side).geometry.contains(Point(capital.point)) is taken


def test_a_part_is_of_the_mainland_and_may_cross_the_180th_meridian(gazetteer: geo.Gazetteer) -> None:
    france, norway, russia, states = (country(code, gazetteer) for code in ("FR", "NO", "RU", "US"))
    assert part(gazetteer, france, "south").geometry.bounds[1] > 40  # not Guiana
    assert part(gazetteer, norway, "north").geometry.bounds[3] < 72  # not Svalbard
    assert -125 < part(gazetteer, states, "northwest").lng < -100  # not Alaska
    east = part(gazetteer, russia, "northeast")
    assert east.lng > 120
    assert east.geometry.covers(Point(-172.0, 66.5))  # Chukotka
    assert part(gazetteer, russia, "west").lng < 70


def test_the_middle_of_a_place_has_its_centre_and_no_border(gazetteer: geo.Gazetteer) -> None:
    whole = country("PL", gazetteer)
    middle = part(gazetteer, whole, "centre")
    assert middle.geometry.contains(whole.geometry.centroid)
    assert not middle.geometry.touches(shapely.boundary(whole.geometry))
    assert 0.25 < middle.geometry.area / whole.geometry.area < 0.4


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Floods in the north of Zambia closed schools. Roads in the north of Zambia are cut.",
            "north of Zambia",
        ),
        ("Locusts reached eastern Ethiopia. Herders in eastern Ethiopia lost grass.", "eastern Ethiopia"),
        ("Snow fell in the south-west of Poland on Monday, near Wrocław and Opole.", "south-west of Poland"),
    ],
)
def test_a_part_is_a_name_without_an_edge(text: str, name: str, gazetteer: geo.Gazetteer) -> None:
    scene = set_scene(geo.geoparse(text, gazetteer=gazetteer))
    [shown] = [f for f in scene.features.values() if f.name == name]
    assert scene.paleness(shown) == "unseen"
    assert shown.feature.extent == "approximate"
    page = next(f for f in page_data(scene.document)["features"] if f["id"] == shown.id)
    assert "unseen" in page["shape"]
    drawn = still_map(scene.document)
    assert name in drawn
    assert "0.1 9" not in drawn  # no dotted edge


def test_a_part_is_measured_by_its_whole_as_corpora_mark_it(gazetteer: geo.Gazetteer) -> None:
    whole = country("UY", gazetteer)
    north = part(gazetteer, whole, "north")
    assert not north.geometry.contains(Point(whole.point))
    ruler = Ruler(gazetteer)
    assert ruler.measure(north, whole.point).extent_km == 0
    assert ruler.measure(north, LngLat(-70.0, 0.0)).extent_km > 2000
