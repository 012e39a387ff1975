"""What a map shows, in two sentences, for people who do not see it."""

from __future__ import annotations

from ..languages import Vocabulary
from .features import Features

_MOST = 4  # names, layers or movements that are told


def alt_text(features: Features, say: Vocabulary) -> str:
    """Tell the map: what it is about and which places are named most; then its movements, if it has some.

    Examples
    --------
    >>> from geo import geoparse
    >>> from geo.drawing.features import build_features
    >>> from geo.languages import vocabulary
    >>> alt_text(build_features(geoparse("They met in Oslo, Norway.")), vocabulary("en"))
    'The map shows 2 places (Cities and towns, Countries), most of all Oslo and Norway.'
    """
    places = [f for f in features.by_id.values() if f.place]
    if not places:
        return ""
    most = sorted(places, key=lambda f: -len(f.mentions))[:_MOST]
    told = say(
        "alt_places",
        places=say.counted(len(places), "place"),
        layers=", ".join(say.layer(style.title) for style in [*features.layers.values()][:_MOST]),
        names=say.listed([f.title for f in most]),
    )
    flows = [f.title for f in features.by_id.values() if f.flow][:_MOST]
    return f"{told} {say('alt_flows', flows=say.listed(flows))}" if flows else told
