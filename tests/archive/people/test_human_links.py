"""What a person decides about a sentence counts wherever links are read, and outlives what it was decided on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from archive_examples import (
    HEARD,
    LINKS,
    SOUND,
    STATEMENT,
    add_everything,
    add_heard,
    add_links,
    add_page,
    add_sound,
    archive_with,
    counts,
)

from archiver.archive import read, release_history, stats
from archiver.archive.people import human_links as by_hand
from archiver.archive.people.human_links import apply_decisions, decide, none_by_hand, take_back
from archiver.archive.release_document import build_document
from archiver.archive.remove import remove_release
from archiver.archive.search import search_archive
from archiver.archive.store import Archive, Event
from archiver.errors import UsageError
from archiver.models import Link, Paragraph, Segment

FLOODS, LAMPS = (paragraph.text for paragraph in STATEMENT.paragraphs)


# The statement with its briefing: sentence 2 is read out of paragraph 1, sentence 3 paraphrases paragraph 2.
archive = archive_with(add_everything)


def linked(archive: Archive) -> list[tuple[str, int, bool]]:
    """What was said about which paragraph, and whether a person says so, as everybody sees it."""
    found = archive.rows("select text, position, human from moments order by start, position")
    return [(row["text"], row["position"], row["human"] is not None) for row in found]


def align(archive: Archive, release: int, transcript: int, links: tuple[Link, ...]) -> list[str]:
    """A new alignment, with the decisions applied as the step does."""
    made = add_links(archive, release, transcript, links)
    with archive.step(Event("alignment", "", release)):
        return apply_decisions(archive, made)


def heard_again(archive: Archive, *segments: Segment) -> int:
    return add_heard(archive, 1, replace(HEARD, engine="openai-whisper", segments=segments))


def changed(archive: Archive, *texts: str) -> int:
    paragraphs = tuple(Paragraph(number, text) for number, text in enumerate(texts, 1))
    return add_page(archive, replace(STATEMENT, paragraphs=paragraphs), "".join(texts).encode())


GREETING, READ, TOLD, ASKED = (segment.heard for segment in HEARD.segments)


def test_a_decision_takes_the_place_of_what_the_machine_found(archive: Archive) -> None:
    assert decide(archive, 1, 2, 2) == [
        "sentence 2 (00:02–00:06) belongs to paragraph 2 of release 1, as decided by hand"
    ]
    assert linked(archive) == [(READ, 2, True), (TOLD, 2, False)]
    assert [row["id"] for row in archive.rows("select id from links where overruled_by = 1")] == [1]


def test_a_sentence_that_belongs_to_none(archive: Archive) -> None:
    assert "belongs to no paragraph of release 1" in decide(archive, 1, 2, None)[0]
    assert linked(archive) == [(TOLD, 2, False)]
    assert [row["position"] for row in archive.rows("select * from sentences order by start")] == [
        None,
        None,
        2,
        None,
    ]


def test_what_is_kept_of_a_decision(archive: Archive) -> None:
    decide(archive, 1, 2, 2)
    (row,) = archive.rows("select * from human_links")
    assert row.pop("created") > "2026"
    assert row == {
        "id": 1,
        "release": 1,
        "recording": 1,
        "start": 2.5,
        "end": 6.0,
        "paragraph": 2,
        "paragraph_text": LAMPS,
        "superseded_by": None,
        "said": READ,
        "also": 0,
        "withdrawn": None,
    }


def exported(archive: Archive, release: int = 1) -> list[list[dict[str, Any]]]:
    transcript = build_document(archive, release)["recordings"][0]["transcripts"][-1]
    return [segment["links"] for segment in transcript["segments"]]


def made(archive: Archive) -> list[str]:
    """When each decision was made."""
    return [row["created"] for row in archive.rows("select created from human_links order by id")]


def test_a_paragraph_that_the_machine_did_not_find_is_meant_as_a_whole(archive: Archive) -> None:
    decide(archive, 1, 4, 2)
    assert exported(archive)[3] == [
        {
            "paragraph": 2,
            "relation": "paraphrase",
            "score": 1.0,
            "start": 9.5,
            "end": 12.0,
            "span": [0, len(LAMPS)],
            "by": "human",
            "decided": made(archive)[-1],
            "why": None,
            "grade": "by hand",
        }
    ]


def test_a_paragraph_that_the_machine_found_keeps_what_was_read_of_it(archive: Archive) -> None:
    before = exported(archive)[1][0]
    decide(archive, 1, 2, 1)
    by_hand = {"score": 1.0, "by": "human", "decided": made(archive)[-1], "grade": "by hand"}
    assert exported(archive)[1] == [{**before, **by_hand}]
    (row,) = archive.rows("select moments, read_out, share_read from coverage where position = 1")
    assert row == {"moments": 1, "read_out": 1, "share_read": 1.0}


def test_everybody_sees_it(archive: Archive) -> None:
    decide(archive, 1, 2, 2)
    assert [row["paragraph"] for row in search_archive(archive, "deplore") if row["kind"] == "said"] == [2]
    found = archive.rows("select moments, read_out, share_read from coverage order by position")
    assert [tuple(row.values()) for row in found] == [(0, 0, 0.0), (2, 0, 0.0)]
    assert stats.stats(archive)["links_verbatim"] == 0
    assert [row["talked_about"] for row in read.list_releases(archive)] == [1]
    decide(archive, 1, 2, None)
    assert [row["paragraph"] for row in search_archive(archive, "deplore") if row["kind"] == "said"] == [None]


def test_the_last_word_counts(archive: Archive) -> None:
    for paragraph in (2, None, 1, 2):
        decide(archive, 1, 4, paragraph)
    assert linked(archive) == [(READ, 1, False), (TOLD, 2, False), (ASKED, 2, True)]
    assert [row["superseded_by"] for row in archive.rows("select * from human_links")] == [2, 3, 4, None]


@pytest.mark.parametrize(
    ("before", "also", "found"),
    [
        ([1], [2], [(1, True), (2, True)]),
        ([], [2], [(1, False), (2, True)]),  # what the machine found stays
        ([], [1], [(1, True)]),
        ([None], [2], [(2, True)]),
        ([1], [2, 2], [(1, True), (2, True)]),
    ],
)
def test_a_further_paragraph(
    archive: Archive, before: list[int | None], also: list[int], found: list[tuple[int, bool]]
) -> None:
    for paragraph in before:
        decide(archive, 1, 2, paragraph)
    for further in also:
        assert "of release 1 too" in decide(archive, 1, 2, further, also=True)[0]
    assert [(position, hand) for text, position, hand in linked(archive) if text == READ] == found
    decide(archive, 1, 2, None)
    assert linked(archive) == [(TOLD, 2, False)]


def test_the_way_back(archive: Archive) -> None:
    before = exported(archive)
    decide(archive, 1, 2, None)
    decide(archive, 1, 2, 2)
    decide(archive, 1, 2, 1, also=True)
    assert take_back(archive, 1, 2) == ["sentence 2 (00:02–00:06) belongs to what the machine found in release 1 again"]
    assert exported(archive) == before
    assert [row["withdrawn"] is None for row in archive.rows("select * from human_links")] == [True, False, False]
    with pytest.raises(UsageError, match="nothing was decided by hand about sentence 2"):
        take_back(archive, 1, 2)


def test_applying_again_changes_nothing(archive: Archive) -> None:
    decide(archive, 1, 2, 2)
    kept = [tuple(row.values())[1:] for row in archive.rows("select * from links")]
    with archive.step(Event("alignment")):
        apply_decisions(archive, 1)
    assert [tuple(row.values())[1:] for row in archive.rows("select * from links")] == kept


def test_it_outlives_a_new_alignment(archive: Archive) -> None:
    decide(archive, 1, 2, 2)
    decide(archive, 1, 3, None)
    assert align(archive, 1, 1, LINKS) == []
    assert linked(archive) == [(READ, 2, True)]


def test_it_outlives_a_transcript_with_other_sentences(archive: Archive) -> None:
    decide(archive, 1, 2, 2)
    decide(archive, 1, 3, None)
    transcript = heard_again(
        archive,
        Segment(0.4, 2.1, "Good morning."),
        Segment(2.6, 4.0, "The ministers deplore"),
        Segment(4.0, 6.1, "the flooding of the old keys."),
        Segment(7.1, 11.9, "There will be lamps, and the xylophonists?"),
    )
    align(archive, 1, transcript, (Link(2, 1, "verbatim", 0.9, (0, 21), 2.6, 4.0),))
    assert linked(archive) == [("The ministers deplore", 2, True), ("the flooding of the old keys.", 2, True)]


def test_two_sentences_that_became_one_belong_to_both_paragraphs(archive: Archive) -> None:
    decide(archive, 1, 2, 1)
    decide(archive, 1, 3, 2)
    transcript = heard_again(archive, Segment(2.5, 9.0, f"{READ} {TOLD}"))
    align(archive, 1, transcript, ())
    assert [position for _, position, _ in linked(archive)] == [1, 2]


def test_a_decision_on_one_transcript_counts_in_all_that_are_linked(archive: Archive) -> None:
    transcript = heard_again(archive, Segment(2.6, 6.1, "The ministers deplore the floods."))
    align(archive, 1, transcript, ())
    decide(archive, 1, 2, 2)
    transcripts = build_document(archive, 1)["recordings"][0]["transcripts"]
    found = [[(s["id"], k["paragraph"], k["by"]) for s in t["segments"] for k in s["links"]] for t in transcripts]
    assert found == [[(2, 2, "human"), (3, 2, "machine")], [(5, 2, "human")]]


def test_half_of_a_sentence_is_decided_anew_and_the_other_half_stays(archive: Archive) -> None:
    decide(archive, 1, 2, 2)
    transcript = heard_again(archive, Segment(2.5, 4.0, "The ministers deplore"), Segment(4.0, 6.0, "the flooding."))
    align(archive, 1, transcript, ())
    decide(archive, 1, 5, None)
    assert linked(archive) == [("the flooding.", 2, True)]
    assert [row["superseded_by"] for row in archive.rows("select * from human_links")] == [None, None]


def test_one_sentence_of_a_caption_is_decided_on_and_not_its_neighbour(archive: Archive) -> None:
    transcript = heard_again(archive, Segment(20.0, 29.0, "The quays are shut."), Segment(20.0, 29.0, "They are dark."))
    align(archive, 1, transcript, ())
    decide(archive, 1, 5, 1)
    decide(archive, 1, 6, 2)
    assert linked(archive) == [("The quays are shut.", 1, True), ("They are dark.", 2, True)]


def test_it_outlives_a_page_that_changed(archive: Archive) -> None:
    decide(archive, 1, 4, 2)
    newer = changed(archive, "The ministers met in Riga.", FLOODS, LAMPS.replace("at night", "every night"))
    assert align(archive, newer, 1, ()) == []
    assert linked(archive) == [(ASKED, 3, True)]
    decide(archive, newer, 4, 2)  # supersedes what was decided on the older version
    assert linked(archive) == [(ASKED, 2, True)]
    newest = changed(archive, FLOODS)
    align(archive, newest, 1, ())
    assert linked(archive) == [(ASKED, 1, True)]


def test_a_paragraph_that_is_gone_is_told_and_nothing_takes_its_place(archive: Archive) -> None:
    decide(archive, 1, 2, 2)
    newer = changed(archive, FLOODS, "Nothing else is known.")
    told = ["paragraph 2 of an older version, to which 00:02–00:06 was linked by hand, is gone"]
    assert align(archive, newer, 1, LINKS[:1]) == told
    assert linked(archive) == []
    assert release_history.warnings_of(archive, newer) == told
    assert release_history.warnings_of(archive, 1) == []
    assert align(archive, newer, 1, LINKS[:1]) == told
    assert [row["action"] for row in release_history.history(archive, newer) if row["outcome"] == "warning"] == [
        "link"
    ]  # once


def test_other_releases_of_the_recording_go_their_own_way(archive: Archive) -> None:
    other = add_page(archive, replace(STATEMENT, url=None), b"<p>Another page.")
    add_sound(archive, other, data=SOUND)
    align(archive, other, 1, LINKS)
    decide(archive, 1, 2, None)
    assert linked(archive) == [(READ, 1, False), (TOLD, 2, False), (TOLD, 2, False)]
    align(archive, other, 1, LINKS)
    assert len(linked(archive)) == 3


@pytest.mark.parametrize(
    ("segment", "paragraph", "said"),
    [
        (9, 1, "there is no sentence 9"),
        (2, 3, "paragraph 3 of 2"),
        (2, 0, "paragraph 0 of 2"),
        (5, 1, "sentence 5 is of recording 2, which is not one of release 1"),
    ],
)
def test_what_cannot_be_decided(archive: Archive, segment: int, paragraph: int, said: str) -> None:
    other = add_page(archive, replace(STATEMENT, url=None), b"<p>Another page.")
    add_heard(archive, add_sound(archive, other, data=b"other sound"))
    before = list(archive.db.iterdump())
    with pytest.raises(UsageError, match=said):
        decide(archive, 1, segment, paragraph)
    assert list(archive.db.iterdump()) == before


def test_the_log_tells_of_it(archive: Archive) -> None:
    told = decide(archive, 1, 2, 2)
    event = release_history.history(archive, 1)[-1]
    assert (event["action"], event["outcome"], event["message"]) == ("link", "done", told[0])
    assert (event["release"], event["recording"], event["transcript"]) == (1, 1, 1)


def test_all_of_it_or_nothing_is_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(archive, 1, 2, 2)
    before = list(archive.db.iterdump())

    def killed(archive: Archive, alignment_id: int) -> None:
        apply_decisions(archive, alignment_id)
        raise KeyboardInterrupt

    monkeypatch.setattr(by_hand, "apply_decisions", killed)
    with pytest.raises(KeyboardInterrupt):
        decide(archive, 1, 2, None)
    with pytest.raises(KeyboardInterrupt):
        take_back(archive, 1, 2)
    assert list(archive.db.iterdump()) == before


def test_nothing_is_left_of_it_when_the_release_goes(archive: Archive) -> None:
    for paragraph in (1, 2):
        decide(archive, 1, 2, paragraph)
    newer = changed(archive, FLOODS)
    align(archive, newer, 1, LINKS[:1])
    decide(archive, newer, 3, None)
    remove_release(archive, newer)
    assert set(counts(archive).values()) == {0}
    assert "ministers" not in json.dumps(archive.rows("select message from events"))


def test_when_a_person_overruled_the_machine(archive: Archive) -> None:
    assert none_by_hand(archive, 1, 2) is None
    decide(archive, 1, 2, None)
    assert none_by_hand(archive, 1, 2) == made(archive)[-1]
    assert none_by_hand(archive, 1, 3) is None
