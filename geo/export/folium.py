"""A document as a folium map, or as folium layers for another map; none of its text is evaluated.

A folium element is a template that is rendered twice, into a script. So text is passed as JSON in which every
character that means something in a template, a script or markup is a ``\\u00XX`` escape. The script shows it
as text.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import shapely
from folium.map import CustomPane
from folium.template import Template
from folium.utilities import JsCode
from xstatic.pkg import leaflet

from ..document import MapDocument
from ..drawing.features import Feature, Features, build_features, spoken
from ..drawing.markup import raw, tag, to_html
from ..drawing.scene import Scene, set_scene
from ..model import COORDINATE_DIGITS
from .shared import attribution, dash_of, doubt_words, legend, title

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_STYLE = Path(__file__).with_suffix(".css").read_text("utf-8").rstrip()
_SCRIPT = re.sub(r"/\*\*[^\n]*?\*/ ", "", Path(__file__).with_suffix(".js").read_text("utf-8"))
_FUNCTIONS = {
    name: f"function {code}"
    for name, code in re.findall(r"^function (\w+)(\(.*?^\})", _SCRIPT, re.MULTILINE | re.DOTALL)
}
"""Name → function of ``folium.js``, without its name and types."""

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&{}%#$`'"}

_LOOKS: dict[str, dict[str, Any]] = {
    "land": {"color": "#bdb6a8", "weight": 1, "fillColor": "#f4f2ed", "fillOpacity": 1},
    "lakes": {"stroke": False, "fillColor": "#cfdde6", "fillOpacity": 1},
    "disputed": {"color": "#8d8471", "weight": 1, "dashArray": "3 3"},
}

_QUIET = {"color": "#8d8471", "weight": 1, "fillColor": "#fbf6e6", "fillOpacity": 1}


class _Key(folium.MacroElement):
    """The legend: its title, and one row for each layer: colour, class and title."""

    _template = Template(
        "{% macro script(this, kwargs) %}(" + _FUNCTIONS["foliumLegend"] + ")("
        "{{ this._parent.get_name() }}, ...{{ this.data }});"
        "{% endmacro %}"
    )

    def __init__(self, title: str, rows: Sequence[Sequence[str]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.data = escaped([title, rows])


class _Markup(folium.Element):
    """Markup that is written as it is, not as a template."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.markup = markup

    def render(self, **kwargs: Any) -> str:
        return self.markup


def folium_map(document: MapDocument, *, cdn: bool = False) -> folium.Map:
    """Make a whole folium map of a document: its layers, a legend, a layer control, land and water.

    Each feature has a popup with its name, its kind and its sentences. Text is passed as escaped JSON and is
    shown as text, so nothing in it is evaluated. For a map of your own, `folium_layers` makes layers in full
    detail.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    cdn
        Whether the map links all the files of folium, as a folium map usually does. If not, Leaflet is
        written into it, and it makes no request. What you add to it may then only need Leaflet; a marker with
        an icon or a popup of folium needs more.

    Returns
    -------
    folium.Map
        Without tiles, in the frame of the page; geometries are clipped and simplified for it. Its elements
        have the same ids each time. A document without places gives a map of the world.

    Examples
    --------
    >>> from geo import geoparse
    >>> map_ = folium_map(geoparse("They met in Oslo."))
    >>> "https://cdn" in map_.get_root().render()
    False
    """
    say = spoken(document)
    scene = set_scene(document, say)
    west, south, east, north = (round(degrees, COORDINATE_DIGITS) for degrees in scene.frame.story)
    figure = folium.Figure()
    drawn = folium.Map(location=(south, west), tiles=None, control_scale=True, zoom_snap=0.25)
    figure.add_child(drawn)
    figure.header.add_child(_Markup(_head(document)), index=1)
    if not cdn:  # the lists of the class are shared, so this map gets its own
        drawn.default_js, drawn.default_css = [], []
        figure.header.add_child(_Markup(_leaflet()))
    font = document.map.map_font  # letters, digits, spaces and hyphens only
    own = f'\n.leaflet-container {{ font-family: "{font}", sans-serif; }}' if font else ""
    figure.header.add_child(_Markup(to_html(raw("style", _STYLE + own))))
    _draw_backdrop(drawn, scene)
    shapes = {f.id: f.geometry for f in scene.features.values() if not (f.quiet or f.geometry.is_empty)}
    behind = [f.id for f in scene.features.values() if scene.is_behind(f)]
    for group in _groups(scene.made, shapes, scene.frame.digits, behind):
        group.add_to(drawn)
    rows = [[style.colour, "", say.layer(style.title)] for style in scene.styles.values()]
    rows += [["#595959", look, words] for look, words in legend(scene.made).items()]
    if rows:
        folium.LayerControl().add_to(drawn)
        _Key(say("legend"), rows).add_to(drawn)
    drawn.fit_bounds([[south, west], [north, east]], padding=(24, 24))
    for number, element in enumerate(_elements(figure)):
        element._id = str(number)
    return drawn


def html(features: Features, *, cdn: bool = False) -> bytes:
    """Write a document as the HTML file of its folium map."""
    page: str = folium_map(features.document, cdn=cdn).get_root().render()
    return page.encode()


def folium_layers(document: MapDocument) -> list[folium.FeatureGroup]:
    """Make folium layers of a document, for a map of your own.

    Each feature has a popup with its name, its kind and its sentences. Text from the article is passed as
    escaped JSON and is shown as text, so neither folium's templates nor the browser evaluate it.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.

    Returns
    -------
    list of folium.FeatureGroup
        One for each layer, in the order of the layers, with titles for folium's layer control; coordinates in
        EPSG:4326. Empty for a document without places.

    Examples
    --------
    >>> from geo import geoparse
    >>> [group.layer_name for group in folium_layers(geoparse("They met in Oslo."))]
    ['Cities and towns']
    """
    features = build_features(document)
    return list(_groups(features, {f.id: f.geometry for f in features.layered()}, COORDINATE_DIGITS))


def _groups(
    features: Features, shapes: Mapping[str, BaseGeometry], digits: int, behind: Collection[str] = ()
) -> Iterator[folium.FeatureGroup]:
    """Yield a group for each layer, with its features that have a shape; those in `behind` are very pale.

    A feature of several layers is filled, and on top, in its main one, so that its colour is that layer's.
    """
    for name, style in features.styles.items():
        drawn = []
        for feature in features.of(name):
            point, main = feature.extent == "point", feature.layer == name
            filled = 0.8 if point else 0.05 if feature.id in behind else 0.3
            look = {
                "color": style.colour,
                "weight": 1 if feature.doubtful and not point else 2,
                "fillColor": "#ffffff" if point and feature.doubtful else style.colour,
                "fillOpacity": filled if main and (point or not feature.doubtful) else 0,
                "dashArray": "" if point else dash_of(features, feature),
            }
            if feature.id in shapes:
                drawn.append(_drawn(feature.id, shapes[feature.id], digits, look, _text(feature), main))
        group = folium.FeatureGroup(name=label(features.say.layer(style.title)))
        _geojson(drawn).add_to(group)
        group.on(add=JsCode(_FUNCTIONS["foliumStack"]))
        yield group


def _text(feature: Feature) -> str:
    """Return a feature's name, its kind, its doubt and its sentences, as escaped JSON."""
    say = feature.say
    kind = feature.kind_words(say)
    doubt = [words] if (words := doubt_words(feature)) else []
    return escaped([feature.title, kind, *doubt, *dict.fromkeys(m.sentence for m in feature.mentions)])


def _draw_backdrop(drawn: folium.Map, scene: Scene) -> None:
    """Draw land, the countries of the story's places, lakes and disputed borders."""
    base, credits = scene.basemap, label(attribution(scene.document))
    own = [f for f in scene.features.values() if f.place and f.place.kind == "country" and not f.quiet]
    land = shapely.GeometryCollection([a.geometry for a in base.countries] + [f.geometry for f in own])
    quiet = [f for f in scene.features.values() if f.quiet and not f.geometry.is_empty]
    for pane, z_index, shapes in (
        ("land", 200, [("land", land, "")]),
        ("countries", 300, [(f.id, f.geometry, _text(f.feature)) for f in quiet]),
        ("lines", 350, [("lakes", base.lakes, ""), ("disputed", base.disputed, "")]),
    ):
        CustomPane(pane, z_index=z_index).add_to(drawn)
        features = [
            _drawn(name, shape, scene.frame.digits, _LOOKS.get(name, _QUIET), text)
            for name, shape, text in shapes
        ]
        touched = pane == "countries"
        _geojson(features, pane=pane, control=False, interactive=touched, attribution=credits).add_to(drawn)


def _drawn(
    fid: str, shape: BaseGeometry, digits: int, style: dict[str, Any], text: str, main: bool = True
) -> dict[str, Any]:
    """Return a feature as GeoJSON. Areas are painted by size, the largest first, then lines, then points."""
    dimension = int(shapely.get_dimensions(shape))
    order = (round(-shape.area, 3) if dimension == 2 else 2 - dimension) - (0 if main else 0.0005)
    rounded = shapely.transform(shape, lambda xy: xy.round(digits))
    return {
        "type": "Feature",
        "id": fid,
        "properties": {"text": text, "paint_order": order, "style": style},
        "geometry": json.loads(shapely.to_geojson(rounded)),
    }


def _geojson(features: Sequence[dict[str, Any]], **options: Any) -> folium.GeoJson:
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=6, fill=True),
        on_each_feature=JsCode(_FUNCTIONS["foliumPopup"]),
        **options,
    )


def _head(document: MapDocument) -> str:
    """Write the file's head: title, generator, and an empty icon so that the browser requests no other."""
    head = (
        tag("title", {}, title(document)),
        tag("meta", {"name": "generator", "content": document.provenance.generator}),
        tag("link", {"rel": "icon", "href": "data:,"}),
    )
    return "".join(map(to_html, head))


def _leaflet() -> str:
    """Write Leaflet's script and style, with their pictures inlined."""
    folder = Path(leaflet.BASE_DIR)

    def picture(found: re.Match[str]) -> str:
        return f"url(data:image/png;base64,{b64encode((folder / found[1]).read_bytes()).decode()})"

    script = re.sub(r"^//# sourceMappingURL=.*$", "", (folder / "leaflet.js").read_text("utf-8"), flags=re.M)
    style = re.sub(r"url\((images/[^)]*)\)", picture, (folder / "leaflet.css").read_text("utf-8"))
    return to_html(raw("script", script)) + to_html(raw("style", style))


def _elements(element: folium.Element) -> Iterator[folium.Element]:
    yield element
    for child in element._children.values():
        yield from _elements(child)


def label(title: str) -> str:
    """Escape a title for folium's layer control, which evaluates it as a template, then reads it as HTML.

    Examples
    --------
    >>> print(label("Água & {{ 7*7 }}"))
    Água &#38; &#123;&#123; 7&#42;7 &#125;&#125;
    """
    return "".join(c if c.isalnum() or c in " -,." else f"&#{ord(c)};" for c in title)


def escaped(data: Sequence[object]) -> str:
    """Write lists of text as JSON without any character that means something in a template or in HTML.

    Examples
    --------
    >>> print(escaped(["{{ 7*7 }}", "</script>"]))
    ["\\u007b\\u007b 7*7 \\u007d\\u007d", "\\u003c/script\\u003e"]
    """
    return json.dumps(data).translate(_ESCAPES)
