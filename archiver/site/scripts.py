"""The pages' scripts in one file that runs without a server: browsers load no module from a folder on a disk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([a-z_]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const|let) ([A-Za-z_$][\w$]*))", re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:import|export)\b(?!\()", re.MULTILINE)


def bundle(folder: Path, entry: str) -> str:
    """A module and all that it imports, each a function that gives what it exports.

    folder: where the modules lie

    Raises ``ValueError`` for an import or export that is written otherwise than ours are.
    """
    parts = [_as_function(name, (folder / name).read_text(encoding="utf-8")) for name in _in_order(folder, entry)]
    return "\n".join(["(() => {", '"use strict";', "const modules = {};", *parts, "})();", ""])


def _in_order(folder: Path, entry: str, seen: set[str] | None = None) -> Iterator[str]:
    """The names of modules, each behind those that it imports."""
    seen = set() if seen is None else seen
    if entry in seen:
        return
    seen.add(entry)
    for found in _IMPORT.finditer((folder / entry).read_text(encoding="utf-8")):
        yield from _in_order(folder, found[2], seen)
    yield entry


def _as_function(name: str, text: str) -> str:
    exported = [found[2] for found in _EXPORT.finditer(text)]
    text = _IMPORT.sub(lambda found: f"const {_renamed(found[1])} = modules[{json.dumps(found[2])}];", text)
    text = _EXPORT.sub(lambda found: found[1], text)
    if left := _LEFT.search(text):
        raise ValueError(f"{name}: {left[0].strip()} is not written as in our other modules")
    return f"modules[{json.dumps(name)}] = (() => {{\n{text}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _renamed(names: str) -> str:
    """``{ a as b }`` of an import, as ``{ a: b }`` of an object."""
    return names.replace(" as ", ": ")
