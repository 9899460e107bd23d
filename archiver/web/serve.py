"""Serving an archive on this machine: Datasette in this process, until a signal says stop."""

from __future__ import annotations

import errno
import gc
import ipaddress
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.archive.store import open_archive, read_archive
from archiver.errors import UsageError
from archiver.web.datasette_metadata import DATABASE, Rights, instance_metadata
from archiver.web.visitors import Allowed, Editing

if TYPE_CHECKING:
    import uvicorn
    from datasette.app import Datasette
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
OBJECTS_BETWEEN_COLLECTIONS = 200_000
SHUTDOWN_SECONDS = 3  # what requests under way get after a signal; the rest of the 10 s is for a machine under load

# What binding to an address that this machine has not, or to a name that means nothing, fails with.
_NOT_OURS = (errno.EADDRNOTAVAIL, socket.EAI_NONAME, socket.EAI_AGAIN)

SETTINGS = {
    "default_cache_ttl": 0,  # what was just archived is there on reload
    "max_returned_rows": 2000,  # the sentences of two hours and more on one page
    "num_sql_threads": 2,  # for what Datasette asks itself; questions about the archive have their own
    "sql_time_limit_ms": 4000,  # counting over a thousand briefings takes its time; nobody else is kept waiting
    "facet_time_limit_ms": 500,
    "suggest_facets": False,  # ours are chosen
}


def serve_archive(
    archive_folder: Path,
    port: int,
    host: str = HOST,
    *,
    names: Sequence[str] = (),
    allowed: Allowed | None = None,
    rights: Rights | None = None,
) -> None:
    """Let people browse the archive at ``http://HOST:PORT/`` until SIGINT or SIGTERM; says where on stdout.

    port: 0 for any free one
    host: the address to listen at, which decides who can reach it
    names: by which browsers may ask for it, besides addresses and ``localhost``
    allowed: what visitors may do beside reading; says on stdout where they sign in
    rights: whose it is, if not only those who published what is in it

    Raises ``NoArchive``, or ``UsageError`` for a port or an address that cannot be had, and for an archive that cannot
    be written.
    """
    # One that cannot be read where it lies is served from a copy. Closing comes last, when nobody reads.
    from archiver.web.compat import close
    from archiver.web.compression import compressed
    from archiver.web.guard import for_hosts

    editing = allowed.editing if allowed else None
    if editing:
        with open_archive(archive_folder):
            pass  # brought up to date, and can be written
    with read_archive(archive_folder) as archive, _listening(host, port) as listener:
        datasette = open_datasette(archive_folder, archive.path, allowed=allowed, rights=rights)
        try:
            _run(compressed(for_hosts(datasette.app(), [host, *names])), listener, editing)
        finally:
            close(datasette)


def open_datasette(
    archive_folder: Path,
    database: Path | None = None,
    *,
    allowed: Allowed | None = None,
    rights: Rights | None = None,
) -> Datasette:
    """Datasette on an archive's database, which Datasette only ever reads.

    database: where that lies, if not in the archive's folder
    allowed, rights: as for ``serve_archive``
    """
    from datasette.app import Datasette
    from datasette.plugins import pm

    from archiver import web
    from archiver.web.compat import without_tracebacks
    from archiver.web.database import ReadOnlyDatabase

    without_tracebacks()
    if not pm.is_registered(web):  # where the installed package does not tell Datasette of it
        pm.register(web)
    allowed = allowed or Allowed()
    settings = {**SETTINGS, "allow_download": allowed.download}
    datasette = Datasette([], metadata=instance_metadata(rights), settings=settings)
    datasette.remove_database("_memory")  # Datasette adds it where it is given no files
    path = database or archive_folder / "db" / "archive.db"
    datasette.add_database(ReadOnlyDatabase(datasette, archive_folder, path, allowed), name=DATABASE)
    return datasette


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    if not 0 <= port <= 65_535:
        raise UsageError(f"there is no port {port}", hint="ports go from 0 to 65535")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno in _NOT_OURS:
            raise UsageError(f"{host} is no address of this machine", hint=f"--host is {HOST} if not given") from error
        why = "another program uses it" if error.errno == errno.EADDRINUSE else error.strerror
        hint = "choose another with --port, or 0 for any free one"
        raise UsageError(f"cannot listen on port {port}: {why}", hint=hint) from error
    with listener:
        # What has to be sent is sent at once: else the second part of an answer waits for the browser to acknowledge
        # the first, which takes 40 ms on every connection that stays open. asyncio does not see that this is TCP.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listener


def _run(app: ASGIApp, listener: socket.socket, editing: Editing | None) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="critical",  # Datasette shows errors itself; uvicorn would trace every request cut off at the end
        access_log=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    server = uvicorn.Server(config)
    # A page of hours is made of some hundred thousand small objects, none of which points back at itself: the collector
    # would walk through all of them, and all that was imported, a dozen times, which is a third of the page's time.
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    with _ending_well(server):
        host, number = listener.getsockname()[:2]
        address = f"http://[{host}]:{number}" if ":" in host else f"http://{host}:{number}"
        print(f"{address}/\n{address}/-/archive  (start here: the briefings, to read and listen to)", flush=True)
        if editing:
            print(f"{address}{editing.path}  (whoever opens this may put things right)", flush=True)
        server.run(sockets=[listener])


@contextmanager
def _ending_well(server: uvicorn.Server) -> Iterator[None]:
    """Stop at SIGINT and SIGTERM.

    uvicorn stops at them too, but then raises them again, which would end the process as if it had failed.
    """
    before = {number: signal.signal(number, server.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
