"""Export: the document of one release, written in the formats that other programs and people read."""

from __future__ import annotations

from archiver.export.as_json import render_json
from archiver.export.as_srt import render_srt
from archiver.export.as_txt import render_txt
from archiver.export.as_vtt import render_vtt
from archiver.export.document import Document
from archiver.export.formats import FORMATS, Format

__all__ = ["FORMATS", "Document", "Format", "render_json", "render_srt", "render_txt", "render_vtt"]
