"""What is written can be found again: by name, newest first where versions differ, and as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from archive_examples import (
    HEARD,
    LINKS,
    STATEMENT,
    add_everything,
    add_heard,
    add_links,
    add_page,
    add_sound,
    archive_with,
    counts,
    later_version,
)

from archiver.archive import read, release_history, stats, transcripts, write
from archiver.archive.store import Archive, Event
from archiver.errors import AmbiguousRelease, NoSuchRelease, UsageError
from archiver.models import Capture, MediaLink, Segment

archive = archive_with()


def test_a_file_without_an_address_is_captured_once(archive: Archive) -> None:
    def capture(sha256: str) -> int:
        with archive.step(Event("page")):
            return write.add_capture(archive, Capture("page", f"media/{sha256}", sha256, 7))

    assert capture("ab") == capture("ab") != capture("cd")


def test_an_address_is_captured_as_often_as_it_changes(archive: Archive) -> None:
    address, bytes_of = STATEMENT.url, {1: b"<p>One.", 2: b"<p>Two."}
    assert [add_page(archive, data=bytes_of[n]) for n in (1, 2, 1)] == [1, 2, 3]
    hashes = [row["sha256"] for row in archive.rows("select sha256 from captures order by id")]
    assert hashes[0] == hashes[2] != hashes[1]
    assert read.release_of_page(archive, address, hashes[0]) == 3
    assert read.release_of_page(archive, address, hashes[1]) is None
    assert read.release_of_page(archive, None, hashes[0]) is None


def test_a_release_is_read_as_it_was_written(archive: Archive) -> None:
    release = add_page(archive)
    (row,) = archive.rows("select * from releases")
    for name in ("title", "url", "number", "issuer", "date", "updated", "language"):
        assert row[name] == getattr(STATEMENT, name)
    paragraphs = archive.rows("select position, text, label, heading from paragraphs order by position")
    assert paragraphs == [
        {"position": p.position, "text": p.text, "label": p.label, "heading": p.heading} for p in STATEMENT.paragraphs
    ]
    links = read.media_links_of(archive, release)
    assert [(link["position"], link["label"], link["announced_kb"]) for link in links] == [
        (1, "Video", None),
        (2, "Press briefing", 20_036),
    ]
    assert {link["reason"] for link in links} == {"not fetched yet"}


def test_a_changed_page_replaces_the_older_version(archive: Archive) -> None:
    first = add_page(archive)
    second = later_version(archive, title="Statement, corrected")
    other = add_page(archive, replace(STATEMENT, url="https://example.org/other.htm", title="Other"))
    assert archive.rows("select id, replaces from releases order by id") == [
        {"id": first, "replaces": None},
        {"id": second, "replaces": first},
        {"id": other, "replaces": None},
    ]
    assert [read.newer_version(archive, release) for release in (first, second, other)] == [second, None, None]
    assert [row["id"] for row in read.list_releases(archive)] == [second, other]


def test_files_without_an_address_are_no_versions_of_each_other(archive: Archive) -> None:
    add_page(archive, replace(STATEMENT, url=None))
    add_page(archive, replace(STATEMENT, url=None), b"<p>Another file.")
    assert archive.rows("select replaces from releases") == [{"replaces": None}] * 2


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("1", 1),  # an old id stays openable
        ("2", 2),
        ("https://example.org/p06-042e.htm", 2),  # the newest version at the address
        ("harbour safety", 2),
        ("HARBOUR SAFETY", 2),
        ("pilots", 3),
        ("(2006)043", 3),
    ],
)
def test_a_release_goes_by_several_names(archive: Archive, name: str, found: int) -> None:
    _three_releases(archive)
    assert read.find_release(archive, name) == found


@pytest.mark.parametrize(
    "name", ["4", "0", "-1", "harbour of nowhere", "https://example.org/", "9" * 30, "%", "quays' or 1 --"]
)
def test_no_release_goes_by_that_name(archive: Archive, name: str) -> None:
    _three_releases(archive)
    with pytest.raises(NoSuchRelease, match="no release goes by"):
        read.find_release(archive, name)


def test_a_name_of_several_releases(archive: Archive) -> None:
    _three_releases(archive)
    with pytest.raises(AmbiguousRelease, match="2: Statement on harbour safety; 3: Statement on pilots; give the id"):
        read.find_release(archive, "statement")


def _three_releases(archive: Archive) -> None:
    add_page(archive)
    later_version(archive)
    add_page(archive, replace(STATEMENT, url=None, title="Statement on pilots", number="(2006)043"))


def test_a_recording_goes_by_its_id_or_the_beginning_of_its_hash(archive: Archive) -> None:
    recording = add_sound(archive, add_page(archive))
    sha256 = read.find_recording(archive, str(recording))["sha256"]
    for name in (sha256, sha256[:6], sha256[:40].upper()):
        assert read.find_recording(archive, name)["id"] == recording


@pytest.mark.parametrize("name", ["2", "", "abc", "%%%%%%", "______", "9" * 30])
def test_no_recording_goes_by_that_name(archive: Archive, name: str) -> None:
    add_sound(archive, add_page(archive))
    with pytest.raises(UsageError, match="no recording goes by"):
        read.find_recording(archive, name)


def test_a_link_tells_why_its_recording_is_missing_until_it_is_there(archive: Archive) -> None:
    release = add_page(archive)
    video, briefing = (link["id"] for link in read.media_links_of(archive, release))
    with archive.step(Event("recording")):
        write.not_obtained(archive, video, "the server said 404")
        write.not_obtained(archive, briefing, "not fetched")
    add_sound(archive, release)
    told = [(link["id"], link["reason"]) for link in read.media_links_of(archive, release)]
    assert told == [(briefing, None), (video, "the server said 404")]  # obtained ones first


def test_the_same_bytes_are_one_recording(archive: Archive) -> None:
    first = add_page(archive)
    second = add_page(archive, replace(STATEMENT, url="https://example.org/two-days-older.htm"))
    assert add_sound(archive, first) == add_sound(archive, second)
    assert read.releases_of(archive, 1) == [first, second]


def test_a_recording_stands_on_the_newest_versions(archive: Archive) -> None:
    first = add_page(archive)
    second = add_page(archive, data=b"<p>The statement, in other bytes.")
    recording = add_sound(archive, first)
    add_sound(archive, second)
    assert read.releases_of(archive, recording) == [second]


def test_sound_that_comes_later_takes_the_transcript_over(archive: Archive) -> None:
    release = add_page(archive)
    link = read.media_links_of(archive, release)[1]["id"]
    with archive.step(Event("recording")):
        silent = write.add_silent_recording(archive, link)
    transcript = add_heard(archive, silent)
    archive.table("human_links").insert(
        {"release": release, "recording": silent, "start": 0.0, "end": 1.0, "created": "2026-03-01T10:00:00Z"}
    )
    recording = add_sound(archive, release)
    assert [row["id"] for row in transcripts.transcripts_of(archive, recording)] == [transcript]
    assert archive.rows("select recording from human_links") == [{"recording": recording}]
    assert archive.rows("select id from recordings") == [{"id": recording}]


def test_a_link_beyond_those_of_the_page(archive: Archive) -> None:
    release = add_page(archive)
    with archive.step(Event("recording")):
        write.add_media_link(archive, release, MediaLink("Questions and answers"))
    assert [link["position"] for link in read.media_links_of(archive, release)] == [1, 2, 3]


def test_sentences_come_back_as_they_were_heard(archive: Archive) -> None:
    transcript = add_heard(archive, add_sound(archive, add_page(archive)))
    assert transcripts.segments_of(archive, transcript) == list(HEARD.segments)
    assert archive.rows("select label, name from speakers") == [
        {"label": "S1", "name": None},
        {"label": "S2", "name": None},
    ]


def test_what_was_not_timed_stays_without_a_time(archive: Archive) -> None:
    add_heard(archive, add_sound(archive, add_page(archive)))
    known = archive.rows("select heard, start, words.end, probability from words order by id")
    assert known[0] == {"heard": "Good", "start": 0.5, "end": 1.0, "probability": 0.9}
    assert known[-1] == {"heard": "lamps.", "start": None, "end": None, "probability": None}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"parameters": {"beam_size": 5, "language": None}}, True),  # in another order
        ({"parameters": {"beam_size": 5, "language": "en"}}, False),
        ({"parameters": {"beam_size": 5}}, False),
        ({"engine": "openai-whisper"}, False),
        ({"model_sha256": "cd" * 32}, False),
        ({"model_sha256": None}, False),
    ],
)
def test_the_same_hearing_is_recognised(archive: Archive, changes: dict[str, object], same: bool) -> None:
    recording = add_sound(archive, add_page(archive))
    transcript = add_heard(archive, recording)
    wanted = replace(HEARD, **changes)  # type: ignore[arg-type]
    found = transcripts.same_transcript(
        archive,
        recording,
        engine=wanted.engine,
        model_sha256=wanted.model_sha256,
        parameters=wanted.parameters,
    )
    assert found == (transcript if same else None)


def test_links_lead_to_the_paragraphs_and_sentences_they_name(archive: Archive) -> None:
    release = add_page(archive)
    later_version(archive)  # so that positions and ids differ
    transcript = add_heard(archive, add_sound(archive, release))
    alignment = add_links(archive, release, transcript)
    assert archive.rows(
        "select s.heard, p.text, relation, span_start, span_end, links.start from links "
        "join segments s on s.id = segment join paragraphs p on p.id = paragraph where alignment = ? order by s.id",
        [alignment],
    ) == [
        {
            "heard": HEARD.segments[link.segment - 1].heard,
            "text": STATEMENT.paragraphs[link.paragraph - 1].text,
            "relation": link.relation,
            "span_start": link.span[0],
            "span_end": link.span[1],
            "start": link.start,
        }
        for link in LINKS
    ]


def test_the_newest_alignment_counts(archive: Archive) -> None:
    release = add_page(archive)
    transcript = add_heard(archive, add_sound(archive, release))
    assert transcripts.newest_alignment(archive, release, transcript) is None
    add_links(archive, release, transcript)
    newest = add_links(archive, release, transcript, LINKS[:1])
    found = transcripts.newest_alignment(archive, release, transcript)
    assert found is not None
    assert found["id"] == newest
    assert stats.stats(archive)["sentences_linked"] == 1
    assert counts(archive)["links"] == 3


def test_the_newest_transcript_counts(archive: Archive) -> None:
    release = add_everything(archive)
    later = add_heard(archive, 1, replace(HEARD, segments=(Segment(0.0, 1.0, "Nothing else was heard."),)))
    add_links(archive, release, later, ())
    assert stats.stats(archive)["sentences"] == 1
    assert stats.stats(archive)["transcripts"] == 2


@pytest.mark.parametrize(
    ("transcript", "release", "spoken"), [("fr", "en", "fr"), (None, "en", "en"), (None, None, None)]
)
def test_the_transcript_knows_best_what_was_spoken(
    archive: Archive, transcript: str | None, release: str | None, spoken: str | None
) -> None:
    page = add_page(archive, replace(STATEMENT, language=release))
    heard = add_heard(archive, add_sound(archive, page), replace(HEARD, language=transcript))
    assert transcripts.language_of(archive, page, heard) == spoken


def test_the_list_is_by_date_and_ends_with_what_has_none(archive: Archive) -> None:
    for number, date in enumerate(["2007-01-01", None, "2006-03-31"]):
        add_page(archive, replace(STATEMENT, date=date, url=None), b"page %d" % number)
    assert [row["date"] for row in read.list_releases(archive)] == ["2006-03-31", "2007-01-01", None]


def test_the_list_tells_what_is_known_of_a_release(archive: Archive) -> None:
    release = add_everything(archive)
    (row,) = read.list_releases(archive)
    assert row == {
        "id": release,
        "title": STATEMENT.title,
        "number": STATEMENT.number,
        "issuer": STATEMENT.issuer,
        "date": STATEMENT.date,
        "url": STATEMENT.url,
        "language": "en",
        "translation_of": None,
        "paragraphs": 2,
        "recordings": 2,
        "obtained": 1,
        "talked_about": 2,
    }


def test_the_archive_in_figures(archive: Archive) -> None:
    add_everything(archive)
    archive.failed(Event("recording", "the server said 404", 1))
    assert stats.stats(archive) == {
        "releases": 1,
        "paragraphs": 2,
        "recordings_missing": 1,
        "recordings": 1,
        "bytes": 29,
        "seconds": 12.3,
        "transcripts": 1,
        "sentences": 4,
        "sentences_linked": 2,
        "links_verbatim": 1,
        "links_paraphrase": 1,
        "paragraphs_never_mentioned": 0,
        "paragraphs_not_heard": 0,
        "releases_not_heard": 0,
        "failures": 1,
        "last_whole": None,
        "kb_an_hour": None,
        "kb_an_hour_without_words": None,
    }


def test_nothing_heard_is_not_never_mentioned(archive: Archive) -> None:
    add_everything(archive)
    add_page(archive, replace(STATEMENT, url="https://example.org/unheard.htm"), b"<p>Unheard.")
    silent = add_page(archive, replace(STATEMENT, url="https://example.org/silent.htm"), b"<p>Silent.")
    sound = add_sound(archive, silent, data=b"another sound")
    add_links(archive, silent, add_heard(archive, sound, replace(HEARD, segments=())), ())
    told = stats.stats(archive)
    assert (told["paragraphs"], told["paragraphs_never_mentioned"]) == (6, 0)
    assert (told["paragraphs_not_heard"], told["releases_not_heard"]) == (4, 2)
    assert [row["talked_about"] for row in read.list_releases(archive)] == [2, None, None]
    figures = archive.rows("select moments, read_out, seconds, share_read from coverage where release > 1")
    assert [tuple(row.values()) for row in figures] == [(None,) * 4] * 4


def test_an_empty_archive_in_figures(archive: Archive) -> None:
    assert set(stats.stats(archive).values()) == {0, None}


def test_how_large_an_hour_is(archive: Archive) -> None:
    add_everything(archive)
    archive.db.execute("update recordings set heard_duration = 7200")
    told = stats.stats(archive)
    assert told["kb_an_hour"] == round(archive.path.stat().st_size / 2000)
    assert told["kb_an_hour"] - told["kb_an_hour_without_words"] <= 1  # it has six words


def test_what_was_doubted_in_an_older_version_is_no_warning_about_the_newer(archive: Archive) -> None:
    first = add_everything(archive)
    archive.warn(Event("page", "no date found", first))
    archive.warn(Event("recording", "it ends early", first, 1))
    second = later_version(archive)
    archive.warn(Event("page", "no number found", second))
    assert release_history.warnings_of(archive, first) == ["no date found", "it ends early"]
    assert release_history.warnings_of(archive, second) == ["it ends early", "no number found"]


def test_history_tells_of_all_versions_and_their_recordings(archive: Archive) -> None:
    first = add_everything(archive)
    archive.warn(Event("recording", "it ends early", first, 1))
    second = later_version(archive)
    add_page(archive, replace(STATEMENT, url=None))
    told = [(row["action"], row["outcome"]) for row in release_history.history(archive, second)]
    assert told == [
        ("page", "done"),
        ("recording", "done"),
        ("transcript", "done"),
        ("alignment", "done"),
        ("recording", "warning"),
        ("page", "done"),
    ]
    assert release_history.history(archive, first) == release_history.history(archive, second)
    assert release_history.warnings_of(archive, first) == ["it ends early"]
