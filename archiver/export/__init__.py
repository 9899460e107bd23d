"""Export: the document of one release, written in the formats that other programs and people read."""

from __future__ import annotations

from collections.abc import Callable

from archiver.export.as_json import render_json
from archiver.export.as_srt import render_srt
from archiver.export.as_txt import render_txt
from archiver.export.as_vtt import render_vtt
from archiver.export.document import Document

FORMATS: dict[str, Callable[[Document], str]] = {
    "json": render_json,
    "vtt": render_vtt,
    "srt": render_srt,
    "txt": render_txt,
}

__all__ = ["FORMATS", "Document", "render_json", "render_srt", "render_txt", "render_vtt"]
