"""Serving an archive on this machine: Datasette in this process, until a signal says stop."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.archive.store import open_archive
from archiver.errors import UsageError
from archiver.web.metadata import DATABASE, instance_metadata

if TYPE_CHECKING:
    import uvicorn
    from datasette.app import Datasette

HOST = "127.0.0.1"
GRACE_SECONDS = 3  # what requests under way get after a signal; the rest of the 10 s is for a machine under load

SETTINGS = {
    "allow_download": False,
    "default_cache_ttl": 0,  # what was just archived is there on reload
    "max_returned_rows": 2000,  # the sentences of two hours and more on one page
    "num_sql_threads": 2,
    "sql_time_limit_ms": 4000,  # counting over a thousand briefings takes its time; nobody else is kept waiting
    "facet_time_limit_ms": 500,
    "suggest_facets": False,  # ours are chosen
}


def serve(archive_folder: Path, port: int) -> None:
    """Let people browse the archive at ``http://127.0.0.1:PORT/`` until SIGINT or SIGTERM; says where on stdout.

    port: 0 for any free one

    Raises ``NoArchive``, or ``UsageError`` for a port that cannot be had.
    """
    # Opening brings an older schema up to date. Closing comes last, when nobody reads, and leaves one plain file.
    from archiver.web.compat import close

    with open_archive(archive_folder), _listening(port) as listener:
        datasette = open_datasette(archive_folder)
        try:
            _run(datasette, listener)
        finally:
            close(datasette)


def open_datasette(archive_folder: Path) -> Datasette:
    """Datasette on an archive's database, which is only ever read."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    from archiver import web
    from archiver.web.compat import without_tracebacks
    from archiver.web.database import ReadOnlyDatabase

    without_tracebacks()
    if not pm.is_registered(web):  # where the installed package does not tell Datasette of it
        pm.register(web)
    datasette = Datasette([], metadata=instance_metadata(), settings=SETTINGS)
    datasette.remove_database("_memory")  # Datasette adds it where it is given no files
    datasette.add_database(ReadOnlyDatabase(datasette, str(archive_folder / "db" / "archive.db")), name=DATABASE)
    return datasette


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    if not 0 <= port <= 65_535:
        raise UsageError(f"there is no port {port}", hint="ports go from 0 to 65535")
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        why = "another program uses it" if error.errno == errno.EADDRINUSE else error.strerror
        hint = "choose another with --port, or 0 for any free one"
        raise UsageError(f"cannot listen on port {port}: {why}", hint=hint) from error
    with listener:
        yield listener


def _run(datasette: Datasette, listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        datasette.app(),
        log_level="critical",  # Datasette shows errors itself; uvicorn would trace every request cut off at the end
        access_log=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    with _ending_well(server):
        print(f"http://{HOST}:{listener.getsockname()[1]}/", flush=True)
        server.run(sockets=[listener])


@contextmanager
def _ending_well(server: uvicorn.Server) -> Iterator[None]:
    """Take SIGINT and SIGTERM for a wish to stop.

    uvicorn stops at them too, but then raises them again, which would end the process as if it had failed.
    """
    before = {number: signal.signal(number, server.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
