"""The name under which lists of pages were read before 0.1.0, kept for scripts that still import it."""

from archiver.page.lists import read_listing

__all__ = ["read_listing"]
