"""Variants of a transcript: the same words as other engines would have written them down.

Engines differ in punctuation, capitals, fillers, the spelling of numbers, a word misheard here and there, and in where
they cut sentences. Every word of a variant knows which words of the original it stands for, so that links can be
compared word by word however the sentences were cut.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, pairwise

from archiver.align.verbatim.fillers import FILLERS

FILLERS_IN = (("um",), ("uh",), ("er",), ("you", "know"))
FILLER_EVERY_WORDS = 15  # on average: unprepared speech has about six in a hundred words
HOMOPHONE_EVERY_SENTENCES = 3  # with a word of ours: more than a good engine mishears, about as much as a small one
JOINED_WORDS = 60  # of two sentences in one; engines hardly write longer ones
CAPTION_WORDS = 12  # of two lines of captions
UNCUT_WORDS = 200  # that an engine without full stops writes in a row where nobody makes a pause

# Words that sound the same, for the ones an engine may write instead.
HOMOPHONES = {
    "sea": "C", "see": "sea", "their": "there", "there": "their", "here": "hear", "weather": "whether", "week": "weak",
    "whether": "weather", "new": "knew", "by": "buy", "right": "write", "role": "roll", "site": "sight",
    "piece": "peace",
    "peace": "piece", "two": "too", "for": "four", "its": "it's", "would": "wood", "our": "hour", "hour": "our",
    "rates": "raids", "course": "coarse", "principal": "principle", "led": "lead", "past": "passed", "no": "know",
    "council": "counsel", "fair": "fare", "aid": "aide", "cost": "caused", "been": "bin", "some": "sum",
    "whole": "hole",
    "prices": "prizes", "policy": "policies", "price": "prize", "won": "one", "board": "bored",
    "higher": "hire",
}  # fmt: skip
CONTRACTED = {
    ("it", "is"): "it's", ("that", "is"): "that's", ("we", "are"): "we're", ("they", "are"): "they're",
    ("we", "have"): "we've", ("do", "not"): "don't", ("is", "not"): "isn't", ("will", "not"): "won't",
    ("I", "am"): "I'm", ("can", "not"): "can't", ("there", "is"): "there's", ("we", "will"): "we'll",
    ("does", "not"): "doesn't", ("did", "not"): "didn't", ("are", "not"): "aren't", ("have", "not"): "haven't",
}  # fmt: skip
SPELLED = {
    "%": "percent", "per cent": "percent", "U.S.": "US", "U.K.": "UK", "U.N.": "UN", "E.U.": "EU", "Mr.": "Mister",
    "programme": "program", "labour": "labor", "centre": "center", "travelling": "traveling", "okay": "OK",
}  # fmt: skip
UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of a transcript.

    origins: places among the words of the original that it stands for, from 0; none for what was put in
    """

    text: str
    origins: tuple[int, ...]


Sentences = list[list[Heard]]


def heard(sentences: Iterable[str]) -> Sentences:
    """The original: every word stands for itself."""
    found: Sentences = []
    place = 0
    for sentence in sentences:
        words = sentence.split()
        found.append([Heard(word, (place + number,)) for number, word in enumerate(words)])
        place += len(words)
    return found


def texts(sentences: Sentences) -> list[str]:
    """The sentences as they are linked."""
    return [" ".join(word.text for word in sentence) for sentence in sentences]


def _words(change: Callable[[str], str]) -> Callable[[Sentences], Sentences]:
    """A variant in which every word is written in another way, as one, several or none."""

    def variant(sentences: Sentences) -> Sentences:
        return _without_empty(
            _each(sentences, lambda word: [Heard(own, word.origins) for own in change(word.text).split()])
        )

    return variant


def _without_empty(sentences: Sentences) -> Sentences:
    return [sentence for sentence in sentences if sentence]


def unpunctuated(word: str) -> str:
    """A word without punctuation; apostrophes, hyphens and points inside it stay, those of abbreviations do not."""
    if re.fullmatch(r"(?:[^\W\d_]\.){2,},?", word):
        return re.sub(r"\W", "", word)
    return " ".join(re.sub(r"^[^\w$€£]+|[^\w%]+$", "", part) for part in re.split(r"[—–]|\.{2,}|…", word)).strip()


def with_fillers(sentences: Sentences) -> Sentences:
    """Fillers put in, the same for the same sentences."""
    chance = random.Random(len(sentences))
    found: Sentences = []
    for sentence in sentences:
        own: list[Heard] = []
        for word in sentence:
            if chance.random() < 1 / FILLER_EVERY_WORDS:
                own += [Heard(filler, ()) for filler in chance.choice(FILLERS_IN)]
            own.append(word)
        found.append(own)
    return found


def without_fillers(sentences: Sentences) -> Sentences:
    """Without the fillers that were there."""
    return _without_empty(
        [[word for word in own if unpunctuated(word.text).lower() not in FILLERS["en"]] for own in sentences]
    )


def contracted(sentences: Sentences) -> Sentences:
    """`it is` as `it's`."""
    found: Sentences = []
    for sentence in sentences:
        own: list[Heard] = []
        for word in sentence:
            before = own[-1] if own else None
            first = next((both for both in CONTRACTED if before and both == (before.text.lower(), word.text)), None)
            if before and first:
                short = CONTRACTED[first]
                short = short[:1].upper() + short[1:] if before.text[:1].isupper() else short
                own[-1] = Heard(short, before.origins + word.origins)
            else:
                own.append(word)
        found.append(own)
    return found


def expanded(sentences: Sentences) -> Sentences:
    """`it's` as `it is`."""
    whole = {short: both for both, short in CONTRACTED.items()}

    def change(word: Heard) -> list[Heard]:
        bare = word.text.rstrip(".,?!;:")
        both = whole.get(bare.lower())
        if both is None:
            return [word]
        first = both[0].capitalize() if bare[:1].isupper() else both[0]
        return [Heard(first, word.origins), Heard(both[1] + word.text[len(bare) :], word.origins)]

    return _each(sentences, change)


def _each(sentences: Sentences, change: Callable[[Heard], list[Heard]]) -> Sentences:
    return [list(chain.from_iterable(map(change, sentence))) for sentence in sentences]


def numbers_in_words(sentences: Sentences) -> Sentences:
    """`25` as `twenty five`, `4.35%` as `four point three five percent`; years as they are said."""
    from num2words import num2words

    def change(word: Heard) -> list[Heard]:
        found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)([.,?!;:]*)", word.text)
        if not found:
            return [word]
        whole, rest, percent, closing = found.groups()
        value = int(whole.replace(",", ""))
        kind = "year" if not rest and not percent and "," not in whole and 1100 <= value < 2100 else "cardinal"
        said = num2words(value, to=kind).replace("-", " ").replace(",", "").replace(" and ", " ").split()
        if rest:
            said += ["point", *(UNITS[int(digit)] for digit in rest[1:])]
        said += ["percent"] if percent else []
        said[-1] += closing
        return [Heard(text, word.origins) for text in said]

    return _each(sentences, change)


def numbers_in_digits(sentences: Sentences) -> Sentences:
    """`twenty five` and `twenty-five` as `25`; what is under ten stays, as in most engines."""
    small = {name: number for number, name in enumerate(UNITS) if number >= 10}
    tens = {name: 10 * number for number, name in enumerate(TENS, 2)}
    values = small | tens | {f"{ten}-{UNITS[n]}": value + n for ten, value in tens.items() for n in range(1, 10)}
    found: Sentences = []
    for sentence in sentences:
        own: list[Heard] = []
        ten = 0
        for word in sentence:
            bare = word.text.rstrip(".,?!;:")
            closing = word.text[len(bare) :]
            if ten and bare.lower() in UNITS[1:10]:
                text = str(ten + UNITS.index(bare.lower())) + closing
                own[-1] = Heard(text, own[-1].origins + word.origins)
                ten = 0
                continue
            value = values.get(bare.lower())
            own.append(word if value is None else Heard(f"{value}{closing}", word.origins))
            ten = tens.get(word.text.lower(), 0)
        found.append(own)
    return found


def respelled(sentences: Sentences) -> Sentences:
    """Hyphens as blanks, `%` in letters, abbreviations without their points, American spellings."""

    def change(word: Heard) -> list[Heard]:
        text = word.text
        for written, other in SPELLED.items():
            text = text.replace(written, f" {other}" if written == "%" else other)
        return [Heard(part, word.origins) for part in re.sub(r"(?<=\w)-(?=\w)", " ", text).split()]

    return _each(sentences, change)


def misheard(sentences: Sentences) -> Sentences:
    """A word of every few sentences as one that sounds like it."""
    found: Sentences = []
    since = HOMOPHONE_EVERY_SENTENCES
    for sentence in sentences:
        since += 1
        own = list(sentence)
        places = [n for n, word in enumerate(own) if unpunctuated(word.text).lower() in HOMOPHONES]
        if places and since > HOMOPHONE_EVERY_SENTENCES:
            place = places[len(places) // 2]
            bare = unpunctuated(own[place].text)
            own[place] = Heard(own[place].text.replace(bare, HOMOPHONES[bare.lower()]), own[place].origins)
            since = 0
        found.append(own)
    return found


def _closed(word: Heard) -> Heard:
    return Heard(re.sub(r"[.?!;:]+$", ",", word.text), word.origins)


def joined(sentences: Sentences) -> Sentences:
    """Every second sentence goes on in the next, with a comma between, unless that is too long."""
    found: Sentences = []
    whole = True
    for sentence in sentences:
        if not whole and len(found[-1]) + len(sentence) <= JOINED_WORDS:
            first, *rest = sentence
            found[-1] = [*found[-1][:-1], _closed(found[-1][-1]), Heard(_small(first.text), first.origins), *rest]
            whole = True
        else:
            found.append(sentence)
            whole = False
    return found


def _small(text: str) -> str:
    return text if text in ("I", "I'm", "I've") or text[1:2].isupper() else text[:1].lower() + text[1:]


def split_at_commas(sentences: Sentences) -> Sentences:
    """Sentences end at the comma nearest their middle, as where a speaker draws breath."""
    found: Sentences = []
    for sentence in sentences:
        commas = [n for n, word in enumerate(sentence[:-1], 1) if word.text.endswith(",") and 4 < n < len(sentence) - 4]
        if not commas:
            found.append(sentence)
            continue
        cut = min(commas, key=lambda place: abs(place - len(sentence) / 2))
        before, first = sentence[cut - 1], sentence[cut]
        ended = Heard(before.text.rstrip(",") + ".", before.origins)
        found.append([*sentence[: cut - 1], ended])
        found.append([Heard(first.text[:1].upper() + first.text[1:], first.origins), *sentence[cut + 1 :]])
    return found


def every(words: int) -> Callable[[Sentences], Sentences]:
    """A cut after every so many words."""

    def variant(sentences: Sentences) -> Sentences:
        stream = list(chain.from_iterable(sentences))
        bounds = [*range(0, len(stream), words), len(stream)]
        return _without_empty([stream[start:end] for start, end in pairwise(bounds)])

    return variant


def _after(*changes: Callable[[Sentences], Sentences]) -> Callable[[Sentences], Sentences]:
    """One change after the other."""

    def variant(sentences: Sentences) -> Sentences:
        for change in changes:
            sentences = change(sentences)
        return sentences

    return variant


# The kinds of variants: in the first lot the sentences stay as they are cut, in the second they do not.
SPELLING: dict[str, Callable[[Sentences], Sentences]] = {
    "no question marks": _words(lambda word: word.replace("?", ".")),
    "no punctuation": _words(unpunctuated),
    "lower case": _words(str.lower),
    "all capitals": _words(str.upper),
    "neither punctuation nor capitals": _words(lambda word: unpunctuated(word).lower()),
    "fillers put in": with_fillers,
    "fillers taken out": without_fillers,
    "numbers in words": numbers_in_words,
    "numbers in digits": numbers_in_digits,
    "contracted": contracted,
    "not contracted": expanded,
    "hyphens, percent, abbreviations": respelled,
    "a word misheard": misheard,
}
CUTS: dict[str, Callable[[Sentences], Sentences]] = {
    "two sentences joined": joined,
    "split at a comma": split_at_commas,
    "captions of 12 words": every(CAPTION_WORDS),
    "captions, no punctuation": _after(_words(lambda word: unpunctuated(word).lower()), every(CAPTION_WORDS)),
    "not cut, no punctuation": _after(_words(lambda word: unpunctuated(word).lower()), every(UNCUT_WORDS)),
}
KINDS = SPELLING | CUTS
