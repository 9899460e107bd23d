"""Turns and sounds: what in captions says who speaks, and what is heard but is no word.

``Mary Okafor:``, ``[SPEAKER_00]:``, ``>>``, a dash before each of two lines; ``[Applause]``, ``♪ music ♪``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from archiver.models import Sound, Span, Word
from archiver.transcript.captions.cue import Cue, Line
from archiver.transcript.chunk import Chunk

CHEVRONS = re.compile(r"(?:>>+|&gt;&gt;|»»)\s*")
DASH = re.compile(r"[-–—‐]\s*(?=\S)")
COLON = r"\s?[:：](?=\s|$)\s*"

# Who is surely meant by the words before a colon: a name in brackets, a voice with a number, capitals.
SURE = re.compile(
    rf"(?:[\[(](?P<bracket>[^\[\]()]{{2,60}})[\])]{COLON}|[\[(](?P<label>SPEAKER[_ ]\d+)[\])]\s*"
    rf"|(?P<voice>(?:Speaker|Voice|Sprecher(?:in)?|Orateur|Locuteur|Intervenante?|Voix|Orador(?:a)?|Hablante|Spreker|SPEAKER)"
    rf"[_ ]?(?:\d{{1,2}}|[A-Z])){COLON})"
)
CAPITALS = re.compile(rf"(?P<name>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?:\s[A-ZÀ-ÖØ-Þ.'’()-]+){{0,4}}){COLON}(?=\S)")
# Two to six words that begin with capitals, small ones between them allowed, and perhaps an office in brackets.
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"
_SMALL = r"(?:of|the|for|and|de|du|des|la|le|les|et|von|der|zu|van|den|del|y|d'|d’|l'|l’)"
FULL_NAME = re.compile(
    rf"(?P<name>{_CAPITAL}(?:\s(?:{_SMALL}\s){{0,2}}{_CAPITAL}){{1,4}}(?:\s?\([^()]{{2,60}}\))?){COLON}(?=\S)"
)
ANY_NAME = re.compile(rf"(?P<name>[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:\s[\w.'’-]+){{0,4}}){COLON}(?=\S)")
TIMES_SAID = 2  # so often words stand before a colon at the beginning of a line, if they name a speaker

MUSIC = re.compile(r"[♪♫♬♩]+(?:[^♪♫♬♩]*[♪♫♬♩]+)?")
ASIDE = re.compile(r"\[[^\[\]]{1,80}\]|\([^()]{1,80}\)|\*[^*]{1,60}\*|<(?!\d)[^<>]{1,40}>")
SOUND = re.compile(
    r"\b(?:applau\w*|aplausos?|clap(?:s|ping)|laugh\w*|chuckl\w*|rires?|risas?|gel[aä]ch\w*|lachen|cheer(?:s|ing)|"
    r"music\w*|musi[qk]\w*|m[uú]sica|muziek|inaudible\w*|unintelligible|indistinct\w*|incompr[eé]hensible|"
    r"ininteligible|unverst[aä]ndlich|onverstaanbaar|cross[- ]?talk|overlapping|talking over|silence|stille|silencio|"
    r"pause|pausa|noises?|bruits?|ger[aä]usche?|ruidos?|cough\w*|toux|sighs?|soupirs?|murmur\w*|brouhaha|chatter|"
    r"ring(?:s|ing)|beep\w*|bips?|clears throat|gasps?|foreign language|speak(?:s|ing)|gavel|no audio|blank_audio|"
    r"son coup[eé]|huées|boo(?:s|ing)|bell|shutters?)\b",
    re.IGNORECASE,
)
MOST_SOUND_WORDS = 4  # in round brackets, where a longer aside is said
BLANKED = re.compile(r"\[[\W_]+\]")  # [ __ ]: a word that was taken out


def spoken_and_heard(cues: Sequence[Cue]) -> tuple[list[Chunk], tuple[Sound, ...]]:
    """What is said, in chunks of one voice each, and what is heard beside it; cues have their times."""
    names, has_dashes = _names(cues), any(_both_dashed(cue.lines) for cue in cues)
    chunks: list[list[Chunk]] = []  # each line by line
    sounds: list[Sound] = []
    speaker: str | None = None
    for cue in cues:
        began = len(chunks)
        for line in chain.from_iterable(map(_at_chevrons, cue.lines)):
            opened, named, rest = _turn(line, names, has_dashes)
            if opened or named or line.speaker:
                speaker = named or line.speaker
            rest, heard = _without_sounds(rest)
            sounds += (Sound(*_times(words, cue), _label(words)) for words in heard)
            if any(word.heard.strip() for word in rest):
                told = {"opens_turn": opened, "language": line.language, **cue.figures}
                _add(chunks, began, Chunk(*_cue_times(cue), rest, speaker, **told))
        if any(line.speaker for line in cue.lines):
            speaker = None  # voices are named in every cue that is theirs
    return [
        replace(lines[0], words=tuple(chain.from_iterable(line.words for line in lines))) for lines in chunks
    ], tuple(sounds)


def _at_chevrons(line: Line) -> Iterator[Line]:
    """The line, parted where ``>>`` stands in it."""
    begins = [n for n, word in enumerate(line.words) if CHEVRONS.match(word.heard.strip())]
    for start, end in pairwise(sorted({0, *begins, len(line.words)})):
        yield replace(line, words=line.words[start:end])


def _add(chunks: list[list[Chunk]], began: int, line: Chunk) -> None:
    """Add a line to the chunk of its cue, or where another voice or language begins, as one of its own."""
    last = chunks[-1][0] if len(chunks) > began else None
    same = last and (last.speaker, last.language) == (line.speaker, line.language)
    if same and not line.opens_turn:
        chunks[-1].append(line)
    else:
        chunks.append([line])


def _names(cues: Iterable[Cue]) -> frozenset[str]:
    """What stands before a colon at the beginning of several lines, and so names who speaks."""
    lines = [_opened(line.text) for cue in cues for line in cue.lines]
    said = Counter(found["name"] for line in lines if (found := ANY_NAME.match(line)))
    return frozenset(name for name, count in said.items() if count >= TIMES_SAID)


def _opened(text: str) -> str:
    return DASH.sub("", CHEVRONS.sub("", text, count=1), count=1)


def _turn(line: Line, names: frozenset[str], has_dashes: bool) -> tuple[bool, str | None, tuple[Word, ...]]:
    """Whether a line begins another turn, who speaks it as far as it says so, and its words without that."""
    whole = "".join(word.heard for word in line.words)
    begin = len(whole) - len(whole.lstrip())
    opening = CHEVRONS.match(whole, begin) or (DASH.match(whole, begin) if has_dashes else None)
    reached = opening.end() if opening else begin
    name = _named(whole[reached:], names, bool(opening))
    reached += name[1] if name else 0
    if not opening and not name:
        return False, None, line.words
    return True, name[0] if name else None, _without(line.words, [(0, reached)])


def _named(text: str, names: frozenset[str], opened: bool) -> tuple[str, int] | None:
    """The speaker's name at the beginning of a text, and where it ends; ``opened`` after ``>>``, which names follow."""
    if found := SURE.match(text):
        label = found["bracket"] or found["label"] or found["voice"]
        return None if found["bracket"] and SOUND.search(label) else (label.strip(), found.end())
    if (found := ANY_NAME.match(text)) and (found["name"] in names or opened):
        return found["name"].strip(), found.end()
    is_capital = text.upper() == text  # in a text of capitals only, they tell nothing
    if (found := CAPITALS.match(text)) and not is_capital:
        return found["name"].strip(), found.end()
    if (found := FULL_NAME.match(text)) and not is_capital:
        return found["name"].strip(), found.end()
    return None


def _both_dashed(lines: Sequence[Line]) -> bool:
    return sum(bool(DASH.match(line.text)) for line in lines) > 1


def _without_sounds(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], list[tuple[Word, ...]]]:
    """The words without sounds, and the words of each sound."""
    whole = "".join(word.heard for word in words)
    spans = [*_sound_spans(whole)]
    if not spans:
        return words, []
    return _without(words, spans), _within(words, spans)


def _sound_spans(text: str) -> Iterator[Span]:
    taken = 0
    found = [*MUSIC.finditer(text), *ASIDE.finditer(text)]
    for match in sorted(found, key=lambda match: match.start()):
        alone = text.strip() == match[0] and match[0][0] in "[*♪♫♬♩" and not match[0].strip("[]").isdigit()
        short = match[0][0] == "[" or len(match[0].split()) <= MOST_SOUND_WORDS
        named = short and SOUND.search(match[0])
        is_sound = match.re is MUSIC or alone or named or BLANKED.fullmatch(match[0])
        if is_sound and match.start() >= taken:
            yield match.span()
            taken = match.end()


def _pieces(words: Sequence[Word]) -> Iterator[tuple[Word, Span]]:
    reached = 0
    for word in words:
        yield word, (reached, reached + len(word.heard))
        reached += len(word.heard)


def _without(words: Sequence[Word], spans: Sequence[Span]) -> tuple[Word, ...]:
    """The words, without what lies in the spans of their text, in order."""
    kept, removed = [], {place for first, last in spans for place in range(first, last)}
    for word, (start, _) in _pieces(words):
        left = "".join(letter for place, letter in enumerate(word.heard, start) if place not in removed)
        if left.strip():
            kept.append(replace(word, heard=left if left[0] == word.heard[0] else f" {left}"))
    return tuple(kept)


def _within(words: Sequence[Word], spans: Iterable[Span]) -> list[tuple[Word, ...]]:
    """The words of each span of their text, cut where it is."""
    pieces = [*_pieces(words)]
    starts, ends = [start for _, (start, _) in pieces], [end for _, (_, end) in pieces]
    return [
        tuple(
            replace(word, heard=word.heard[max(0, first - start) : last - start])
            for word, (start, _) in pieces[bisect_right(ends, first) : bisect_left(starts, last)]
        )
        for first, last in spans
    ]


def _label(words: Sequence[Word]) -> str:
    text = "".join(word.heard for word in words).strip()
    return text.strip("[]()*♪♫♬♩<> ") or text


def _times(words: Sequence[Word], cue: Cue) -> tuple[float, float]:
    """When a sound is heard: as its words were timed, or with the cue."""
    start, end = _cue_times(cue)
    begins = [word.start for word in words if word.start is not None]
    ends = [word.end for word in words if word.end is not None]
    return min(begins, default=start), max(ends, default=end)


def _cue_times(cue: Cue) -> tuple[float, float]:
    assert cue.start is not None  # see ``ends_filled``
    assert cue.end is not None
    return cue.start, cue.end
