"""Where sound is heard: addresses of recordings, and of moments in them by Media Fragments URI 1.0 (W3C)."""

from __future__ import annotations

import mimetypes
import re
from urllib.parse import urldefrag

from archiver.export.document import Document

# An http address as RFC 3986 writes it; anything else would end a link, or be more than one.
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{}|\x00-\x20]+\Z", re.IGNORECASE)


def is_web_address(text: str | None) -> bool:
    """Whether text is an http or https address that can stand in a link as it is."""
    return bool(text and _WEB_ADDRESS.match(text))


def sound_address(recording: Document) -> str | None:
    """Where a recording was found, without a fragment; None where that is no http address."""
    url = recording["url"]
    return urldefrag(url).url if is_web_address(url) else None


def sound_type(recording: Document) -> str:
    """The media type of a recording, as far as its address tells; else that of most."""
    found, _ = mimetypes.guess_type(sound_address(recording) or "")
    return found if found and found.startswith("audio/") else "audio/mpeg"


def at_time(recording: Document, start: float, end: float | None = None) -> str | None:
    """The address of a moment; None where the recording has no address.

    start, end: seconds
    """
    address = sound_address(recording)
    return f"{address}#t={fragment(start, end)}" if address else None


def fragment(start: float, end: float | None = None) -> str:
    """The temporal fragment of a moment, in seconds: ``26.24,45.1``."""
    times = [f"{max(0.0, time):.3f}".rstrip("0").rstrip(".") for time in (start, end) if time is not None]
    return ",".join(times)
