"""What is said of a quote: the verdict in a line, what differs, and how much is archived."""

from __future__ import annotations

from archiver.align.reported.differences import Difference
from archiver.archive.quotes.check import Answer, Archived, Place
from archiver.display import clock

HOUR = 3600  # seconds
CHANGES = {
    "negation": "a “not”, or its contrary, is there or is missing",
    "number": "another number, date or amount",
    "name": "another name",
    "speaker": "somebody else said it",
}
DIFFERENCES = {
    "other words": "“{0.reported}” for “{0.said}”",
    "sounds alike": "“{0.reported}”, transcribed as “{0.said}”",
    "put in": "“{0.reported}” was put in",
    "left out": "“{0.said}” was left out",
    "repeated": "“{0.said}” was said twice",
    "cut off": "“{0.said}” stands before it and was cut off",
}


def tell_difference(one: Difference) -> str:
    """What differs between the quote and what was said, in words."""
    return DIFFERENCES[one.kind].format(one)


def tell_verdict(answer: Answer) -> str:
    """What became of the quote, in a line."""
    if answer.verdict == "said in other words":
        return "said in other words: it is no quote"
    if answer.verdict == "not said":
        if not answer.because:
            return f"not said in what is archived: {tell_archived(answer.archived)}"
        return f"not said: {'; '.join(CHANGES[one] for one in answer.because)}. What was said:"
    exact = "" if answer.differences else ", word for word"
    parts = [f"{answer.verdict}{', with these differences' if answer.differences else exact}"]
    if answer.shortened:
        parts.append("shortened where it says so")
    if answer.joined:
        parts.append(f"joined from {' and '.join(time_of(place) for place in answer.places)}")
    return "; ".join(parts)


def tell_archived(archived: Archived) -> str:
    """How much speech is archived, of which days, and how much has no transcript."""
    days = f", {archived.since} to {archived.until}" if archived.since else ""
    lacking = f"; {archived.without_transcript:,} more have no transcript" if archived.without_transcript else ""
    spoken = (
        f"{archived.seconds / 3600:,.1f} hours" if archived.seconds >= HOUR else f"{clock(archived.seconds)} minutes"
    )
    return f"{spoken} of speech in {archived.recordings:,} recording{'s' * (archived.recordings != 1)}{days}{lacking}"


def time_of(place: Place) -> str:
    """When something was said, as ``01:41``."""
    return "an unknown time" if place.start is None else clock(place.start)
