"""Serving: where it listens, what it refuses, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from archiver.errors import ArchiveError, NoArchive, UsageError
from archiver.web.compat import close
from archiver.web.datasette_metadata import Rights
from archiver.web.serve import _listening, open_datasette, serve_archive
from archiver.web.visitors import Allowed


def test_no_archive_in_the_folder(tmp_path: Path) -> None:
    with pytest.raises(NoArchive):
        serve_archive(tmp_path, 0)


def test_something_else_by_the_archives_name(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "archive.db").write_text("A text that is longer than nothing.\n" * 100)
    with pytest.raises(ArchiveError, match="no SQLite database"):
        serve_archive(tmp_path, 0)


def test_a_port_that_is_taken(archive: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(UsageError, match="another program uses it"):
        serve_archive(archive, other.getsockname()[1])


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid", "2001:db8::7"])
def test_an_address_that_is_not_ours(archive: Path, host: str) -> None:
    with pytest.raises(UsageError, match="is no address of this machine"):
        serve_archive(archive, 0, host)


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_is_none(archive: Path, port: int) -> None:
    with pytest.raises(UsageError, match="ports go from 0 to 65535"):
        serve_archive(archive, port)


def test_rows_in_the_log_of_a_running_ingest_are_seen(archive: Path, ask: Callable[..., httpx.Response]) -> None:
    writer = sqlite3.connect(archive / "db" / "archive.db")
    before = ask("/archive/events.json?_shape=array").json()
    writer.execute("pragma journal_mode = wal")
    writer.execute(
        "insert into events (at, version, action, outcome, message) values ('2026', '0', 'page', 'done', '')"
    )
    writer.commit()
    assert len(ask("/archive/events.json?_shape=array").json()) == len(before) + 1
    writer.close()


def test_the_database_is_a_file_to_have_only_where_it_was_asked_for(archive: Path) -> None:
    from archiver.web.compat import close

    for download, status in [(False, 403), (True, 200)]:
        opened = open_datasette(archive, allowed=Allowed(download=download))
        try:
            answer = asyncio.run(opened.client.get("/archive.db"))
            assert answer.status_code == status
            assert answer.content.startswith(b"SQLite format 3") == download
        finally:
            close(opened)


def test_the_database_is_never_written(datasette: Any) -> None:
    connection = datasette.get_database("archive").connect()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("delete from words")


def test_importing_takes_no_datasette() -> None:
    seen = "import sys, archiver.web.serve; sys.exit('datasette' in sys.modules or 'uvicorn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], check=False).returncode == 0


def test_opening_again_registers_the_plugin_once(archive: Path) -> None:
    from datasette.plugins import pm

    from archiver.web.compat import close

    close(open_datasette(archive))
    assert [plugin.__name__ for plugin in pm.get_plugins()].count("archiver.web") == 1


@contextmanager
def running(archive: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The real server as a process of its own, and its address."""
    code = f"from pathlib import Path; from archiver.web import serve; serve.serve_archive(Path({str(archive)!r}), 0)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_answers_and_ends_at_a_signal(archive: Path, number: signal.Signals) -> None:
    with running(archive) as (process, address), httpx.Client(base_url=address) as client:
        assert client.get("/archive/releases").status_code == 200
        assert client.get("/-/archive").status_code == 200
        assert client.get("/archive.db").status_code == 403
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


@pytest.mark.slow
def test_a_question_without_end_does_not_keep_the_server(archive: Path) -> None:
    with running(archive) as (process, address):
        port = int(address.removesuffix("/").rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as asking:
            endless = "with+recursive+n(x)+as+(select+1+union+all+select+x%2B1+from+n)+select+count(*)+from+n"
            asking.sendall(f"GET /archive.json?sql={endless} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0


def test_whose_it_is_stands_below_the_tables(archive: Path) -> None:
    datasette = open_datasette(archive, rights=Rights("CC0 https://example.org/cc0", "The harbour board"))
    pages = [asyncio.run(datasette.client.get(path)).text for path in ("/", "/archive")]
    close(datasette)
    for page in pages:
        assert '<a href="https://example.org/cc0">CC0</a>' in page
        assert "The harbour board" in page


def test_answers_are_sent_at_once() -> None:
    """Whoever keeps a connection open waits 40 ms for each answer otherwise."""
    with _listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
