"""A server that sends a byte now and then is let go; one that thinks first, or is only small, is not."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

import pytest
from scripted_server import Asked, head, local_web, scripted, whole

from archiver.errors import DownloadFailed
from archiver.fetch import ssrf_guard
from archiver.fetch.limits import RECORDING_LIMITS


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssrf_guard, "SPEED_SECONDS", 1)
    monkeypatch.setattr(ssrf_guard, "LEAST_SPEED", 1_000)


def dripping(asked: Asked) -> Iterator[bytes]:
    yield head(200, {"Content-Length": 1_000_000, "Content-Type": "audio/mpeg"})
    while True:
        time.sleep(0.02)
        yield b"x"


def fetched(url: str) -> bytes:
    with local_web().get(url, limits=RECORDING_LIMITS) as response:
        return b"".join(response.blocks)


def test_a_dripping_server_is_let_go() -> None:
    with (
        scripted(dripping) as server,
        pytest.raises(DownloadFailed, match=r"sent less than 500 bytes a second; save it with a browser"),
    ):
        fetched(server.url)


def test_a_server_that_thinks_first() -> None:
    def thinking(asked: Asked) -> Iterable[bytes]:
        time.sleep(0.1)
        return whole(b"x" * 5_000)

    with scripted(thinking) as server:
        assert len(fetched(server.url)) == 5_000
