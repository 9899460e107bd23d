"""The documentation's pages: links that lead somewhere, options that exist, and console blocks that can be read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer
from console_blocks import ROOT, Step, steps_of, with_output

from archiver.cli import app

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
README = ROOT / "README.md"


def anchors(page: Path) -> set[str]:
    """What the headings of a page can be linked by."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        other = (page.parent / name).resolve() if name else page
        assert other.exists(), target
        assert not anchor or anchor in anchors(other), target


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        if page.name != "README.md":
            assert f"({page.relative_to(ROOT / 'docs')})" in index, page


def test_first_screen_of_the_readme_has_the_two_commands() -> None:
    commands = [step.command for block in steps_of(README.read_text(encoding="utf-8")) for step in block]
    assert commands[:2] == ["scripts/demo", "scripts/test"]
    assert (
        README.read_text(encoding="utf-8").count("\n", 0, README.read_text(encoding="utf-8").index("scripts/test")) < 40
    )


def test_readme_is_a_screen_and_a_half() -> None:
    assert 100 <= len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_the_changelog_is_a_list_and_no_novel() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert all(release.count("\n") <= 120 for release in releases)
    for entry in re.findall(r"^- .*(?:\n  .*)*", text, re.MULTILINE):
        assert entry.count("\n") < 2, f"say it in a line or two: {entry}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_options_in_commands_exist(page: Path) -> None:
    program = typer.main.get_command(app)
    for command in re.findall(r"(?:^\$ |`)(archiver [a-z][^`\n]*)", page.read_text(encoding="utf-8"), re.MULTILINE):
        typed = program
        for name in command.split()[1:]:
            if not hasattr(typed, "commands"):
                break
            assert name in typed.commands, command
            typed = typed.commands[name]
        known = {o for p in typed.params for o in (*p.opts, *p.secondary_opts)}
        for option in re.findall(r"(?<= )--?[a-z][\w-]*", re.sub(r"'[^']*'|\"[^\"]*\"", "''", command)):
            assert option in known | {"--help"}, command


def test_console_block_is_read_and_written_again() -> None:
    text = "Before\n\n```console\n$ one --two\nfirst\nsecond\n…\n$ three\n```\n\nAfter\n"
    (steps,) = steps_of(text)
    assert steps == [Step("one --two", ("first", "second", "…")), Step("three")]
    assert with_output(text, [steps]) == text


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        ((), "anything", True),
        (("transcript 1: in 9.3 s",), "transcript 1: in 2.9 s\n", True),  # numbers differ from machine to machine
        (("first", "…"), "first\nsecond\n", True),
        (("release 1 was corrected",), "release 1 has been corrected\n", False),
    ],
)
def test_output_fits_what_is_shown(shown: tuple[str, ...], printed: str, fits: bool) -> None:
    assert Step("archiver", shown).fits(printed) == fits


def test_citation_names_the_version_of_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    facts = dict(re.findall(r"^(?:  - )?([\w-]+): (.+)$", citation, re.MULTILINE))
    assert facts["cff-version"] == "1.2.0"
    assert facts["version"] == project["version"]
    assert [facts["name"]] == [author["name"] for author in project["authors"]]
    assert facts["license"] == project["license"]


def test_map_shows_every_folder_and_module() -> None:
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for place in (ROOT / "archiver").iterdir():
        if place.is_dir() and list(place.glob("*.py")):
            assert f"`archiver/{place.name}/`" in shown
        elif place.suffix == ".py" and not place.name.startswith("__"):
            assert f"`{place.name}`" in shown
