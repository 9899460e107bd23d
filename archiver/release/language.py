"""Which language a text is in, by its commonest words."""

from __future__ import annotations

from archiver.release.blocks import words

_ENGLISH = "the of and to in a is that for on with by this are as was it its be will have has at from we not"
_FRENCH = "le la les l des du de et à en est que qui dans pour un une au aux sur par avec ce cette sont nous il"
_STOP_WORDS = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}
# Words that only one language has tell more than those that its neighbours share (``de``, ``la``, ``a``).
_TELLING = {
    "en": frozenset(["the", "of", "and", "with", "that", "this"]),
    "fr": frozenset(["les", "des", "du", "dans", "et", "est", "pour"]),
}
_ENOUGH = 20_000  # code points; more text does not change the answer
_SHARE = 0.18  # English and French prose have a third or more


def language_of(text: str) -> str | None:
    """``en`` or ``fr``; None when unsure."""
    spoken = [part for word in words(text[:_ENOUGH]) for part in word.replace("’", "'").split("'")]
    counts = {code: sum(word in stops for word in spoken) for code, stops in _STOP_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    others = sum(counts.values()) - counts[best]
    told = not _TELLING[best].isdisjoint(spoken)
    sure = counts[best] >= max(3, _SHARE * len(spoken)) and told and counts[best] > 2 * others
    return best if sure else None
