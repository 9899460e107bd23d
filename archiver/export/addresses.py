"""Addresses that formats of linked data demand of a release and of its recordings."""

from __future__ import annotations

from urllib.parse import urldefrag

from archiver.export.document import Document
from archiver.export.sound_address import is_web_address, sound_address

NOWHERE = "https://archive.invalid/releases"  # RFC 2606: a host that never is; for what was never on the web


def release_address(release: Document) -> str:
    """Where a release was found; a made one, which leads nowhere, where it has no address."""
    return urldefrag(release["url"]).url if is_web_address(release["url"]) else f"{NOWHERE}/{release['id']}"


def sound_id(release: Document, recording: Document) -> str:
    """Where a recording was found; else a made address with its SHA-256."""
    return sound_address(recording) or f"{NOWHERE}/{release['id']}/{recording['sha256']}"
