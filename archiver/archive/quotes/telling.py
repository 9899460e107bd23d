"""What is said of a quote: the verdict in a line, what differs, and how much is archived."""

from __future__ import annotations

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


def tell_differences(answer: Answer) -> list[str]:
    """What differs between the quote and what was said, each once, though it be of several words."""
    return list(dict.fromkeys(DIFFERENCES[one.kind].format(one) for one in answer.differences))


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
    if not archived.recordings:
        return f"no recording has a transcript yet, of {archived.without_transcript:,}"
    first_and_last = dict.fromkeys(day for day in (archived.since, archived.until) if day)
    days = f", {' to '.join(first_and_last)}" if first_and_last else ""
    lacking = f"; {archived.without_transcript:,} more have no transcript" if archived.without_transcript else ""
    spoken = (
        f"{archived.seconds / 3600:,.1f} hours" if archived.seconds >= HOUR else f"{clock(archived.seconds)} minutes"
    )
    return f"{spoken} of speech in {archived.recordings:,} recording{'s' * (archived.recordings != 1)}{days}{lacking}"


def time_of(place: Place) -> str:
    """When something was said, as ``01:41``."""
    return "an unknown time" if place.start is None else clock(place.start)
