"""Downloads that can be resumed: a recording comes whole or not at all, and continues where it broke off.

The next try, in this run or another, asks for the rest by the server's own mark (``If-Range``). Whatever comes that is
not surely the rest of the same bytes is not used: the download starts again from nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from archiver.errors import DownloadFailed, NotNow, WrongLength
from archiver.fetch.client import Web
from archiver.fetch.http import NOT_MODIFIED, Response, conditions
from archiver.fetch.limits import RECORDING_LIMITS, Limits
from archiver.models import Headers
from archiver.page.source import Validators
from archiver.recording.partial_files import Origin, Partial, origin_of, partial
from archiver.reporting import BYTES, Reporter

AS_IT_IS = {"Accept-Encoding": "identity"}  # sound does not get smaller, and a packed body has no bytes to go on from
CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Download:
    """A recording that is whole.

    url: where the redirects ended
    path: a temporary name
    status, headers: of the answer that brought its last byte
    ends: whether it is whole for sure; False where the connection ended and no length had been told
    """

    url: str
    media_type: str | None
    path: Path
    status: int
    headers: Headers
    ends: bool = True


@contextmanager
def downloaded(
    web: Web, url: str, folder: Path, reporter: Reporter, limits: Limits = RECORDING_LIMITS
) -> Iterator[Download]:
    """Download a recording to a temporary file in ``folder/media``, which is gone afterwards.

    Raises ``DownloadFailed``; what came until then stays, where the server lets us go on from there.
    """
    with partial(folder / "media", url) as part:
        try:
            response = web.again(lambda: _attempt(web, url, part, reporter, limits))
        except WrongLength:
            part.begin()
            raise
        except DownloadFailed as error:
            raise _with_what_is_kept(error, part) from error
        try:
            path, ends = part.path, response.ends
            yield Download(response.url, response.media_type, path, response.status, response.headers, ends)
        finally:
            part.remove()


def is_unchanged(web: Web, url: str, known: Validators, size: int) -> bool:
    """Whether an address still leads to what it led to, by its server's marks, or by the length if there are none.

    known: of what it led to, and not of a playlist on the way there
    size: bytes of what it led to

    Raises ``DownloadFailed``.
    """
    asked = {**AS_IT_IS, **conditions(known.etag, known.last_modified)}
    with web.get(url, asked, RECORDING_LIMITS) as response:  # left before its body comes
        if response.url != known.base:
            return False
        if response.status == NOT_MODIFIED:
            return True
        if known.etag or known.last_modified:
            told = (response.header("etag"), response.header("last-modified"))
            return told == (known.etag, known.last_modified)
        return response.size == size


def _attempt(web: Web, url: str, part: Partial, reporter: Reporter, limits: Limits) -> Response:
    """Ask once for what is missing, and again for everything if the answer does not fit what is there."""
    origin, start = part.origin(), part.size
    if origin and origin.mark:
        rest = {**AS_IT_IS, "Range": f"bytes={start}-", "If-Range": origin.mark}
        with web.once(url, rest, limits) as response:
            if response.status == 206 and (whole := _goes_on(response, origin, start)):
                return _take(response, part, whole, reporter, limits)
            if response.status == 200:
                return _from_the_start(url, response, part, reporter, limits)
    with web.once(url, AS_IT_IS, limits) as response:
        return _from_the_start(url, response, part, reporter, limits)


def _goes_on(response: Response, origin: Origin, start: int) -> int | None:
    """The bytes of the whole, if an answer is surely the rest of what is there."""
    told = CONTENT_RANGE.fullmatch((response.header("content-range") or "").strip())
    if told is None or int(told[1]) != start or origin.size not in (None, int(told[2])):
        return None
    if origin.etag and response.header("etag") != origin.etag:
        return None  # a server that overlooks If-Range
    if not origin.etag and response.header("last-modified") not in (None, origin.last_modified):
        return None
    return None if response.header("content-encoding") else int(told[2])


def _from_the_start(url: str, response: Response, part: Partial, reporter: Reporter, limits: Limits) -> Response:
    origin = origin_of(url, response)
    part.begin(origin)
    return _take(response, part, response.size, reporter, limits)


def _take(response: Response, part: Partial, whole: int | None, reporter: Reporter, limits: Limits) -> Response:
    """Add an answer to what is there, and hold it against what was announced.

    whole: bytes of the recording, None where nobody knows

    Raises ``NotNow`` where it broke off, or ``WrongLength``.
    """
    limit = limits.size if whole is None else min(whole, limits.size)
    done = part.size
    with reporter.bar("downloading", whole, BYTES) as advance:
        advance(done)
        for block in response.blocks:
            done += len(block)
            if done > limit:
                raise _too_long(response.url, whole, limits)
            part.write(block)
            advance(done)
    part.flush()
    if whole is not None and done < whole:
        raise NotNow(f"{response.url} broke off after {done:,} of {whole:,} bytes")
    return response if whole is None else replace(response, ends=True)


def _too_long(url: str, whole: int | None, limits: Limits) -> WrongLength:
    if whole is None or whole > limits.size:
        return WrongLength(f"{url} is longer than {limits.size / 1e6:g} MB: that is no {limits.kind}")
    return WrongLength(f"{url} sends more than the {whole:,} bytes that it announced")


def _with_what_is_kept(error: DownloadFailed, part: Partial) -> DownloadFailed:
    """Say how much came, and how to get the rest."""
    origin = part.origin()
    if origin is None:
        return error
    whole = f" of {origin.size / 1e6:.1f}" if origin.size else ""
    kept = f"{part.size / 1e6:.1f}{whole} MB are kept"
    hint = "; ".join(filter(None, (error.hint, "the same command goes on from there")))
    return type(error)(error.message, kept=kept, hint=hint, status=error.status)
