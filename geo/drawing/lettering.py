"""How names are placed, on the page and on the still map alike: the lengths of ``labels.json``, pixels.

``leader`` has the longest line from a name to its place, and how far it leads into an area. ``along`` is for
a name that bends with a line: the distance of the points that it may follow; how many on each side a point is
the mean of; the least distance of the name's ends, as a share of its length, and the least width of that; the
cosine of the largest turn in the length of about two letters; the gap between the line and the letters' feet;
and by how much the line is longer than the name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LETTERING: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("labels.json").read_text("utf-8"))
