"""Every command of the README and the documentation runs, page by page, and prints what stands below it.

``DOCS_REFRESH=1`` (``scripts/refresh-docs``) writes what the commands print into the pages instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from pathlib import Path

import nbformat
import pytest
from console_blocks import ACTIVATE, DEMO, ROOT, SETUP, TESTS, Step, run, steps_of, with_output, write_files
from heard_demo import heard_demo
from ingest_examples import served
from nbclient import NotebookClient
from press_site import PRESS, prepare, prepare_lists

PAGES = [
    page
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if "```console" in page.read_text(encoding="utf-8")
]
REFRESH = bool(os.environ.get("DOCS_REFRESH"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return heard_demo(tmp_path_factory)  # for every page a copy


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_of_a_page(page: Path, demo: tuple[Path, str], tmp_path: Path) -> None:
    shutil.copytree(demo[0], tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "db" / "metadata.json", tmp_path / "db")  # as where the archive lies in the program's folder
    site = prepare(tmp_path)
    write_files(page.read_text(encoding="utf-8"), tmp_path)
    blocks = steps_of(page.read_text(encoding="utf-8"))
    with served(site) as address:
        prepare_lists(tmp_path, site, address)
        printed = [[_print(step, demo[1], tmp_path, address) for step in block] for block in blocks]
    if REFRESH:
        refreshed = [list(map(Step.with_output, *block)) for block in zip(blocks, printed, strict=True)]
        page.write_text(with_output(page.read_text(encoding="utf-8"), refreshed), encoding="utf-8")
        return
    for step, text in zip(chain(*blocks), chain(*printed), strict=True):
        assert step.fits(text), f"$ {step.command}\n" + "\n".join(step.cut(text))


@pytest.mark.slow
def test_the_notebook_prints_what_stands_in_it(demo: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )  # as where it is active
    written = nbformat.read(ROOT / "docs" / "notebooks" / "pandas.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    done = NotebookClient(deepcopy(written), resources={"metadata": {"path": str(demo[0])}}).execute()
    assert [told(cell) for cell in done.cells] == [told(cell) for cell in written.cells]


def told(cell: nbformat.NotebookNode) -> list[str]:
    """What a cell of a notebook puts out; of a picture, that there is one."""
    return [one.get("data", {}).get("text/plain") or one.get("text", "") for one in cell.get("outputs", [])]


@pytest.mark.slow
def test_json_reference_names_every_key(demo: tuple[Path, str]) -> None:
    page = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    document = json.loads(run("archiver export 1", demo[0]))
    assert [key for key in dict.fromkeys(keys_of(document)) if f"`{key}`" not in page] == []


def keys_of(value: object) -> Iterator[str]:
    """Every key of a JSON value, but those of an engine's settings and of a score's parts, which differ."""
    if isinstance(value, list):
        for item in value:
            yield from keys_of(item)
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            if key not in ("parameters", "application_parameters", "parts"):
                yield from keys_of(item)


def _print(step: Step, demo: str, folder: Path, address: str) -> str:
    """What a step prints, with the site's address as in the documentation."""
    if step.command == DEMO:
        return demo
    if step.command.startswith((SETUP, ACTIVATE, TESTS)):
        return ""  # the first two made the environment that this runs in, and the third runs this
    command = step.command.replace(PRESS, address)
    command = command.replace("--model small", "--model tiny.en")  # a larger model would have to be downloaded
    command = command.replace("openai-whisper", "openai-whisper --model tiny.en")  # with base it takes minutes
    command = command.replace("pip install", "pip install --no-index")  # what is documented is installed already
    return run(command, folder, f"{address}/past").replace(address, PRESS)


@pytest.mark.slow
def test_demo_command(tmp_path: Path) -> None:
    environment = {**os.environ, "ARCHIVER_HOME": str(tmp_path), "COLUMNS": "100"}
    done = subprocess.run([ROOT / "scripts" / "demo"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "North Atlantic Council statement on NATO-Belarus relations" in done.stdout
    assert (tmp_path / "db" / "archive.db").is_file()
