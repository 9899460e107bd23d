"""Modules in one file: what they import comes before them, and nothing is left that only modules may say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archiver.site.publish import SCRIPTS, STATIC
from archiver.site.scripts import bundle


@pytest.mark.parametrize("name", SCRIPTS)
def test_our_scripts(name: str) -> None:
    text = bundle(STATIC, name)
    made = re.findall(r'^modules\["(\w+\.js)"\] = ', text, re.MULTILINE)
    assert made[-1] == name
    assert len(made) == len(set(made))
    for user, used in re.findall(r'^modules\["(\w+\.js)"\] =|= modules\["(\w+\.js)"\];$', text, re.MULTILINE):
        assert user or used in made
    assert not re.search(r"^(import|export) ", text, re.MULTILINE)


def test_names_of_modules_do_not_meet(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { go as run } from "./b.js";\nconst STEP = 1;\nrun(STEP);\n')
    (tmp_path / "b.js").write_text("const STEP = 2;\nexport function go(n) { return n + STEP; }\n")
    text = bundle(tmp_path, "a.js")
    assert text.index("STEP = 2") < text.index('const { go: run } = modules["b.js"]') < text.index("STEP = 1")
    assert "return { go };" in text


def test_what_is_written_otherwise_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import * as b from "./b.js";\n')
    with pytest.raises(ValueError, match=r"a\.js: import is not written as in our other modules"):
        bundle(tmp_path, "a.js")
