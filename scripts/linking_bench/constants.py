"""Constants of a module given other values for a while: to choose them on some examples and score them on others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def changed(values: dict[tuple[ModuleType, str], object]) -> Iterator[None]:
    """Give the named constants of modules these values until the block ends.

    Raises AttributeError for a constant that the module does not have.
    """
    before = {(module, name): getattr(module, name) for module, name in values}
    try:
        _set(values)
        yield
    finally:
        _set(before)


def _set(values: dict[tuple[ModuleType, str], object]) -> None:
    for (module, name), value in values.items():
        setattr(module, name, value)
