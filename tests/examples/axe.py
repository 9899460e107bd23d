"""axe-core, which finds what keeps people out of a page: from npm, kept between runs, for tests only."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

VERSION = "4.10.3"
GRAVE = ("serious", "critical")


def source(folder: Path) -> str:
    """The script, fetched into a folder unless it lies there."""
    kept = folder / f"axe-core-{VERSION}.tgz"
    if not kept.is_file():
        npm = shutil.which("npm")
        assert npm, "axe-core is an npm package, and there is no npm"
        command = [npm, "pack", f"axe-core@{VERSION}", "--silent", "--pack-destination", str(folder)]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
    with tarfile.open(kept) as package:
        member = package.extractfile("package/axe.min.js")
        assert member
        return member.read().decode()


def violations(page: Page, script: str) -> list[str]:
    """What is grave, in a line each: the rule, and where."""
    page.evaluate(script)
    page.evaluate("document.getAnimations().forEach(one => one.finish())")  # half faded, colours have another contrast
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"][:5]
    ]
