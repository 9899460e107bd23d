"""WARC: an answer as it came, with all that was asked on the way to it, in the format of web archives (ISO 28500).

One small file a page: what was asked and answered at every redirect, and by every page that only led on, the page last.
Files of this kind can be joined end to end (``cat``), so that other tools may have one large one.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence

import h11
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.errors import DamagedFile
from archiver.fetch.decoding import NotUnpacked, TooManyBytes, page_unpacked
from archiver.fetch.exchange_log import ExchangeLog
from archiver.fetch.http import USER_AGENT
from archiver.fetch.limits import PAGE_LIMITS
from archiver.fetch.ssrf_guard import HEAD_END, MAX_HEAD_BYTES
from archiver.shared_files import READ_BLOCK_BYTES

WARC_VERSION = "WARC/1.1"


class _AsSent(StatusAndHeaders):  # type: ignore[misc]
    """A head that is written byte for byte as it was sent."""

    def __init__(self, head: bytes) -> None:
        super().__init__("as it was sent", [])
        self._sent = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Give the writer the bytes; it would make its own from names and values."""
        self.headers_buff = self._sent


def written(exchanges: Sequence[ExchangeLog]) -> tuple[bytes, int]:
    """A WARC file of what went over the wires; returns it, and where the record of the last answer begins in it."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True, warc_version=WARC_VERSION)
    info = {"software": USER_AGENT, "format": WARC_VERSION.replace("/", " file version ")}
    writer.write_record(writer.create_warcinfo_record(None, info))
    begins = 0
    for exchange_log in exchanges:
        begins = file.tell()
        _write(writer, exchange_log)
    return file.getvalue(), begins


def _write(writer: WARCWriter, exchange_log: ExchangeLog) -> None:
    """The answer, then what was asked for it."""
    named = {"WARC-Date": exchange_log.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if exchange_log.peer:
        named["WARC-IP-Address"] = exchange_log.peer
    cut = {} if exchange_log.whole else {"WARC-Truncated": "unspecified"}
    answer = _record(writer, exchange_log.url, "response", bytes(exchange_log.received), {**named, **cut})
    writer.write_request_response_pair(
        _record(writer, exchange_log.url, "request", exchange_log.request, named), answer
    )


def _record(writer: WARCWriter, url: str, kind: str, data: bytes, named: dict[str, str]) -> object:
    end = HEAD_END.search(data)
    head, body = (data[: end.end()], data[end.end() :]) if end else (data, b"")
    return writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), length=len(body), http_headers=_AsSent(head), warc_headers_dict=named
    )


def page_in(file: bytes, offset: int) -> bytes:
    """The page whose record begins at an offset in a WARC file, unpacked. Raises ``DamagedFile``."""
    try:
        record = next(ArchiveIterator(io.BytesIO(file[offset:]), no_record_parse=True), None)
        return b"".join(_body(record.raw_stream.read() if record else b""))
    except (ArchiveLoadFailed, h11.ProtocolError, NotUnpacked, TooManyBytes) as error:
        raise DamagedFile(f"a WARC file has no page at its byte {offset}: {error}") from error


def check_warc(file: bytes, pages: Mapping[int, str]) -> None:
    """Hold every record of a WARC file against its own digests, and its pages against what was archived of them.

    pages: the SHA-256 of each, by where its record begins

    Raises ``DamagedFile``.
    """
    try:
        for record in ArchiveIterator(io.BytesIO(file), check_digests="raise"):
            while record.raw_stream.read(READ_BLOCK_BYTES):
                pass
    except ArchiveLoadFailed as error:
        raise DamagedFile(f"a record does not have its digest: {error}") from error
    for offset, sha256 in pages.items():
        if hashlib.sha256(page_in(file, offset)).hexdigest() != sha256:
            raise DamagedFile(f"the page at its byte {offset} is not what was archived")


def _body(answer: bytes) -> Iterator[bytes]:
    """The body of an answer, by the same rules by which it was read when it came."""
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "archive")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(answer)
    connection.receive_data(b"")
    head = connection.next_event()
    if not isinstance(head, h11.Response):
        raise h11.RemoteProtocolError("there is no answer")
    headers = {name: value.decode("latin-1") for name, value in reversed(list(head.headers))}
    told, media_type = headers.get(b"content-encoding", ""), headers.get(b"content-type", "")
    return page_unpacked(_data(connection), told, media_type, PAGE_LIMITS.size)


def _data(connection: h11.Connection) -> Iterator[bytes]:
    while not isinstance(event := connection.next_event(), h11.EndOfMessage):
        if isinstance(event, h11.Data):
            yield bytes(event.data)
