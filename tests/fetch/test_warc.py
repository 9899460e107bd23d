"""A page as a WARC record: other archives' tools read it, and it is read again as it was read when it came."""

from __future__ import annotations

import gzip
import io
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from scripted_server import Asked, chunked, head, local_web, moved, scripted, whole
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archiver.errors import DamagedFile, DownloadFailed
from archiver.fetch.limits import Limits
from archiver.fetch.warc import check_warc, page_in, written

PAGE = b"<html><p>1. Every quay will be lit at night.</p></html>"
SMALL = Limits("page", 1000, 60.0)


def kept(script: Callable[[Asked], Iterable[bytes]], path: str = "/p.htm", login: str = "") -> tuple[bytes, int, bytes]:
    """What a server sends, as a WARC file, where the page begins in it, and the page as it was read."""
    with scripted(script) as server:
        _, body = (response := local_web().read(f"http://{login}127.0.0.1:{server.port}{path}"))
        file, offset = written(response[0].exchanges)
    return file, offset, body


def records(file: bytes) -> list[tuple[str, str | None, bytes]]:
    """Kind, status line or request line, and content as others read it."""
    return [
        (record.rec_type, record.http_headers and record.http_headers.statusline, record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(file))
    ]


def is_sound(file: bytes, folder: Path) -> bool:
    """What warcio's own checker says of a file."""
    (folder / "page.warc.gz").write_bytes(file)
    return not Checker(Namespace(inputs=[str(folder / "page.warc.gz")], verbose=False)).process_all()


@pytest.mark.parametrize(
    "answer",
    [
        whole(PAGE),
        whole(gzip.compress(PAGE), Content_Encoding="gzip"),
        chunked(PAGE[:10], PAGE[10:]),
        chunked(gzip.compress(PAGE)[:9], gzip.compress(PAGE)[9:], Content_Encoding="GZIP"),
        [head(version="1.0"), PAGE],
        [head(103, {"Link": "</style.css>"}), *whole(PAGE)],
        [b"HTTP/1.1 200\r\nX-Odd:no blank\r\nContent-Length: %d\r\n\r\n" % len(PAGE), PAGE],
    ],
    ids=["length", "gzip", "chunks", "gzip in chunks", "until the end", "early hints", "odd head"],
)
def test_what_came_is_read_by_others_and_again_by_us(answer: list[bytes], tmp_path: Path) -> None:
    file, offset, body = kept(lambda asked: answer)
    assert body == PAGE == page_in(file, offset)
    assert is_sound(file, tmp_path)
    assert [kind for kind, _, _ in records(file)] == ["warcinfo", "response", "request"]
    assert records(file)[1][2] == PAGE


def test_the_head_is_kept_byte_for_byte() -> None:
    odd = b"HTTP/1.1 200 Fine\r\nx-ODD:no blank\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
    file, offset, _ = kept(lambda asked: [odd, PAGE])
    record = next(ArchiveIterator(io.BytesIO(file[offset:]), no_record_parse=True))
    assert record.raw_stream.read() == odd + PAGE


def test_who_was_asked_when_for_what() -> None:
    file, offset, _ = kept(lambda asked: whole(PAGE), "/p.htm?a=1")
    record = next(ArchiveIterator(io.BytesIO(file[offset:])))
    assert record.rec_headers.get_header("WARC-Target-URI").endswith("/p.htm?a=1")
    assert record.rec_headers.get_header("WARC-IP-Address") == "127.0.0.1"
    assert record.rec_headers.get_header("WARC-Date").endswith("Z")
    assert record.rec_headers.get_header("WARC-Truncated") is None
    assert records(file)[2][1] == "/p.htm?a=1 HTTP/1.1"


def test_redirects_come_first_and_are_said_to_be_cut(tmp_path: Path) -> None:
    script = {"/p.htm": moved("/new.htm", 301), "/new.htm": whole(PAGE)}
    file, offset, _ = kept(lambda asked: script[asked.path])
    assert [status for kind, status, _ in records(file) if kind == "response"] == ["301 Because", "200 Because"]
    assert is_sound(file, tmp_path)
    assert page_in(file, offset) == PAGE
    cut = [record.rec_headers.get_header("WARC-Truncated") for record in ArchiveIterator(io.BytesIO(file))]
    assert cut == [None, "unspecified", None, None, None]


def test_a_password_is_in_no_record() -> None:
    file, _, _ = kept(lambda asked: whole(PAGE), login="reader:secret@")
    told = gzip.decompress(file).lower()
    assert b"authorization" not in told
    assert b"secret" not in told
    assert b"user-agent: briefing-archiver" in told


def test_files_can_be_joined_end_to_end(tmp_path: Path) -> None:
    one, _, _ = kept(lambda asked: whole(PAGE))
    other, _, _ = kept(lambda asked: chunked(PAGE))
    assert is_sound(one + other, tmp_path)
    assert len(records(one + other)) == 6


def test_only_the_last_try_is_kept() -> None:
    answers = iter([[head(200, {"Content-Length": 99}), b"half"], whole(b"", 503), whole(PAGE)])
    file, _, _ = kept(lambda asked: next(answers))
    assert [status for kind, status, _ in records(file) if kind == "response"] == ["200 Because"]


def test_a_head_that_never_ends_is_too_much() -> None:
    extension = b";" + b"x" * 4000
    tiny = [b"1%s\r\nx\r\n" % extension for _ in range(10)]
    answer = [head(200, {"Transfer-Encoding": "chunked"}), *tiny, b"0\r\n\r\n"]
    with scripted(lambda asked: answer) as server, pytest.raises(DownloadFailed, match="longer than"):
        local_web().read(f"{server.url}/p.htm", limits=SMALL)


def test_a_record_that_is_not_as_it_was_written() -> None:
    file, _, _ = kept(lambda asked: whole(PAGE))
    changed = gzip.compress(gzip.decompress(file).replace(b"lit at night", b"lit at noon!"))
    with pytest.raises(DamagedFile, match="a record does not have its digest"):
        check_warc(changed, {})
