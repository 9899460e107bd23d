"""Receipts of quotes hold against the archive and against the recording alone, and not when anything was changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from quote_examples import QUOTE, QUOTED, add_quoted_sound

from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.quotes.check import check_quote
from archiver.archive.store import Archive, open_archive
from archiver.demo import RECORDING
from archiver.errors import ReceiptError, UsageError
from archiver.pipeline.receipt import cut_clip, write_receipt
from archiver.pipeline.receipt_check import check_receipt


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive and a receipt of it."""
    folder = tmp_path_factory.mktemp("receipts")
    with open_archive(folder / "archive", create=True) as archive:
        add_quoted_sound(archive)
        write_receipt(archive, check_quote(archive, QUOTE), folder / "receipt")
    return folder


@pytest.fixture
def archive(made: Path) -> Iterator[Archive]:
    with open_archive(made / "archive") as opened:
        yield opened


@pytest.fixture
def receipt(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "receipt", tmp_path / "receipt"))


def test_what_it_says(receipt: Path) -> None:
    document = json.loads((receipt / "receipt.json").read_text("utf-8"))
    (place,) = document["places"]
    assert (document["verdict"], place["text"]) == ("said", QUOTED)
    assert (place["clip"]["start"], place["clip"]["end"]) == (86.0, 89.5)  # a second around the six words
    assert [word["word"] for word in place["sentences"][0]["words"]] == QUOTED.split()
    assert (place["transcript"]["model"], place["transcript"]["engine_version"]) == ("tiny.en", "1.2.1")
    assert len(place["sha256"]) == len(place["page"]["sha256"]) == 64


def test_it_holds(archive: Archive, receipt: Path) -> None:
    assert [one.what for one in check_receipt(receipt, archive) if not one.holds] == []
    assert [one.what for one in check_receipt(receipt, RECORDING) if not one.holds] == []
    assert len(check_receipt(receipt, archive)) == 10
    assert len(check_receipt(receipt, RECORDING)) == 4  # the archive's page and transcript are not at hand


def change(receipt: Path, act: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads((receipt / "receipt.json").read_text("utf-8"))
    act(document)
    (receipt / "receipt.json").write_text(json.dumps(document))


def give_out(receipt: Path, sound: bytes) -> None:
    """Put other sound in place of the clip, with its own hash."""
    (receipt / "clip-1.wav").write_bytes(sound)
    change(receipt, lambda told: told["places"][0]["clip"].update(sha256=hashlib.sha256(sound).hexdigest()))


def wrong(receipt: Path, source: Archive | Path) -> list[str]:
    return [one.found for one in check_receipt(receipt, source) if not one.holds]


def test_other_recording(receipt: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mp3"
    other.write_bytes(RECORDING.read_bytes()[:-1])
    assert wrong(receipt, other) == ["it is another file"]


def silenced(data: bytes) -> bytes:
    """A fifth of a second of a clip without sound."""
    begin = len(data) // 2 & ~1
    return data[:begin] + bytes(44_100 // 5) + data[begin + 44_100 // 5 :]


def at_half_speed(data: bytes) -> bytes:
    """The same samples, which the WAV's head says to be played slowly."""
    rate = int.from_bytes(data[24:28], "little") // 2
    return data[:24] + rate.to_bytes(4, "little") + data[28:]


@pytest.mark.parametrize(
    "changed", [silenced, at_half_speed, lambda data: data[:-2000], lambda data: b"no sound", lambda data: data[:44]]
)
def test_changed_sound(receipt: Path, changed: Callable[[bytes], bytes]) -> None:
    data = changed((receipt / "clip-1.wav").read_bytes())
    (receipt / "clip-1.wav").write_bytes(data)
    assert wrong(receipt, RECORDING) == ["it was changed"]
    give_out(receipt, data)
    assert wrong(receipt, RECORDING) == ["the recording has other sound there"]


def test_missing_sound(archive: Archive, receipt: Path) -> None:
    (receipt / "clip-1.wav").unlink()
    assert wrong(receipt, archive) == ["it is missing"]
    change(receipt, lambda told: told["places"][0].update(clip=None))
    assert wrong(receipt, RECORDING) == ["it is missing"]
    assert wrong(receipt, archive) == ["it is missing", "the archive has other clip"]


def elsewhere(told: dict[str, Any]) -> None:
    """Sound of one place that is given out for that of another."""
    place = told["places"][0]
    for one in (place, place["clip"]):
        one.update(start=one["start"] + 5, end=one["end"] + 5)


def test_changed_place(archive: Archive, receipt: Path) -> None:
    change(receipt, elsewhere)
    assert wrong(receipt, RECORDING) == ["the recording has other sound there"]
    document = json.loads((receipt / "receipt.json").read_text("utf-8"))
    give_out(receipt, cut_clip(RECORDING, document["places"][0]["clip"]))
    assert wrong(receipt, RECORDING) == []  # it is the recording's own: of the words it knows nothing
    assert wrong(receipt, archive) == ["the archive has other start, end, clip"]
    change(receipt, lambda told: told["places"][0].update(start=1.0, end=2.0))
    assert "they are from 1.0 s on" in wrong(receipt, RECORDING)


FORGED: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("the verdict is “read out”", lambda told: told.update(verdict="read out")),
    ("the verdict is “said”", lambda told: told.update(differences=[{"kind": "put in"}])),
    ("the words, as in the archive", lambda told: told["places"][0].update(text="I can give you a date.")),
    ("the words, as in the archive", lambda told: told["places"][0].update(heard="I can give you a date.")),
    (
        "the words, as in the archive",
        lambda told: told["places"][0]["sentences"][0]["words"][2].update(word="can", heard="can"),
    ),
    ("the words, as in the archive", lambda told: told["places"][0]["sentences"][0].update(edited={"by": "Ada"})),
    ("who said it, as in the archive", lambda told: told["places"][0].update(speakers=["The Minister"])),
    ("where and when it was said, as in the archive", lambda told: told["places"][0].update(date="1999-01-01")),
    (
        "what made the transcript, and who corrected it, as in the archive",
        lambda told: told["places"][0]["transcript"].update(model="large-v3"),
    ),
    (
        "what made the transcript, and who corrected it, as in the archive",
        lambda told: told["places"][0]["provenance"]["tpme"].append({"human_agent": "A sworn clerk"}),
    ),
    ("the page, as in the archive", lambda told: told["places"][0]["page"].update(url="https://other.example")),
    ("the verdict is “said”", lambda told: told.update(share=0.5)),
    (
        "what made the transcript, and who corrected it, as in the archive",
        lambda told: told["places"][0]["provenance"]["events"][0].update(date="1999-01-01T00:00:00Z"),
    ),
    ("it says nothing else", lambda told: told.update(sworn="by a notary")),
    ("it says nothing else", lambda told: told["places"][0].update({"certified by": "the court"})),
    ("the places are all", lambda told: told["places"].append(told["places"][0])),
]


@pytest.mark.parametrize(("what", "forge"), FORGED)
def test_forged_words(archive: Archive, receipt: Path, what: str, forge: Callable[[dict[str, Any]], object]) -> None:
    change(receipt, forge)
    assert [one.what for one in check_receipt(receipt, archive) if not one.holds] == [what]


@pytest.mark.parametrize("name", ["../secret.wav", "/etc/passwd", "", ".", "receipt.json"])
def test_a_clip_elsewhere_is_not_read(archive: Archive, receipt: Path, name: str) -> None:
    (receipt.parent / "secret.wav").write_bytes((receipt / "clip-1.wav").read_bytes())
    change(receipt, lambda told: told["places"][0]["clip"].update(file=name))
    assert wrong(receipt, archive) in (["it is missing"], ["it was changed"])


@pytest.mark.parametrize(
    "times",
    [{"start": -1e9}, {"end": 1e12}, {"end": float("nan")}, {"end": float("inf")}, {"start": 200.0}, {"track": 7}],
)
def test_times_and_tracks_that_no_recording_has(receipt: Path, times: dict[str, float]) -> None:
    def forge(told: dict[str, Any]) -> None:
        place = told["places"][0]
        place["clip"].update(times)
        place.update(start=place["clip"]["start"] + 1, end=place["clip"]["end"] - 1)

    change(receipt, forge)
    (told,) = wrong(receipt, RECORDING)
    assert told == "the recording has other sound there" or told.startswith("they are from")


def test_a_receipt_without_places_proves_nothing(archive: Archive, receipt: Path) -> None:
    change(receipt, lambda told: told.update(places=[]))
    assert wrong(receipt, RECORDING) == ["the receipt names no place"]
    assert "the receipt names no place" in wrong(receipt, archive)


def test_what_an_older_version_did_not_tell(archive: Archive, receipt: Path) -> None:
    change(receipt, lambda told: [told.pop("short"), told["places"][0].pop("read")])
    assert wrong(receipt, archive) == []


def test_linked_again_it_still_holds(archive: Archive, receipt: Path) -> None:
    archive.db.execute("update alignments set created = '2030-01-01T00:00:00Z'")
    assert wrong(receipt, archive) == []
    archive.db.conn.rollback()


@pytest.fixture
def corrected(made: Path, tmp_path: Path) -> Iterator[Archive]:
    """The archive after Ada put a sentence right, on which nobody was quoted."""
    shutil.copytree(made / "archive", tmp_path / "archive")
    with open_archive(tmp_path / "archive") as opened:
        correct(opened, "The next question.", "Ada", "2026-05-01T00:00:00Z")
        yield opened


def correct(archive: Archive, text: str, who: str, when: str) -> None:
    correct_sentence(archive, 1, 2, text, who)
    archive.db.execute("update human_texts set created = ? where id = (select max(id) from human_texts)", [when])
    archive.db.conn.commit()


def redated(when: str) -> Callable[[dict[str, Any]], object]:
    """A receipt that gives Ada's correction another day."""

    def forge(told: dict[str, Any]) -> None:
        told["places"][0]["provenance"]["tpme"][-1]["modification_date"] = when
        told["places"][0]["provenance"]["events"][-1]["date"] = when

    return forge


def test_days_of_corrections_hold_whatever_is_corrected_later(corrected: Archive, tmp_path: Path) -> None:
    receipt, others = tmp_path / "receipt", ["the archive has other provenance"]
    write_receipt(corrected, check_quote(corrected, QUOTE), receipt)
    assert wrong(receipt, corrected) == []
    for when, what in [
        ("2026-04-01T00:00:00Z", others),
        ("2031-01-01T00:00:00Z", others),
        ("2026-05-01T00:00:00Z", []),
    ]:
        change(receipt, redated(when))
        assert wrong(receipt, corrected) == what
    correct(corrected, "One more question.", "Ben", "2030-01-01T00:00:00Z")
    assert wrong(receipt, corrected) == []
    change(receipt, redated("2026-04-01T00:00:00Z"))
    assert wrong(receipt, corrected) == others


def test_who_corrected_cannot_be_hidden(corrected: Archive, tmp_path: Path) -> None:
    write_receipt(corrected, check_quote(corrected, QUOTE), tmp_path / "receipt")
    change(tmp_path / "receipt", lambda told: [told["places"][0]["provenance"][of].pop() for of in ("tpme", "events")])
    assert wrong(tmp_path / "receipt", corrected) == ["the archive has other provenance"]


def test_no_receipt(archive: Archive, receipt: Path, tmp_path: Path) -> None:
    with pytest.raises(ReceiptError, match="is no receipt"):
        check_receipt(tmp_path, archive)
    (tmp_path / "receipt.json").write_text('{"format": "briefing-quote-receipt/1", "places": [{}]}')
    with pytest.raises(ReceiptError, match="lacks a part"):
        check_receipt(tmp_path, archive)
    (tmp_path / "receipt.json").write_text('{"format": "briefing-quote-receipt/2", "places": []}')
    with pytest.raises(ReceiptError, match="does not know"):
        check_receipt(tmp_path, archive)
    with pytest.raises(UsageError, match="not empty"):
        write_receipt(archive, check_quote(archive, QUOTE), receipt)
    with pytest.raises(UsageError, match="not said"):
        write_receipt(archive, check_quote(archive, "The moon is made of cheese"), tmp_path / "other")
