"""Likeness: how alike spoken sentences and the paragraphs of a release are, in meaning, in words and word by word.

Rarity is counted in the language and in these texts: at a central bank, `inflation` tells nothing. What is alike is
set against all that was said in the same briefing, and length is told apart from it, so that no paragraph draws by
being long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from archiver.align.paraphrase.encoder import Embedding, Encoder, whole_vectors
from archiver.align.paraphrase.features import (
    LEAST_INFORMATION,
    WORD_MATCH_COSINE,
    batches,
    margin_over_others,
    words_in_common,
)
from archiver.arrays import Doubles, Floats
from archiver.tokens import Token, tokens

LETTERS = (4, 5)  # in a row, of which words are alike whatever their endings
ALIKE = 1.5  # standard deviations above all pairs of the briefing from which a sentence is like some paragraph
MEANING, WORDS, FOUND = 0.5, 0.25, 0.25  # shares in what is alike all in all; chosen by hand
LEAST_SPREAD = 0.02  # of a likeness, so that what is alike everywhere is not blown up
SCARCE = 3.0  # what a word is worth that the language and these texts hardly have, beside one that they have


@dataclass(frozen=True, slots=True)
class Texts:
    """A release and what was said about it, as words and as embeddings.

    parts: the sentences of all paragraphs; starts: where each paragraph begins in them
    rarity: of every word in these texts, 0 where each has it to 1 where one has
    """

    sentences: Sequence[str]
    parts: Sequence[str]
    starts: npt.NDArray[np.int_]
    spoken: Sequence[Sequence[Token]]
    written: Sequence[Sequence[Token]]
    rarity: dict[str, float]
    said: Sequence[Embedding]
    read: Sequence[Embedding]
    wholes: Floats

    @classmethod
    def of(
        cls, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], language: str, encoder: Encoder
    ) -> Texts:
        """Read them.

        paragraphs: each as its sentences
        """
        parts = list(chain.from_iterable(paragraphs))
        whole = ["".join(paragraph) for paragraph in paragraphs]
        starts = np.cumsum([0, *(len(paragraph) for paragraph in paragraphs[:-1])])
        spoken, written = [tokens(text, language) for text in sentences], [tokens(text, language) for text in parts]
        read = encoder.read([*parts, *whole, *sentences], language)
        wholes = whole_vectors(read[len(parts) : len(parts) + len(whole)])
        said = read[len(parts) + len(whole) :]
        rarity = _rarity([*spoken, *written])
        return cls(sentences, parts, starts, spoken, written, rarity, said, read[: len(parts)], wholes)

    def bounds(self, paragraph: int) -> tuple[int, int]:
        """Where its parts begin and end."""
        ends = [*self.starts[1:], len(self.parts)]
        return int(self.starts[paragraph]), int(ends[paragraph])

    def best(self, alike: Floats) -> Floats:
        """Of the likeness to every part that to the likeliest of each paragraph."""
        return np.maximum.reduceat(alike, self.starts, axis=1)


def likeness(texts: Texts) -> dict[str, Floats]:
    """How alike every sentence and every paragraph are, each in its own way; shape (sentences, paragraphs)."""
    said, parts = whole_vectors(texts.said), whole_vectors(texts.read)
    letters, words = _tfidf(texts, "char_wb", LETTERS), _tfidf(texts, "word", (1, 1))
    coverage = _coverage(texts)
    meaning = np.maximum(texts.best(said @ parts.T), said @ texts.wholes.T)
    before = _with_before(said)
    found = coverage["how much of it is found"]
    alike = MEANING * _spread(meaning) + WORDS * _spread(words) + FOUND * _spread(found)
    likeliest = alike.max(axis=1, keepdims=True)
    return {
        "letters in common": letters,
        **_words_in_common(texts),
        **coverage,
        "lead over the other paragraphs": margin_over_others(found),
        "likeness with the sentence before": np.maximum(texts.best(before @ parts.T), before @ texts.wholes.T),
        "rank among all sentences": alike.argsort(axis=0).argsort(axis=0) / max(1, len(alike) - 1),
        "likeness to the likeliest paragraph": np.broadcast_to(likeliest, alike.shape),
        "share of sentences that are alike": np.full(alike.shape, (likeliest > ALIKE).mean()),
    }


def _with_before(vectors: Floats) -> Floats:
    """Every sentence together with the one before it: the direction between the two."""
    both = vectors.copy()
    both[1:] += vectors[:-1]
    return np.asarray(both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _spread(values: Floats) -> Floats:
    """How far each is above the mean, in standard deviations."""
    return np.asarray((values - values.mean()) / (values.std() + LEAST_SPREAD), dtype=np.float32)


def _tfidf(texts: Texts, analyzer: str, runs: tuple[int, int]) -> Floats:
    """The cosine of every sentence with the likeliest of each paragraph, rarity counted in these texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    stop_words = "english" if analyzer == "word" else None
    vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=runs, sublinear_tf=True, stop_words=stop_words)
    try:
        vectorizer.fit([*texts.parts, *texts.sentences])
    except ValueError:  # no text has a word that tells anything
        return np.zeros((len(texts.sentences), len(texts.starts)), dtype=np.float32)
    product = vectorizer.transform(texts.sentences) @ vectorizer.transform(texts.parts).T
    return texts.best(product.toarray().astype(np.float32))


def _rarity(texts: Sequence[Sequence[Token]]) -> dict[str, float]:
    """Inverse document frequency, 0 to 1 (Spärck Jones 1972); a text is a sentence, said or written."""
    have = Counter(form for text in texts for form in {token.form for token in text})
    count = max(2, len(texts))
    return {form: float(np.log(count / times) / np.log(count)) for form, times in have.items()}


def _words_in_common(texts: Texts) -> dict[str, Floats]:
    """How much the words in common tell; rare ones by rarity here too, less where several paragraphs have them."""
    places = [slice(*texts.bounds(number)) for number in range(len(texts.starts))]
    known = [list(chain.from_iterable(texts.written[place])) for place in places]
    holders = Counter(form for own in known for form in {token.form for token in own})
    told = [{token.form: token.info for token in own} for own in texts.spoken]
    rare = [
        {form: SCARCE * value * texts.rarity[form] / max(1, holders[form]) ** 0.5 for form, value in own.items()}
        for own in told
    ]
    return {
        "words in common": np.log1p(words_in_common(known, [own.items() for own in told])),
        "rare words in common": np.log1p(words_in_common(known, [own.items() for own in rare])),
    }


def _coverage(texts: Texts) -> dict[str, Floats]:
    """Word by word, in some form (late interaction, Khattab and Zaharia 2020; weighted by rarity, Zhang et al. 2020).

    How much of each sentence every paragraph has, 0 to 1; what it has not, as log(1 + sum), by rarity in the language
    and here too; and how much of its likeliest part is told, 0 to 1.
    """
    lengths = np.array([len(part.words) for part in texts.read])
    own = np.add.reduceat(lengths, texts.starts)
    words, first = np.concatenate([part.words for part in texts.read]), np.cumsum(own) - own
    heard = [_weights(text, texts.rarity) for text in texts.spoken]
    written = np.concatenate([_weights(text, texts.rarity)[1] for text in texts.written])
    owners = np.repeat(np.arange(len(lengths)), lengths)
    whole = np.bincount(owners, written, len(lengths)) + LEAST_INFORMATION
    shape = len(texts.sentences), len(texts.starts)
    found, left, left_here, told = (np.zeros(shape, dtype=np.float32) for _ in range(4))
    for numbers in batches([len(embedding.words) for embedding in texts.said]):
        cosines = np.concatenate([texts.said[number].words for number in numbers]) @ words.T
        best = np.maximum.reduceat(cosines, first, axis=1)
        place = 0
        for number in numbers:
            plain, here = heard[number]
            rows = slice(place, place + len(plain))
            place += len(plain)
            missing = np.clip(WORD_MATCH_COSINE - best[rows], 0, 1)
            found[number] = here @ best[rows] / (here.sum() + LEAST_INFORMATION)
            left[number], left_here[number] = np.log1p(2 * (plain @ missing)), np.log1p(2 * (here @ missing))
            said = np.bincount(owners, written * cosines[rows].max(axis=0), len(lengths)) / whole
            told[number] = texts.best(said[None].astype(np.float32))[0]
    return {
        "how much of it is found": found,
        "how much is left over": left,
        "how much that is rare here is left over": left_here,
        "how much of a written sentence is told": told,
    }


def _weights(text: Sequence[Token], rarity: dict[str, float]) -> tuple[Doubles, Doubles]:
    """What each word tells, by rarity in the language, and here too."""
    plain = np.array([token.info for token in text])
    return plain, plain * np.array([rarity[token.form] for token in text])
