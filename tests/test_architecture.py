"""The folders of the package import each other in one direction only: the contracts stand in pyproject.toml."""

from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure


def test_imports_go_one_way_only() -> None:
    configure()  # what its command line does, but for Python's logs, which that turns off for all tests that follow
    assert lint_imports(cache_dir=None)
