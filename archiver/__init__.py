"""Keeps a written release and the recording of its press briefing, and ties what was said to what was written."""

from importlib.metadata import version

__version__ = version("briefing-archiver")
