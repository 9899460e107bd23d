"""Guards: what is never corrected, since the difference may be what the speaker means, and then is the news.

Numbers, dates, money, whether or not, the contrary, how many, and another name that exists. The lists are of English,
French, German, Spanish and Italian together: that a word of one is guarded in another costs a correction, no truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product

from archiver.tokens import Token, fold
from archiver.vocabulary import NumberKind, frequency, number_said

NEGATIONS = (
    "not no never none nor nobody nothing nowhere neither without cannot ever hardly barely aint "
    "ne pas plus jamais rien aucun aucune ni sans non nul nulle personne guère "
    "nicht kein keine keinen keinem keiner nie niemals ohne weder nichts sin nunca nada jamás ninguno senza mai nessuno"
)
QUANTITIES = (
    "all both each every either any some many most more less least few fewer several half quarter double twice once "
    "dozen pair only at over under nearly tous toutes tout chaque plusieurs moins certains moitié alle einige viele "
    "wenige mehr weniger todos algunos tutti alcuni meno"
)
MODALITY = "can could may might must shall should will would ought need peut doit pourrait devrait kann muss soll darf"
CONTRARIES = (
    "before after above below up down in out on off yes now then with against for from to left right east west north "
    "south eastern western northern southern avant après pour contre avec ouest nord sud"
)
MONEY = (
    "percent cent cents centime centimes percentage point points euro euros dollar dollars pound pounds sterling franc "
    "francs yen yuan rouble roubles ruble rubles rupee rupees krone krona crown crowns lira peso zloty pence penny "
    "hundreds thousands millions billions trillions hundredth thousandth mille milliard milliards "
    "prozent milliarde milliarden millionen"
)
DATES = (
    "january february march april may june july august september october november december "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "januar jänner februar märz juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lunes martes miércoles jueves viernes sábado domingo "
    "today tomorrow yesterday day days week weeks month months year years hour hours minute minutes "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica am pm"
)
GUARDED = frozenset(fold(w) for w in " ".join((NEGATIONS, QUANTITIES, MODALITY, CONTRARIES, MONEY, DATES)).split())

PREFIXES = (
    *("", "un", "in", "im", "il", "ir", "dis", "non", "de", "re", "pre", "post", "over", "under", "inter", "intra"),
    *("ex", "up", "down", "out", "anti", "pro", "sub", "super", "hyper", "hypo", "mis", "en", "an", "a", "mal"),
)
SHORTEST_STEM_LETTERS = 4  # letters behind a prefix
SIGNS = re.compile(r"[%$€£¥₤]|n['’]t\b", re.IGNORECASE)
AND = frozenset({"and", "et", "y", "e", "und"})  # inside of numbers, and elsewhere no number

KNOWN_NAME_FREQUENCY = 2.5  # zipf frequency of three times in ten million words, from which a name is known


def may_change_meaning(words: Sequence[Token], texts: Iterable[str], language: str) -> bool:
    """Whether any of the words that differ could be the speaker's own, whatever they sound like.

    words, texts: of both sides, the latter as they stand there
    """
    forms = {token.form for token in words}
    if forms & GUARDED or forms & number_words(language) or any(any(map(str.isdigit, form)) for form in forms):
        return True
    return any(SIGNS.search(text) for text in texts)


def are_contraries(heard: str, written: str) -> bool:
    """Whether two words differ by what stands before the same rest: `legal` and `illegal`, `imports` and `exports`."""
    for one, other in product(PREFIXES, PREFIXES):
        if one != other and heard.startswith(one) and written.startswith(other):
            rest = heard[len(one) :]
            if len(rest) >= SHORTEST_STEM_LETTERS and rest == written[len(other) :]:
                return True
    return False


def is_beheaded(heard: str, written: str, language: str) -> bool:
    """Whether what was heard is the end of the written word, and no word by itself: `plores` of `deplores`."""
    return written.endswith(heard) and frequency(heard, language) == 0


@cache
def number_words(language: str) -> frozenset[str]:
    """The words that numbers are made of; none where nobody taught us the language."""
    numbers = [*range(101), 1000, 10**6, 10**9, 10**12]
    kinds: tuple[NumberKind, ...] = ("cardinal", "ordinal")
    said = [number_said(number, language, kind) or "" for number in numbers for kind in kinds]
    if not all(said):
        return frozenset()
    return frozenset(fold(word) for words in said for word in re.findall(r"[^\W_]+", words)) - AND


def is_known(form: str, language: str) -> bool:
    """Whether a word or name is in use, as far as anybody knows."""
    often = frequency(form, language)
    return often is None or often >= KNOWN_NAME_FREQUENCY
