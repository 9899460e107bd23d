"""A recording's figures, and what is said when it is not what its page or its own header promised."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from archive_examples import archive_with
from sound_files import beeps, encode, with_hole
from step_examples import kept

from archiver.archive import read
from archiver.archive.store import Archive
from archiver.demo import RECORDING
from archiver.errors import EmptyRecording
from archiver.models import Arrival
from archiver.pipeline.intake import keep_recording

DATA = RECORDING.read_bytes()
WITHOUT_LENGTH = DATA.replace(b"Xing", bytes(4)).replace(b"Info", bytes(4))  # the first frame tells it


archive = archive_with()


def test_a_recording_is_kept_with_its_figures(archive: Archive) -> None:
    (link,) = kept(archive, "Press briefing (.MP3/1.250kb)")
    taken = keep_recording(archive, [DATA], "briefing.mp3", link)
    assert (taken.recording_id, taken.new, taken.figures, taken.warnings) == (1, True, "02:36, 1.2 MB mp3", ())
    (row,) = archive.rows("select * from recordings")
    sha256 = hashlib.sha256(DATA).hexdigest()
    peaks = json.loads(row.pop("peaks"))
    assert len(peaks) > 1000
    assert 0 <= min(peaks) < 10 < max(peaks) <= 100
    assert row.pop("added").endswith("Z")
    assert row == {
        "id": 1,
        "sha256": sha256,
        "path": f"media/{sha256[:2]}/{sha256}.mp3",
        "size": 1_249_756,
        "format": "mp3",
        "duration": 156.085,
        "codec": "mp3",
        "bit_rate": 64_000,
        "channels": 1,
        "sample_rate": 22_050,
        "heard_duration": 156.085,
    }
    assert (archive.folder / row["path"]).read_bytes() == DATA


def test_the_same_bytes_on_another_page(archive: Archive) -> None:
    (first,) = kept(archive, "Press briefing (.MP3/1.250kb)")
    (second,) = kept(archive, "The same briefing (.MP3/20.036kb)")
    keep_recording(archive, [DATA], "briefing.mp3", first)
    taken = keep_recording(archive, [DATA], "copy.mp3", second)
    assert (taken.recording_id, taken.figures) == (1, "archived before")
    assert taken.warnings == ("“The same briefing” was announced with 20,036 kB, the recording has 1,250 kB",)
    assert read.releases_of(archive, 1) == [first["release"], second["release"]]


@pytest.mark.parametrize(
    ("line", "warned"),
    [
        ("Press briefing (.MP3/1.250kb)", []),
        ("Press briefing (.MP3/1.150kb)", []),
        ("Press briefing (.MP3/1.100kb)", ["kB"]),
        ("Press briefing (.MP3/1.380kb)", []),
        ("Press briefing (.MP3/1.400kb)", ["kB"]),
        ("Press briefing (MP3, 2:36)", []),
        ("Press briefing (MP3, 21:30)", ["was announced with 21:30, the recording lasts 02:36"]),
    ],
)
def test_a_tenth_off_is_told(archive: Archive, line: str, warned: list[str]) -> None:
    (link,) = kept(archive, line)
    warnings = keep_recording(archive, [DATA], "briefing.mp3", link).warnings
    assert len(warnings) == len(warned)
    assert all(part in warning for part, warning in zip(warned, warnings, strict=True))


@pytest.mark.parametrize(("share", "warned"), [(1.0, False), (0.99, False), (0.9, True), (0.1, True)])
def test_sound_that_ends_early_is_told(archive: Archive, share: float, warned: bool) -> None:
    (link,) = kept(archive, "Press briefing (.MP3)")
    taken = keep_recording(archive, [DATA[: int(len(DATA) * share)]], "briefing.mp3", link)
    assert bool(taken.warnings) == warned
    assert all("and the recording is incomplete" in warning for warning in taken.warnings)
    (row,) = archive.rows("select duration, heard_duration from recordings")
    assert row["heard_duration"] == pytest.approx(156.085 * share, abs=0.2)
    assert row["duration"] == 156.085


@pytest.mark.parametrize("name", ["talk.wav", "talk.flac"])
def test_a_header_that_says_more_than_is_there(archive: Archive, tmp_path: Path, name: str) -> None:
    (link,) = kept(archive, "Press briefing (.MP3)")
    data = encode(tmp_path / name, "flac" if name == "talk.flac" else "pcm_s16le", beeps(40, (2,))).read_bytes()
    (warning,) = keep_recording(archive, [data[: len(data) // 2]], name, link).warnings
    assert re.fullmatch(f"{name} ends at 00:(19|20) of 00:40; the first 20 s were archived, and .* incomplete", warning)


def test_nothing_came(archive: Archive) -> None:
    (link,) = kept(archive, "Press briefing (.MP3)")
    with pytest.raises(EmptyRecording):
        keep_recording(archive, [], "briefing.mp3", link)
    assert archive.rows("select 1 from recordings") == []
    assert [path.suffix for path in (archive.folder / "media").rglob("*.*")] == [".txt"]


def test_damage_channels_and_tracks_are_told_and_kept(archive: Archive, tmp_path: Path) -> None:
    voice = beeps(40, (2, 8, 25, 33))
    (link,) = kept(archive, "Point de presse (.MP3)")
    damaged = with_hole(encode(tmp_path / "point.mp3", "mp3", voice), 0.30, 0.55)
    told = keep_recording(archive, [damaged.read_bytes()], "point.mp3", link).warnings
    assert told[0].startswith("point.mp3 is damaged: nothing could be decoded from 00:12 to 00:22 (10.")
    film = encode(tmp_path / "film.mka", "flac", voice, voice, languages=("eng", "fre"))
    told = keep_recording(archive, [film.read_bytes()], "film.mka", link).warnings
    assert told[0].startswith("film.mka has 2 sound tracks: 1 (en); 2 (fr). The one in the release's language")
    warned = archive.rows("select message from events where outcome = 'warning' order by id")
    assert [row["message"].partition(" ")[0] for row in warned] == ["point.mp3", "film.mka"]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (WITHOUT_LENGTH, "briefing.mp3", "it lasts 02:36, and may have broken off there"),
        (DATA, "point-de-presse.mp3", "the file itself says 02:36, and all of that is there"),
        (DATA[:600_000], "point-de-presse.mp3", "ends at 01:14 of 02:36"),
    ],
    ids=["untold", "whole", "broken off"],
)
def test_a_server_that_does_not_say_how_much_it_sends(archive: Archive, data: bytes, name: str, said: str) -> None:
    (link,) = kept(archive, "Press briefing (.MP3/1.250kb)")
    link |= {"announced_kb": None}
    arrival = Arrival("http://press.example/x", "http://press.example/x", 200, (), ends=False)
    (warning,) = keep_recording(archive, [data], name, link, arrival).warnings
    assert said in warning
    assert warning.count(name) == 1
