"""What takes the place of a transcript's words, by a release or by a person, and where a person's words belong.

A person corrects a sentence of one transcript. Another engine cuts the sentences elsewhere and has other words; what
the person wrote is found again by its time and by the words that the transcript had there, or not applied at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from archiver.archive.people.link_matching import TimedSentence, TimeRange
from archiver.tokens import fold, places_of

# Two engines' versions of one sentence are rarely less than 0.7 alike; with every fifth letter another it may be more
# than this sentence, or less, and nobody has said what that is.
SAME_SENTENCE_LIKENESS = 0.8
SAME_EDGE_SECONDS = 0.7  # by which engines differ about where a sentence begins; a short word takes less


@dataclass(frozen=True, slots=True)
class Change:
    """Words that take the place of those of the transcript.

    first, last: positions from 1, both included; ``last`` before ``first``: put in before the word ``first``
    text: empty where nothing was said
    release_id: whose words they are; None: a person's
    created: when the release was linked, or the person said so, ISO 8601
    """

    first: int
    last: int
    text: str
    reason: str
    by: Literal["release", "human"]
    release_id: int | None = None
    created: str | None = None


@dataclass(frozen=True, slots=True)
class HumanText:
    """What a person says was said in a part of a recording.

    heard: what the transcript had there then
    created: when they said so, ISO 8601
    """

    id: int
    time: TimeRange
    heard: str
    text: str
    who: str
    created: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """An edit by a person in one sentence.

    first, last: the words that it speaks of, whether or not it changes them
    whole: the sentence's text where it speaks of all of it
    """

    edit: HumanText
    first: int
    last: int
    changes: tuple[Change, ...]
    whole: str | None = None


def applied(edit: HumanText, sentences: Sequence[TimedSentence]) -> dict[int, Applied]:
    """Where an edit belongs in a transcript, by the sentences' ids; empty where it does not fit any more.

    It belongs to the sentence of that time with those words; else to those words in a longer sentence, or in several
    shorter ones; else to the sentence of that time whose words are nearly the same.
    """
    near = [one for one in sentences if one.time == edit.time or one.time.overlaps(edit.time)]
    alike = [one for one in near if one.time.is_mostly_in(edit.time) and edit.time.is_mostly_in(one.time)]
    same = [one for one in alike if one.heard == edit.heard]
    if same:
        best = min(same, key=lambda one: abs(one.time.start - edit.time.start))
        return {best.id: _whole(edit, best)}
    found = _in_run(edit, near)
    if found is not None:
        return found
    likely = [one for one in alike if _is_likely(one, edit)]
    return {likely[0].id: _whole(edit, likely[0])} if len(likely) == 1 else {}


def _is_likely(sentence: TimedSentence, edit: HumanText) -> bool:
    """Whether a sentence has no more and no less in it than what the transcript had then, or what the person wrote."""
    from rapidfuzz import fuzz

    own = _folded(sentence.heard.split())
    alike = max(fuzz.ratio(own, _folded(text.split())) for text in (edit.heard, edit.text))
    edges = zip(sentence.time, edit.time, strict=True)
    return alike >= SAME_SENTENCE_LIKENESS * 100 and all(abs(one - other) <= SAME_EDGE_SECONDS for one, other in edges)


def _folded(words: Iterable[str]) -> str:
    return " ".join(form for form in map(_form, words) if form)


def _form(word: str) -> str:
    return "".join(sign for sign in fold(word) if sign.isalnum())


def _whole(edit: HumanText, sentence: TimedSentence) -> Applied:
    """An edit that speaks of a whole sentence; its words are those of the text where they can be told apart."""
    changes = differences(sentence.words, edit.text.split(), edit) if sentence.words else ()
    return Applied(edit, 1, len(sentence.words), changes, edit.text)


def _in_run(edit: HumanText, near: Sequence[TimedSentence]) -> dict[int, Applied] | None:
    """An edit in the words that it is about, wherever sentences begin and end now.

    None where the words are not there; empty where they are, but nobody can tell which of them, or whose a change is.
    """
    flat = [(one, position, word) for one in near for position, word in enumerate(one.words, 1) if _form(word)]
    wanted = [form for form in map(_form, edit.heard.split()) if form]
    forms = [_form(word) for _, _, word in flat]
    starts = [n for n in range(len(forms) - len(wanted) + 1) if forms[n : n + len(wanted)] == wanted]
    if len(starts) != 1 or not wanted:
        return {} if starts and wanted else None
    run = flat[starts[0] : starts[0] + len(wanted)]
    changes = differences([word for _, _, word in run], edit.text.split(), edit)
    found: dict[int, Applied] = {}
    for sentence_id, group in groupby(enumerate(run, 1), lambda numbered: numbered[1][0].id):
        own = [(number, position) for number, (_, position, _) in group]
        (first, begin), (last, end) = own[0], own[-1]
        inside = [
            replace(change, first=change.first + begin - first, last=change.last + begin - first)
            for change in changes
            if _is_of(change, first, last, len(run))
        ]
        found[sentence_id] = Applied(edit, begin, end, tuple(inside))
    told = sum(len(one.changes) for one in found.values())
    return found if told == len(changes) else {}


def _is_of(change: Change, first: int, last: int, count: int) -> bool:
    """Whether a change is within these words of a run; what is put in belongs to what follows it, at the end before."""
    if change.last < change.first:
        return first <= min(change.first, count) <= last
    return first <= change.first and change.last <= last


def differences(heard: Sequence[str], text: Sequence[str], edit: HumanText) -> tuple[Change, ...]:
    """What has to be changed in a transcript's words to get a text; as many for as many are changed word by word."""
    from rapidfuzz.distance import Indel

    blocks: list[tuple[int, int, int, int]] = []
    for code in Indel.opcodes(list(heard), list(text)):
        if code.tag == "equal":
            continue
        a, c = code.src_start, code.dest_start
        if blocks and (blocks[-1][1], blocks[-1][3]) == (a, c):
            a, _, c, _ = blocks.pop()
        blocks.append((a, code.src_end, c, code.dest_end))
    found = []
    for a, b, c, d in blocks:
        pairs = zip(range(a, b), range(c, d), strict=True) if b - a == d - c else ()
        parts = [(i, i + 1, j, j + 1) for i, j in pairs] or [(a, b, c, d)]
        reason = f"put right by {edit.who}"
        found += [Change(i + 1, j, " ".join(text[k:m]), reason, "human", created=edit.created) for i, j, k, m in parts]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BestText:
    """The best text of a sentence.

    changes: in order, none touching another
    edits: those of people that speak of it, oldest first
    """

    text: str
    changes: tuple[Change, ...] = ()
    edits: tuple[HumanText, ...] = ()


def choose_text(sentence: TimedSentence, releases: Iterable[Change], people: Iterable[Applied]) -> BestText:
    """What people say goes before what releases say, and of either the later; changes of one word are not mixed.

    releases: the newest alignment's first; people: the newest edit first
    """
    chosen: list[Change] = []
    told: list[Applied] = []
    for one in people:
        if any(_touch((one.first, one.last), (other.first, other.last)) for other in told):
            continue
        told.append(one)
        chosen += one.changes
    for change in releases:
        spoken = [(one.first, one.last) for one in told] + [(other.first, other.last) for other in chosen]
        if not any(_touch((change.first, change.last), place) for place in spoken):
            chosen.append(change)
    chosen.sort(key=lambda change: (change.first, change.last))
    whole = next((one.whole for one in told if one.whole is not None), None)
    edits = tuple(sorted((one.edit for one in told), key=lambda edit: edit.id))
    return BestText(whole if whole is not None else _worded(sentence, chosen), tuple(chosen), edits)


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _worded(sentence: TimedSentence, changes: Sequence[Change]) -> str:
    """A sentence's text with its changes; the blanks between other words stay as they are."""
    text, places = sentence.heard, places_of(sentence.heard, sentence.words)
    for change in reversed(changes):
        if change.last < change.first:
            place = places[change.first - 1][0] if change.first <= len(places) else len(text)
            text = f"{text[:place].rstrip()} {change.text} {text[place:]}".strip()
            continue
        begin, end = places[change.first - 1][0], places[change.last - 1][1]
        text = f"{text[:begin]}{change.text}{text[end:]}" if change.text else f"{text[:begin]}{text[end:].lstrip()}"
    return text.strip()


def exported_words(changes: Sequence[Change], words: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """The words of a sentence as they are exported, with ``word`` as the best text has it beside ``heard``.

    words: the same before anybody corrected them (``read.words_of``)

    Several words that became one, or one that became several, are one entry with the time of them all; a word that was
    put in has no time, since nobody knows when, and one that was not said is empty.
    """
    found: list[dict[str, object]] = []
    reached = 1
    for change in changes:
        found += words[reached - 1 : change.first - 1]
        found.append(_exported(change.text, words[change.first - 1 : change.last]))
        reached = max(reached, change.first, change.last + 1)
    return [*found, *words[reached - 1 :]]


def _exported(text: str, own: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """A word of the best text, with the time and the probability of the words that it stands for."""
    if not own:
        return {"start": None, "end": None, "word": text, "heard": "", "probability": None}
    known = [word["probability"] for word in own if isinstance(word["probability"], float)]
    heard = " ".join(str(word["heard"]) for word in own)
    times = {"start": own[0]["start"], "end": own[-1]["end"]}
    return {**times, "word": text, "heard": heard, "probability": min(known, default=None)}
