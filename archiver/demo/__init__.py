"""The built-in briefing: a real release, and a made recording with synthetic voices on it."""

from pathlib import Path

RELEASE = Path(__file__).with_name("release.txt")
RECORDING = Path(__file__).with_name("briefing.mp3")
