"""The scoring scripts of the bench folder, loaded from where they lie, so that their figures are theirs."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType


def scorer(bench: Path, name: str) -> ModuleType:
    """The module ``score_NAME.py`` of the bench folder."""
    spec = spec_from_file_location(f"score_{name}", bench / f"score_{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(bench / f"score_{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
