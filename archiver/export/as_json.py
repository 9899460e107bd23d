"""JSON: the whole export document, as programs and the benches read it."""

from __future__ import annotations

import json

from archiver.export.document import Document


def render_json(document: Document) -> str:
    """Write everything, keys in the order given, letters of every script as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
