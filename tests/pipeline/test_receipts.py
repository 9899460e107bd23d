"""Receipts of quotes hold against the archive and against the recording alone, and not when anything was changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive_examples import archive_with
from quote_examples import QUOTE, QUOTED, add_quoted_sound

from archiver.archive.quotes.check import check_quote
from archiver.archive.store import Archive
from archiver.demo import RECORDING
from archiver.errors import ReceiptError, UsageError
from archiver.pipeline.receipt import check_receipt, write_receipt

archive = archive_with(add_quoted_sound, folder="archive")


@pytest.fixture
def receipt(archive: Archive, tmp_path: Path) -> Path:
    write_receipt(archive, check_quote(archive, QUOTE), tmp_path / "receipt")
    return tmp_path / "receipt"


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
    assert len(check_receipt(receipt, archive)) == 5
    assert len(check_receipt(receipt, RECORDING)) == 3  # the archive's page and transcript are not at hand


def test_changed_sound(archive: Archive, receipt: Path) -> None:
    data = bytearray((receipt / "clip-1.wav").read_bytes())
    data[5000] ^= 1
    (receipt / "clip-1.wav").write_bytes(data)
    assert [one.found for one in check_receipt(receipt, archive) if not one.holds] == ["it was changed"]


def test_other_recording(receipt: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mp3"
    other.write_bytes(RECORDING.read_bytes()[:-1])
    assert [one.found for one in check_receipt(receipt, other) if not one.holds] == ["it is another file"]


def test_changed_place(receipt: Path) -> None:
    """Sound of one place that is given out for that of another."""
    document = json.loads((receipt / "receipt.json").read_text("utf-8"))
    clip = document["places"][0]["clip"]
    clip.update(start=clip["start"] + 5, end=clip["end"] + 5)
    (receipt / "receipt.json").write_text(json.dumps(document))
    (wrong,) = (one for one in check_receipt(receipt, RECORDING) if not one.holds)
    assert wrong.found == "the recording has other sound there"


def test_changed_words(archive: Archive, receipt: Path) -> None:
    document = json.loads((receipt / "receipt.json").read_text("utf-8"))
    document["places"][0]["text"] = "I can give you a date."
    (receipt / "receipt.json").write_text(json.dumps(document))
    (wrong,) = (one for one in check_receipt(receipt, archive) if not one.holds)
    assert wrong.what == "the words are those of the archive's transcript"


def test_no_receipt(archive: Archive, receipt: Path, tmp_path: Path) -> None:
    with pytest.raises(ReceiptError, match="is no receipt"):
        check_receipt(tmp_path, archive)
    (tmp_path / "receipt.json").write_text('{"format": "briefing-quote-receipt/1", "places": [{}]}')
    with pytest.raises(ReceiptError, match="lacks a part"):
        check_receipt(tmp_path, archive)
    with pytest.raises(UsageError, match="not empty"):
        write_receipt(archive, check_quote(archive, QUOTE), receipt)
    with pytest.raises(UsageError, match="not said"):
        write_receipt(archive, check_quote(archive, "The moon is made of cheese"), tmp_path / "other")
