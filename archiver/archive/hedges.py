"""Hedges: words by which a speaker takes back some of what is said, such as `perhaps`, `I believe`, `it seems`.

A choice from the lists of K. Hyland, *Metadiscourse* (2005), appendix, and what stands for the same in French. Left
out is what the index does not tell from other words: `may` from the month, `likely` from `like`, `possibly` from
`possible`. A list knows nothing of irony.
"""

from __future__ import annotations

from collections.abc import Mapping

HEDGES: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("apparently", "maybe", "perhaps", "presumably", "probably", "seemingly", "supposedly", "somewhat"),
        *("might", "could", "may be", "may have", "may not", "may well"),
        *("appears to", "seems to", "it seems", "it appears", "tend to", "not sure", "not certain"),
        *("i think", "we think", "i believe", "we believe", "i guess", "i suppose", "i assume", "i suspect"),
        *("i hope", "we hope", "i would say", "i d say", "in my view", "in my opinion"),
        *("as far as i know", "to my knowledge", "in principle", "in general", "more or less"),
    ),
    "fr": (
        *("apparemment", "éventuellement", "peut être", "probablement", "sans doute"),
        *("vraisemblablement", "pourrait", "pourraient", "semble", "semblent", "semblerait", "paraît"),
        *("je crois", "nous croyons", "je pense", "nous pensons", "je suppose", "j espère", "nous espérons"),
        *("à mon avis", "à ma connaissance", "il est possible", "il se peut", "je ne suis pas sûr"),
        *("en principe", "en général", "plus ou moins", "d une certaine manière"),
    ),
}
"""By language, as the index has them: without apostrophes and hyphens."""


def hedges_query(language: str) -> str:
    """The hedges of a language as an FTS5 expression."""
    return " OR ".join(f'"{words}"' for words in HEDGES[language])
