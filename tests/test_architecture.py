"""The folders of the package import each other in one direction only: the contracts stand in pyproject.toml."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_go_one_way_only() -> None:
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS
