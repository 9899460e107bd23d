"""Limits: how much one answer may bring, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_SPEED = 500  # bytes a second; the slowest modem in use sends ten times as many
SPEED_SECONDS = 120.0  # over which it is measured: a server may think for a minute first


@dataclass(frozen=True, slots=True)
class Limits:
    """What is asked of one request at most.

    kind: what is asked for, for people
    by_hand: what a person can do who gets it otherwise
    size: bytes, before they are unpacked and after
    seconds: from the connection to the last byte
    silence: seconds without a byte
    connect: seconds until somebody answers
    """

    kind: str
    size: int
    seconds: float
    silence: float = 60.0
    connect: float = 20.0
    by_hand: str = "save it with a browser, and give the file with --url ADDRESS"


CAPTURE_LIST_LIMITS = Limits(
    "list of captures",
    10_000_000,  # ten thousand of them, each with a long address
    300.0,
    by_hand="try again later",
)
PAGE_LIMITS = Limits("page", 50_000_000, 600.0)  # no written release is longer, and a page is read into memory
RECORDING_LIMITS = Limits(
    "recording of a briefing",
    4_000_000_000,  # six hours of uncompressed stereo
    12 * 3600.0,
    by_hand="save it with a browser, and give it with --audio FILE",
)
