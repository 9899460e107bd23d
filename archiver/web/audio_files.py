"""Recordings by their hash, in whole or in the ranges that a player asks for.

The address has a hash and nothing else that counts: where the bytes lie stands in the database, and must be in the
folder ``media/`` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse, Response

from archiver.archive.files import recording_file
from archiver.archive.store import Row
from archiver.errors import DamagedFile
from archiver.web.archives import folder_of
from archiver.web.pages import Unanswered, archive_of, query_rows

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from starlette.types import Send

UNNAMED = "application/octet-stream"  # formats for which no type is registered and no browser has a player
# By the extension that a recording has in the archive; never by what a server or a page called it.
MEDIA_TYPES: Mapping[str, str] = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "aac": "audio/aac",
    "m4a": "audio/mp4",
    "aiff": "audio/aiff",
    "wma": "audio/x-ms-wma",
    "mka": "audio/x-matroska",
    "amr": "audio/amr",
    "rm": "audio/vnd.rn-realaudio",
    "au": "audio/basic",
    "avi": "video/x-msvideo",
    "ts": "video/mp2t",
    "mpg": "video/mpeg",
    "caf": "audio/x-caf",
    "wv": "audio/x-wavpack",
    "ac3": "audio/ac3",
    "eac3": "audio/eac3",
    "dts": "audio/vnd.dts",
    "flv": "video/x-flv",
    "mxf": "application/mxf",
    "gxf": "application/gxf",
    "qcp": "audio/qcelp",
    "dsf": "audio/x-dsf",
    **dict.fromkeys(("ape", "tta", "tak", "shn", "mpc", "w64", "voc", "oma", "nut", "dv", "nsv", "wtv"), UNNAMED),
    **dict.fromkeys(("latm", "thd", "sph", "sf", "sox", "iff", "dss", "lbc"), UNNAMED),
}

SOUND_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=31536000, immutable",  # the address tells the bytes
}


async def sound_file(datasette: Datasette, request: Request, send: Send) -> None:
    """The bytes of a recording, as HTTP asks for them."""
    archive = await archive_of(datasette, request)  # who may not see what was said may not hear it, either
    asked = request.url_vars
    sql = "select path, sha256, size, added from recordings where sha256 = :sha256"
    found = await query_rows(archive, sql, {"sha256": asked["sha256"]})
    if not found or extension(found[0]["path"]) != asked["extension"]:
        raise Unanswered("No such recording", "The archive has no recording with this hash and ending.")
    file = await archive.execute_fn(lambda _: media_file(folder_of(archive), found[0]))  # it may have to be hashed
    size = file.stat().st_size
    tag = f'"{asked["sha256"]}"'
    headers = {**SOUND_HEADERS, "ETag": tag}
    response: Response = FileResponse(file, headers=headers, media_type=MEDIA_TYPES[asked["extension"]])
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if known & {tag, "*"}:  # the browser has it already
        response = Response(status_code=304, headers=headers)
    await response(_with_range(request, size), request.receive, send)


def sound_address(home: str, sha256: str, path: str | None) -> str | None:
    """Where a recording is played from; None for a file that is no sound of ours.

    home: where our pages begin
    path: where the recording lies in the archive
    """
    ending = extension(path)
    return f"{home}/recordings/{sha256}.{ending}" if ending else None


def extension(path: str | None) -> str:
    """The ending of a recording's file, without its dot; empty for one that is no sound of ours."""
    ending = PurePosixPath(path or "").suffix.removeprefix(".")
    return ending if ending in MEDIA_TYPES else ""


def media_file(folder: Path, recording: Row) -> Path:
    """The file of a recording, in the folder ``media/`` of an archive; raises ``Unanswered``."""
    file = (folder / recording["path"]).resolve()
    if not file.is_relative_to((folder / "media").resolve()) or not file.is_file():
        raise Unanswered("The recording is not here", "The archive knows it, but its file does not lie in media/.")
    try:
        return recording_file(folder, recording).resolve()
    except DamagedFile as error:
        raise Unanswered("The recording is not here", "In its place lies another file.") from error


def _with_range(request: Request, size: int) -> dict[str, object]:
    """The request's scope, its ``Range`` header as ``satisfiable`` says."""
    scope = {**request.scope, "headers": list(request.scope["headers"])}
    headers = MutableHeaders(scope=scope)
    if "range" in headers:
        asked = satisfiable(headers["range"], size)
        del headers["range"]
        if asked:
            headers["range"] = asked
    return {**scope, "headers": headers.raw}


def satisfiable(asked: str, size: int) -> str | None:
    """The ranges that can be had, of those that are asked for; all of them where none can, for Starlette to refuse.

    Starlette refuses all for one beyond the end, and other units than bytes, which RFC 9110 (14.2) has ignored: None.
    """
    unit, _, listed = asked.partition("=")
    if unit.strip().lower() != "bytes":
        return None
    parts = listed.split(",")
    within = [part for part in parts if not _is_beyond(part, size)]
    return f"bytes={','.join(within or parts)}"


def _is_beyond(part: str, size: int) -> bool:
    """Whether one range begins past the last byte; ``-0`` asks for the last no bytes."""
    begins = re.fullmatch(r"\s*([0-9]{1,18})-[0-9]*\s*", part)
    return int(begins[1]) >= size if begins else part.strip() == "-0"
