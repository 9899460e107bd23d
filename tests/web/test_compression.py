"""What is sent to a browser that understands gzip."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from archiver.web.compression import compressed


def asked(datasette: Any, path: str, **headers: str) -> httpx.Response:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(compressed(datasette.app()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(get())


@pytest.mark.parametrize("path", ["/-/archive/releases/2", "/-/archive", "/-/archive/releases/2.json"])
def test_pages_and_files_are_compressed(datasette: Any, path: str) -> None:
    answer = asked(datasette, path, **{"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    plain = asked(datasette, path, **{"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == answer.text


def test_a_recording_is_sent_as_it_is(datasette: Any) -> None:
    answer = asked(datasette, f"/-/archive/recordings/{1:064x}.mp3", **{"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
