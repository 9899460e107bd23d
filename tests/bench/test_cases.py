from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bench_files import BRIEFING, COMMITTEE, MEETING, with_changes, written

from archiver.bench.cases import Judgement, read_case, read_folder
from archiver.errors import BenchFileError, SourceNotFound


def test_a_briefing_is_judged_sentence_by_sentence(tmp_path: Path) -> None:
    case = read_case(written(tmp_path, "harbour", BRIEFING | {"weight": {"1": 3}}), "de")
    assert (case.name, case.kind, case.language) == ("harbour", "briefing", "de")
    assert case.judged == {
        0: Judgement(frozenset({None})),
        1: Judgement(frozenset({0}), weight=3.0),
        2: Judgement(frozenset({1, 0})),
        3: Judgement(frozenset({None}), frozenset({2})),
        4: Judgement(frozenset({2}), frozenset({None, 1})),
    }


def test_a_committee_names_evidence_and_a_meeting_one_paragraph(tmp_path: Path) -> None:
    committee = read_case(written(tmp_path, "committee", COMMITTEE), "en")
    assert committee.kind == "committee"
    assert [sorted(map(str, judgement.right)) for judgement in committee.judged.values()] == [
        ["0"],
        ["0", "1"],
        ["None"],
    ]
    meeting = read_case(written(tmp_path, "meeting", MEETING), "en")
    assert (meeting.kind, meeting.language) == ("meeting", "fr")
    assert meeting.judged == {1: Judgement(frozenset({0})), 2: Judgement(frozenset({1}))}  # null: nobody looked


SEGMENTS = COMMITTEE["segments"]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([1, 2], "x.json is not a file with known answers"),
        ({"name": "archiver"}, "x.json is not a file with known answers"),
        (with_changes(BRIEFING, paragraphs=None), "x.json: paragraphs is not a list of texts"),
        (with_changes(BRIEFING, paragraphs=["", "…"]), "no paragraph has words"),
        (with_changes(BRIEFING, sentences=[1]), "sentences is not a list of texts"),
        (with_changes(BRIEFING, language=3), "language is not a text"),
        (with_changes(BRIEFING, part=["opening"]), "part has 1 entries for 5 sentences"),
        (with_changes(BRIEFING, judged={}, also_right={}, tolerated={}), "no sentence has an answer"),
        (with_changes(BRIEFING, judged=[None]), "judged is not an object whose keys are indices"),
        (with_changes(BRIEFING, judged={"one": 1}), "judged is not an object whose keys are indices"),
        (BRIEFING | {"judged": BRIEFING["judged"] | {"5": 0}}, "judged has a sentence 5, but there are 5"),
        (BRIEFING | {"judged": BRIEFING["judged"] | {"0": 3}}, "names paragraph 3, but there are 3, counted from 0"),
        (BRIEFING | {"judged": BRIEFING["judged"] | {"0": True}}, "names paragraph true"),
        (BRIEFING | {"tolerated": {"0": [-1]}}, "tolerated names paragraph -1"),
        (BRIEFING | {"also_right": {"0": 1}}, "also_right has 1 where a list of paragraphs is wanted"),
        (BRIEFING | {"also_right": {"9": [1]}}, "sentence 9 has more answers, and none in judged"),
        (BRIEFING | {"weight": {"0": 0}}, "weight 0 is not a number above 0"),
        (with_changes(COMMITTEE, segments=[]), "segments is not a list of segments"),
        (with_changes(COMMITTEE, segments=[*SEGMENTS, {"text": "More."}]), "segment 3 has no text or no paragraphs"),
        (with_changes(COMMITTEE, segments=SEGMENTS[2:]), "no segment is evidence for a paragraph"),
        (with_changes(COMMITTEE, segments=[{"text": "More.", "paragraphs": [7]}]), "paragraphs names paragraph 7"),
        (with_changes(MEETING, segments=MEETING["segments"][:1]), "no sentence has an answer"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, document: Any, told: str) -> None:
    with pytest.raises(BenchFileError) as error:
        read_case(written(tmp_path, "x", document), "en")
    assert told in str(error.value)
    assert str(error.value).startswith("x.json")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000], ids=["cut off", "not UTF-8", "too deep"])
def test_a_file_that_is_not_json(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(BenchFileError, match=r"x\.json is not JSON"):
        read_case(tmp_path / "x.json", "en")


def test_the_other_files_of_a_folder_are_read(tmp_path: Path) -> None:
    written(tmp_path, "a", BRIEFING)
    written(tmp_path, "b", {})
    written(tmp_path, "c", MEETING)
    (tmp_path / "d.json").mkdir()
    (tmp_path / "LICENSE").write_text("MIT", encoding="utf-8")
    cases, errors = read_folder(tmp_path, "en")
    assert [case.name for case in cases] == ["a", "c"]
    assert [str(error).split()[0] for error in errors] == ["b.json", "d.json"]


def test_a_folder_without_cases(tmp_path: Path) -> None:
    with pytest.raises(BenchFileError, match="has no JSON files"):
        read_folder(tmp_path, "en")
    with pytest.raises(SourceNotFound, match="there is no folder"):
        read_folder(tmp_path / "none", "en")
