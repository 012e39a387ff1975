"""The JSON Schema of the document, made from its classes: ``python -m geo.document.schema`` writes it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from .declaration import VERSION, DocumentFile

SCHEMA = Path(__file__).with_name("schema.json")


def schema() -> str:
    """Return the schema, as the committed file has it."""
    made = msgspec.json.schema(DocumentFile)
    definitions = made.pop("$defs")
    top = definitions.pop(DocumentFile.__name__)
    top["title"] = f"Dateline map document, version {VERSION}"
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **top, "$defs": definitions}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema(), "utf-8")
