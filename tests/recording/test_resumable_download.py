"""Downloads: whole or not at all, from where they broke off, whatever the server does."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scripted_server import CHANGED, DATE, RESET, SOUND, Asked, Clock, chunked, head, local_web, scripted, whole

from archiver.errors import DownloadFailed, WrongLength
from archiver.fetch.limits import Limits
from archiver.recording.partial_files import partial
from archiver.recording.resumable_download import downloaded
from archiver.reporting import Silent

SIZE = len(SOUND)
HALF = 100_000
BY_TAG: dict[str, Any] = {"ETag": '"one"'}
BY_DATE = {"Last-Modified": CHANGED, "Date": DATE}
GO_ON = "the same command goes on from there"


def ranged(asked: Asked, mark: dict[str, str], **instead: object) -> list[bytes]:
    """What a good server answers to a request for the rest; ``instead`` has other headers."""
    start = asked.start
    told = {"Content-Length": SIZE - start, "Content-Range": f"bytes {start}-{SIZE - 1}/{SIZE}", **mark}
    told |= {name.replace("_", "-"): value for name, value in instead.items()}
    return [head(206, told), SOUND[start:]]


def broken(size: int, mark: dict[str, str], **instead: object) -> list[bytes]:
    """The whole recording announced, and only its beginning sent."""
    return [head(200, {"Content-Length": SIZE, **mark, **instead}), SOUND[:size]]


def got(url: str, folder: Path, limits: Limits | None = None) -> bytes:
    """Download, and see that nothing is left; 4 attempts after the first do not sleep."""
    with downloaded(local_web(Clock()), url, folder, Silent(), limits or Limits("recording", 10**9, 60)) as whole:
        data = whole.path.read_bytes()
    assert left(folder) == []
    return data


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "media").iterdir())


def one_after_the_other(*answers: Callable[[Asked], list[bytes]]) -> Callable[[Asked], list[bytes]]:
    """A script that answers each request with the next of ``answers``, and with the last for ever."""
    waiting = list(answers)
    return lambda asked: (waiting.pop(0) if len(waiting) > 1 else waiting[0])(asked)


def test_a_recording_comes_whole(tmp_path: Path) -> None:
    with scripted(lambda asked: whole(SOUND)) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.asked[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("mark", [BY_TAG, BY_DATE, {**BY_TAG, **BY_DATE}], ids=["tag", "date", "both"])
@pytest.mark.parametrize("size", [1, 65536, 131072, HALF, SIZE - 1])
def test_what_broke_off_goes_on_where_it_stopped(tmp_path: Path, size: int, mark: dict[str, str]) -> None:
    script = one_after_the_other(lambda asked: broken(size, mark), lambda asked: ranged(asked, mark))
    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, f"bytes={size}-"]
    assert server.asked[1].headers["if-range"] == mark.get("ETag", CHANGED)


def test_every_break_is_gone_on_from(tmp_path: Path) -> None:
    """A connection that always breaks after another fifth still brings it all."""

    def script(asked: Asked) -> list[bytes]:
        if not asked.start:
            return broken(45_000, BY_TAG)
        answer, body = ranged(asked, BY_TAG)
        return [answer, body[:45_000]]

    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, *(f"bytes={n * 45_000}-" for n in range(1, 5))]


def test_a_reset_keeps_what_came_before(tmp_path: Path) -> None:
    script = one_after_the_other(lambda asked: [*broken(HALF, BY_TAG), RESET], lambda asked: ranged(asked, BY_TAG))
    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND


@pytest.mark.parametrize("answer", [[], [head(200, {"Content-Length": SIZE, **BY_TAG})]], ids=["no headers", "no byte"])
def test_nothing_came(tmp_path: Path, answer: list[bytes]) -> None:
    script = one_after_the_other(lambda asked: answer, lambda asked: whole(SOUND, **BY_TAG))
    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, None]


def interrupted(server_url: str, folder: Path) -> DownloadFailed:
    with pytest.raises(DownloadFailed) as told, downloaded(local_web(), server_url, folder, Silent()):
        pass
    return told.value


def test_another_run_goes_on(tmp_path: Path) -> None:
    """What is there is asked of the file, not of what was once written down about it."""
    up = False

    def script(asked: Asked) -> list[bytes]:
        if up:
            return ranged(asked, BY_TAG)
        return [] if asked.start else broken(HALF, BY_TAG)

    with scripted(script) as server:
        url = f"{server.url}/x.mp3?secret=../../x"
        told = interrupted(url, tmp_path)
        assert str(told).endswith("5 times; 0.1 of 0.2 MB are kept; try again later, or check the address; " + GO_ON)
        file, note = (tmp_path / "media" / name for name in left(tmp_path))
        assert file.read_bytes() == SOUND[:HALF]
        assert "secret" not in file.name
        assert json.loads(note.read_text()) == {"url": url, "etag": '"one"', "last_modified": None, "size": SIZE}
        os.truncate(file, 70_001)  # a power cut takes the last bytes
        up = True
        assert got(url, tmp_path) == SOUND
    assert server.ranges[-1] == "bytes=70001-"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda asked: whole(SOUND, **BY_TAG), id="200"),
        pytest.param(lambda asked: whole(SOUND, ETag='"two"'), id="200 of another"),
        pytest.param(lambda asked: ranged(asked, BY_TAG, Content_Range=f"bytes 0-{SIZE - 1}/{SIZE}"), id="offset"),
        pytest.param(lambda asked: ranged(asked, BY_TAG, Content_Range=f"bytes 99999-{SIZE - 1}/{SIZE}"), id="less"),
        pytest.param(lambda asked: ranged(asked, {"ETag": '"two"'}), id="changed tag"),
        pytest.param(lambda asked: ranged(asked, {}), id="no tag"),
        pytest.param(lambda asked: ranged(asked, {"ETag": 'W/"one"'}), id="weak tag"),
        pytest.param(lambda asked: ranged(asked, BY_TAG, Content_Range=f"bytes {HALF}-{SIZE}/{SIZE + 1}"), id="total"),
        pytest.param(lambda asked: ranged(asked, BY_TAG, Content_Range=f"bytes {HALF}-{SIZE - 1}/*"), id="no total"),
        pytest.param(lambda asked: ranged(asked, BY_TAG, Content_Range=""), id="no range"),
        pytest.param(lambda asked: ranged(asked, BY_TAG, Content_Encoding="gzip"), id="packed"),
        pytest.param(lambda asked: whole(b"", 416, Content_Range=f"bytes */{SIZE}"), id="416"),
    ],
)
def test_what_is_not_surely_the_rest_is_not_used(tmp_path: Path, other: Callable[[Asked], list[bytes]]) -> None:
    new = bytes(reversed(SOUND))

    def script(asked: Asked) -> list[bytes]:
        if len(server.asked) == 1:
            return broken(HALF, BY_TAG)
        return [part.replace(SOUND, new) for part in other(asked)] if asked.start else whole(new, ETag='"two"')

    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == new
    assert server.ranges[:2] == [None, f"bytes={HALF}-"]
    assert server.ranges[2:] in ([], [None])


def test_a_mark_is_forgotten_with_its_bytes(tmp_path: Path) -> None:
    script = one_after_the_other(
        lambda asked: broken(HALF, BY_TAG), lambda asked: broken(HALF, {}), lambda asked: whole(SOUND)
    )
    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, f"bytes={HALF}-", None]


def test_a_changed_date_starts_again(tmp_path: Path) -> None:
    changed = {**BY_DATE, "Last-Modified": "Sat, 01 Apr 2006 10:00:00 GMT"}
    script = one_after_the_other(
        lambda asked: broken(HALF, BY_DATE), lambda asked: ranged(asked, changed), lambda asked: whole(SOUND)
    )
    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, f"bytes={HALF}-", None]


@pytest.mark.parametrize(
    "mark",
    [
        {},
        {"ETag": 'W/"weak"'},
        {"ETag": "bare"},
        {"Last-Modified": CHANGED},  # without a date of its own it may have changed twice in that second
        {"Last-Modified": DATE, "Date": DATE},
        {"Last-Modified": "yesterday", "Date": DATE},
        {"Last-Modified": CHANGED, "Date": "Mon, 03 Apr 2006 10:00:00"},
    ],
)
def test_without_a_mark_it_starts_again(tmp_path: Path, mark: dict[str, str]) -> None:
    script = one_after_the_other(lambda asked: broken(HALF, mark), lambda asked: whole(SOUND))
    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, None]
    with scripted(lambda asked: broken(HALF, mark)) as server:
        assert "kept" not in str(interrupted(f"{server.url}/x.mp3", tmp_path))
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda note: note.unlink(),
        lambda note: note.write_text("{"),
        lambda note: note.write_text("[]"),
        lambda note: note.write_text('{"url": 1}'),
        lambda note: note.write_bytes(b"\xff\xfe"),
    ],
)
def test_what_nobody_knows_about_is_not_gone_on_with(tmp_path: Path, damage: Callable[[Path], Any]) -> None:
    up = False
    with scripted(lambda asked: whole(SOUND) if up else broken(HALF, BY_TAG)) as server:
        interrupted(f"{server.url}/x.mp3", tmp_path)
        damage(tmp_path / "media" / left(tmp_path)[1])
        up = True
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges[-1] is None


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([head(200, {"Content-Length": HALF, **BY_TAG}), SOUND], id="beyond the length"),
        pytest.param([head(200, {"Content-Length": SIZE - 1, **BY_TAG}) + SOUND], id="one byte beyond"),
    ],
)
def test_more_than_announced(tmp_path: Path, answer: list[bytes]) -> None:
    with scripted(lambda asked: answer) as server:
        with pytest.raises(WrongLength, match="sends more than the"):
            got(f"{server.url}/x.mp3", tmp_path)
        assert len(server.asked) == 1
    assert left(tmp_path) == []


def test_more_than_the_rest(tmp_path: Path) -> None:
    def script(asked: Asked) -> list[bytes]:
        if not asked.start:
            return broken(HALF, BY_TAG)
        told = {"Content-Range": f"bytes {HALF}-{SIZE - 1}/{SIZE}", **BY_TAG, "Transfer-Encoding": "chunked"}
        return [head(206, told), *chunked(SOUND[HALF:], b"more")[1:]]

    with scripted(script) as server, pytest.raises(WrongLength, match="sends more than the 204,803 bytes"):
        got(f"{server.url}/x.mp3", tmp_path)
    assert left(tmp_path) == []


def test_less_than_the_rest(tmp_path: Path) -> None:
    """A part that ends properly, but before the whole does, is no whole."""

    def script(asked: Asked) -> list[bytes]:
        if not asked.start:
            return broken(HALF, BY_TAG)
        end = min(asked.start + 50_000, SIZE)
        told = {"Content-Range": f"bytes {asked.start}-{end - 1}/{SIZE}", "Content-Length": end - asked.start, **BY_TAG}
        return [head(206, told), SOUND[asked.start : end]]

    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, *(f"bytes={HALF + n * 50_000}-" for n in range(3))]


def test_chunks(tmp_path: Path) -> None:
    """Only the last, empty chunk makes it whole; where the rest comes with a total, that counts."""
    with scripted(lambda asked: chunked(SOUND[:HALF], SOUND[HALF:])) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    script = one_after_the_other(
        lambda asked: chunked(SOUND[:HALF], end=False, **BY_TAG), lambda asked: ranged(asked, BY_TAG)
    )
    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, f"bytes={HALF}-"]
    with scripted(lambda asked: chunked(SOUND, end=False)) as server:
        assert "kept" not in str(interrupted(f"{server.url}/x.mp3", tmp_path))
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        pytest.param([head(version="1.0"), SOUND], False, id="until the connection ends"),
        pytest.param([head(200, {"Content-Type": "audio/mpeg"}), SOUND], False, id="without any length"),
        pytest.param(whole(SOUND), True, id="length"),
        pytest.param(chunked(SOUND, Content_Length=17), True, id="chunks beside a length"),
        pytest.param(
            [head(206, {"Content-Range": f"bytes 0-{SIZE - 1}/{SIZE}", "Content-Length": SIZE}), SOUND],
            True,
            id="a part that is the whole",
        ),
    ],
)
def test_an_end_that_may_be_a_break_is_marked(tmp_path: Path, answer: list[bytes], ends: bool) -> None:
    with scripted(lambda asked: answer) as server, downloaded(local_web(), server.url, tmp_path, Silent()) as got:
        assert (got.path.read_bytes(), got.ends) == (SOUND, ends)
    assert left(tmp_path) == []


def test_a_packed_recording(tmp_path: Path) -> None:
    packed = gzip.compress(SOUND)
    with scripted(lambda asked: whole(packed, Content_Encoding="gzip", **BY_TAG)) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    cut = [head(200, {"Content-Length": len(packed), "Content-Encoding": "gzip", **BY_TAG}), packed[:-9]]
    script = one_after_the_other(lambda asked: cut, lambda asked: whole(SOUND))
    with scripted(script) as server:
        assert got(f"{server.url}/x.mp3", tmp_path) == SOUND
    assert server.ranges == [None, None]


@pytest.mark.parametrize(
    "answer",
    [
        whole(SOUND),
        chunked(SOUND, **BY_TAG),
        whole(gzip.compress(bytes(SIZE)), Content_Encoding="gzip"),
        [head(200, {"Content-Length": SIZE, **BY_TAG})],
    ],
)
def test_too_long_for_a_recording(tmp_path: Path, answer: list[bytes]) -> None:
    with scripted(lambda asked: answer) as server:
        with pytest.raises(WrongLength, match=r"is longer than 0\.2048 MB: that is no recording"):
            got(f"{server.url}/x.mp3", tmp_path, Limits("recording", SIZE - 3, 60))
        assert len(server.asked) == 1
    assert left(tmp_path) == []


def test_what_is_gone_on_with_is_not_too_long_either(tmp_path: Path) -> None:
    script = one_after_the_other(
        lambda asked: chunked(SOUND[:HALF], end=False, **BY_TAG), lambda asked: ranged(asked, BY_TAG)
    )
    with scripted(script) as server, pytest.raises(WrongLength, match=r"is longer than 0\.15 MB"):
        got(f"{server.url}/x.mp3", tmp_path, Limits("recording", 150_000, 60))
    assert left(tmp_path) == []


def test_gone_for_good_keeps_what_came(tmp_path: Path) -> None:
    script = one_after_the_other(lambda asked: broken(HALF, BY_TAG), lambda asked: whole(b"", 404))
    with scripted(script) as server:
        told = interrupted(f"{server.url}/x.mp3", tmp_path)
    assert (told.status, told.kept) == (404, "0.1 of 0.2 MB are kept")
    assert len(left(tmp_path)) == 2


def test_what_cannot_be_used_is_not_left_behind(tmp_path: Path) -> None:
    with (
        scripted(lambda asked: whole(SOUND, **BY_TAG)) as server,
        pytest.raises(ZeroDivisionError),
        downloaded(local_web(), f"{server.url}/x.mp3", tmp_path, Silent()),
    ):
        raise ZeroDivisionError
    assert left(tmp_path) == []


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    with (
        scripted(lambda asked: whole(SOUND)) as server,
        partial(tmp_path / "media", f"{server.url}/x.mp3") as part,
    ):
        part.write(b"theirs")
        with pytest.raises(DownloadFailed, match="is being downloaded by another run"):
            got(f"{server.url}/x.mp3", tmp_path)
        part.flush()
        assert part.path.read_bytes() == b"theirs"
    assert server.asked == []


def test_no_address_names_a_file(tmp_path: Path) -> None:
    for url in ("http://x/../../../etc/passwd", "http://x/" + "a" * 5000, "http://x/%00\n", "http://ann:pw@x/"):
        with partial(tmp_path / "media", url) as part:
            assert part.path.parent == tmp_path / "media"
            assert part.path.name.startswith(".partial-")
            assert len(part.path.name) == len(".partial-") + 32
    assert left(tmp_path) == []
