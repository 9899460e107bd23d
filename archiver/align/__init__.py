"""Linking: which spoken sentence reads or paraphrases which paragraph, and honestly none where it does neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archiver.align.matched_words import in_common, rounded
from archiver.align.paraphrase.briefing_scorer import BriefingScorer
from archiver.align.paraphrase.encoder import minilm
from archiver.align.paraphrase.features import Scorer
from archiver.align.paraphrase.judge import Judge, JudgedScorer, can_judge
from archiver.align.paraphrase.multilingual import can_compare, crosslingual_scorer
from archiver.align.paraphrase.paraphrase_links import closest_paraphrase, link_paraphrases
from archiver.align.paraphrase.tfidf import TfidfScorer
from archiver.align.reports.likelihood import STEM_LETTERS
from archiver.align.reports.monotone import FEWEST_PARAGRAPHS, FollowedReport, follow, split
from archiver.align.resegmentation import SpokenSentence, given, longest_part, resegment
from archiver.align.units import TextLink, Unit, units
from archiver.align.verbatim.quotes import sentences_of, verbatim_links
from archiver.models import UNTIMED, Link, Segment, Span, Why
from archiver.tokens import base_language, has_words, tokens

METHOD = "verbatim + meaning"
ENCODER_LANGUAGE = "en"  # the language whose meaning the embedded model knows best
# Paragraphs of a report that is followed where a model knows what each sentence says, in any order. Answers to a
# committee's questions have up to 17, and sentences far apart speak of each.
FEWEST_MODELLED = 20
VERSION = "9"  # raised whenever the same input may get other links or corrections


def link_texts(paragraphs: Sequence[str], segments: Sequence[str], language: str = "en") -> list[int | None]:
    """For each segment, in speaking order, the 0-based paragraph that it belongs to, or None. Text only."""
    followed = _followed(paragraphs, segments, base_language(language))
    if followed is not None:
        return followed.paragraphs
    links = longest(_link_one_by_one(paragraphs, segments, language), len(segments))
    return [None if link is None else link.paragraph for link in links]


def longest(links: Iterable[TextLink], count: int) -> list[TextLink | None]:
    """For each of so many sentences the link with the longest part of it, or None."""
    found: list[TextLink | None] = [None] * count
    for link in links:
        other = found[link.sentence]
        if other is None or link.said[1] - link.said[0] > other.said[1] - other.said[0]:
            found[link.sentence] = link
    return found


def align(
    paragraphs: Sequence[str],
    segments: Sequence[Segment],
    language: str = "en",
    scorer: Scorer | None = None,
    written: str | None = None,
    judge: Judge | None = None,
) -> list[Link]:
    """Tie the sentences of a transcript to the paragraphs of a release.

    A verbatim link has the times of the words read, a paraphrase those of its sentence; what was not timed has none.

    scorer, written, judge: as for ``link_sentences``
    """
    found = link_sentences(paragraphs, [segment.heard for segment in segments], language, scorer, written, judge)
    return [_timed(link, segments[link.sentence]) for link in found]


def link_sentences(
    paragraphs: Sequence[str],
    sentences: Sequence[str],
    language: str = "en",
    scorer: Scorer | None = None,
    written: str | None = None,
    judge: Judge | None = None,
) -> list[TextLink]:
    """Tie sentences to paragraphs: those read out by their words, the others by their meaning.

    Paragraphs without words are never linked to. A sentence may have several links.

    language: what is spoken
    scorer: None for the best there is for the languages
    written: the language of the paragraphs, if it is another
    judge: a larger model that is asked as well; told where it had no say
    """
    known = [number for number, paragraph in enumerate(paragraphs) if has_words(paragraph)]
    texts, spoken = [paragraphs[number] for number in known], base_language(language)
    followed = None if scorer else _followed(texts, sentences, spoken, _base(written))
    if followed is None:
        return _link_one_by_one(paragraphs, sentences, language, scorer, written, judge)
    if judge:
        judge.has_no_say("a long meeting is followed by its words and their order")
    found = _in_order(followed, texts, sentences, spoken)
    return [replace(link, paragraph=known[link.paragraph]) for link in found]


def _link_one_by_one(
    paragraphs: Sequence[str],
    sentences: Sequence[str],
    language: str,
    scorer: Scorer | None = None,
    written: str | None = None,
    judge: Judge | None = None,
) -> list[TextLink]:
    """The links of sentences that need not follow the order of the paragraphs; as ``link_sentences``."""
    known = [number for number, paragraph in enumerate(paragraphs) if has_words(paragraph)]
    if not known or not any(map(has_words, sentences)):
        return []
    texts, language, written = [paragraphs[number] for number in known], base_language(language), _base(written)
    pieces, cut = _units(texts, sentences, language)
    scorer = _judged(scorer or scorer_for(language, [*texts, *sentences], written), judge, language, written)
    parts = [sentences_of(text, written or language) for text in texts]
    found = [link for unit in cut for link in unit.read] + link_paraphrases(parts, cut, language, scorer)
    links = list(given(found, pieces))
    links.sort(key=lambda link: (link.sentence, link.said))
    return [replace(link, paragraph=known[link.paragraph]) for link in links]


def _judged(scorer: Scorer, judge: Judge | None, spoken: str, written: str | None) -> Scorer:
    """The scorer together with a judge, where one was chosen and can be asked."""
    if judge and can_judge(spoken, written):
        return JudgedScorer(scorer, judge)
    if judge:
        judge.has_no_say("for now judges are asked only where speech and release are in English")
    return scorer


def _units(
    texts: Sequence[str], sentences: Sequence[str], language: str
) -> tuple[Sequence[SpokenSentence], Sequence[Unit]]:
    """The sentences as they are linked, and their units, with what was read out of them."""
    pieces = resegment(sentences, language)
    spoken = [piece.text for piece in pieces]
    return pieces, list(units(spoken, verbatim_links(texts, spoken, language), language))


def closest(
    paragraphs: Sequence[str],
    sentences: Sequence[str],
    number: int,
    language: str = "en",
    written: str | None = None,
) -> TextLink | None:
    """The link that one sentence would have if it had one, by what it means, with its reasons.

    None where that cannot be told: it has no words, it was read, or a long meeting is followed as a whole.
    """
    known = [place for place, paragraph in enumerate(paragraphs) if has_words(paragraph)]
    texts, language, written = [paragraphs[place] for place in known], base_language(language), _base(written)
    if not texts or not has_words(sentences[number]):
        return None
    if _followed(texts, sentences, language, written) is not None:
        return None
    pieces, cut = _units(texts, sentences, language)
    parts = [sentences_of(text, written or language) for text in texts]
    own = longest_part(pieces, number)
    link = closest_paraphrase(parts, cut, own, language, scorer_for(language, [*texts, *sentences], written))
    mine = (part for part in given([link] if link else [], pieces) if part.sentence == number)
    return next((replace(part, paragraph=known[part.paragraph]) for part in mine), None)


def _base(language: str | None) -> str | None:
    return base_language(language) if language else None


def scorer_for(spoken: str, texts: Sequence[str], written: str | None = None) -> Scorer:
    """The best scorer: by an encoder in English and, where the model is installed, across languages; else by letters.

    written: the language of the release, if it is another
    """
    if written is None or written == spoken:
        return BriefingScorer(minilm()) if spoken == ENCODER_LANGUAGE else TfidfScorer(texts)
    return crosslingual_scorer(written) if can_compare(written, spoken) else TfidfScorer(texts)


def _followed(
    paragraphs: Sequence[str], sentences: Sequence[str], language: str, written: str | None = None
) -> FollowedReport | None:
    """Where in its report each sentence of a long meeting is, told by words and order.

    None where the report is in another language, where either is short, and where a model knows what is said and the
    order of the report does not tell.
    """
    if written not in (None, language):
        return None
    modelled = language == ENCODER_LANGUAGE
    parts = [split(text, language) for text in paragraphs], [split(text, language) for text in sentences]
    found = follow(*parts, language, FEWEST_MODELLED if modelled else FEWEST_PARAGRAPHS)
    return None if found is None or (modelled and not found.ordered) else found


def _in_order(
    followed: FollowedReport, texts: Sequence[str], sentences: Sequence[str], language: str
) -> Iterator[TextLink]:
    """The links of such a meeting; verbatim where the sentence was read from its paragraph, or over into the next."""
    read = verbatim_links(texts, sentences, language)
    for number, paragraph in enumerate(followed.paragraphs):
        if paragraph is None:
            continue
        verbatim = [link for link in read.get(number, ()) if abs(link.paragraph - paragraph) <= 1]
        whole = (0, len(texts[paragraph])), (0, len(sentences[number]))
        if verbatim:
            yield from verbatim
            continue
        matched = in_common(tokens(sentences[number], language), tokens(texts[paragraph], language), STEM_LETTERS)
        gains = rounded({"gained a word": followed.gained[number], "needed a word": followed.needed})
        why = Why("order", matched, gains)
        yield TextLink(number, paragraph, "paraphrase", followed.right, *whole, why)


def _timed(link: TextLink, segment: Segment) -> Link:
    """The link with its times: those of the words that were read, or those of the sentence that paraphrases."""
    where = link.sentence + 1, link.paragraph + 1, link.relation, link.score, link.span
    if link.relation == "paraphrase" and UNTIMED in segment.flags:
        return Link(*where, None, None, link.why)
    if link.relation == "paraphrase":
        return Link(*where, segment.start, segment.end, link.why)
    words = _words_within(link.said, segment)
    start, end = (segment.words[words[0]].start, segment.words[words[-1]].end) if words else (None, None)
    return Link(*where, start, end, link.why, words)


def _words_within(said: Span, segment: Segment) -> tuple[int, int] | None:
    """The first and the last word of a sentence, from 0, that stand at these code points."""
    reached, inside = 0, []
    for number, word in enumerate(segment.words):
        begin = segment.heard.index(word.heard, reached)
        reached = begin + len(word.heard)
        if begin < said[1] and reached > said[0]:
            inside.append(number)
    return (inside[0], inside[-1]) if inside else None
