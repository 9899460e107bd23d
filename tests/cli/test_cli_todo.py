"""``archiver todo``: one thing of every kind, each with the command for it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from archive_examples import HEARD, LINKS, STATEMENT, add_heard, add_links, add_page, add_sound
from command_line import run

from archiver.archive.people.human_links import decide
from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.store import open_archive
from archiver.models import MediaLink, Paragraph

EVENING = replace(
    STATEMENT,
    title="Evening",
    url="https://example.org/2",
    date=None,
    media=(MediaLink("Sound"), MediaLink("At night", "sound/x.mp3")),
    doubts=("no date found",),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A briefing that was corrected by hand and heard anew, its page changed; another that was not transcribed."""
    folder = tmp_path_factory.mktemp("todo")
    with open_archive(folder, create=True) as opened:
        release = add_page(opened)
        sound = add_sound(opened, release)
        add_links(opened, release, add_heard(opened, sound))
        correct_sentence(opened, release, 4, "And the xylophones?", "Ada")
        decide(opened, release, 3, 2)
        changed = replace(
            STATEMENT,
            paragraphs=(STATEMENT.paragraphs[0], Paragraph(2, "Ships will pay for the harbour police from May on.")),
            media=STATEMENT.media[1:],
            language="fr",
        )
        newer = add_page(opened, changed, b"<p>The statement, changed.")
        opened.table("release_recordings").update(3, {"recording": sound})
        said = replace(
            HEARD, segments=(*HEARD.segments[:3], replace(HEARD.segments[3], heard="Anything else, please?"))
        )
        doubtful = replace(LINKS[1], score=0.55)
        add_links(opened, newer, add_heard(opened, sound, said), (LINKS[0], doubtful))
        evening = add_page(
            opened, replace(EVENING, media=(MediaLink("Sound"), MediaLink("At night", "sound/x.mp3"))), b"<p>e"
        )
        add_sound(opened, evening, "Sound", b"ID3 another sound")
        path = opened.table("recordings").get(2)["path"]
        (folder / path).write_bytes(b"shorter")
        opened.db.conn.commit()
    return folder


def test_each_has_its_command(archive: Path) -> None:
    found = json.loads(run("todo", "--archive", archive, "--json").stdout)
    assert [(one["kind"], one["release"], one["command"]) for one in found] == [
        ("recordings", 3, "archiver fetch 3 --audio FILE"),
        ("transcripts", 3, "archiver transcribe 2"),
        ("languages", 2, "archiver transcribe 1 --language fr"),
        ("pages", 3, "archiver edit 3 --date YYYY-MM-DD --checked"),
        ("links", 2, "archiver link 2 7 2"),
        ("corrections", 2, 'archiver edit 2 --segment 8 --text "…"'),
        ("corrections", 2, "archiver link 2 7 PARAGRAPH"),
        ("files", None, "archiver verify --repair --copy DIR"),
    ]


def test_in_words_some_of_each_kind_or_all_of_one(archive: Path) -> None:
    printed = run("todo", "--archive", archive).stdout
    assert f"archiver fetch 3 --audio FILE --archive {archive}\n" in printed
    assert "Recordings that are missing: 1" in printed
    assert "“Every quay will be lit at night.”" in printed
    printed = run("todo", "corrections", "--limit", 1, "--archive", archive).stdout
    assert "… and 1 more: archiver todo corrections" in printed
    assert "missing" not in printed


def test_what_was_dealt_with_is_not_told_again(archive: Path) -> None:
    """All but what needs sound, or a copy of the archive."""
    for command in (
        ("edit", 3, "--date", "2006-03-31", "--checked"),
        ("link", 2, 7, 2),
        ("edit", 2, "--segment", 8, "--text", "Anything else?", "--by", "Ada"),
    ):
        assert run(*command, "--archive", archive).exit_code == 0
    found = json.loads(run("todo", "--archive", archive, "--json").stdout)
    assert [one["kind"] for one in found] == ["recordings", "transcripts", "languages", "files"]


def test_nothing_to_do(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True):
        pass
    assert run("todo", "--archive", tmp_path).stdout == "nothing is left to do\n"
