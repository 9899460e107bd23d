"""HTTP: one address at a time, streamed, with a bound on every wait, and errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

import archiver
from archiver.errors import DownloadFailed

USER_AGENT = f"briefing-archiver/{archiver.__version__}"
TIMEOUT = httpx.Timeout(60.0, connect=20.0)  # seconds without a byte
MAX_REDIRECTS = 5
BLOCK = 1 << 16  # bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answers, its body still to come.

    url: where the redirects ended
    size: bytes that the server announces, None where it does not
    """

    url: str
    status: int
    media_type: str | None
    size: int | None
    blocks: Iterator[bytes]


def is_address(text: str) -> bool:
    """Whether a text is an address that we fetch from."""
    return text.lower().startswith(("http://", "https://"))


@contextmanager
def get(url: str) -> Iterator[Response]:
    """Ask for an address. Raises ``DownloadFailed``, also when the body breaks off while it is read."""
    try:
        with (
            httpx.Client(
                headers={"User-Agent": USER_AGENT},
                timeout=TIMEOUT,
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
            ) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise DownloadFailed(f"{url} answered {response.status_code} {response.reason_phrase}".rstrip())
            encoded = "content-encoding" in response.headers  # then the length is that of the packed body
            length = response.headers.get("content-length")
            yield Response(
                url=str(response.url),
                status=response.status_code,
                media_type=response.headers.get("content-type"),
                size=int(length) if length and length.isdigit() and not encoded else None,
                blocks=response.iter_bytes(BLOCK),
            )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DownloadFailed(
            f"{url} could not be fetched: {error or type(error).__name__}", hint="try again later, or check the address"
        ) from error
