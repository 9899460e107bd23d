"""An English release with a French recording."""

from __future__ import annotations

import pytest

from archiver import align, demo
from archiver.align import link_sentences
from archiver.align.paraphrase.features import COEFFICIENTS, features
from archiver.align.paraphrase.multilingual import ENCODER_LANGUAGES, can_compare, universal
from archiver.align.paraphrase.tfidf import TfidfScorer
from archiver.release import read_release

PARAGRAPHS = [paragraph.text for paragraph in read_release(demo.RELEASE.read_bytes()).paragraphs]

# Each with the number of the paragraph that it is about.
SAID: list[tuple[str, int | None]] = [
    ("Bonjour à toutes et à tous, et merci d'être venus si nombreux.", None),
    ("Le secrétaire général sera en voyage la semaine prochaine, vous recevrez le programme.", None),
    (
        "Le Conseil condamne le recours à la force par les autorités biélorusses contre des manifestants pacifiques, "
        "et les arrestations arbitraires avant et après le scrutin du 19 mars.",
        1,
    ),
    ("Les observateurs internationaux ont constaté que cette élection ne respectait pas les normes.", 2),
    ("Nous attendons de nos partenaires qu'ils tiennent leurs engagements démocratiques.", 3),
    ("Tous les pays qui ont signé le document de 1994 se sont engagés à préserver des sociétés libres.", 3),
    ("La cantine du rez-de-chaussée restera fermée jusqu'au mois de mai à cause des travaux.", None),
    ("L'OTAN a commencé un examen approfondi de ses relations avec Minsk.", 4),
    ("Nous ne traiterons pas avec ceux qui ont participé à la répression du peuple biélorusse.", 4),
    ("L'Alliance fera davantage pour expliquer ses buts et ses principes à la population biélorusse.", 5),
    ("Tout cela se fera en étroite coopération avec nos partenaires internationaux.", 6),
    ("Y a-t-il du nouveau sur les hélicoptères pour la mission en Afghanistan ?", None),
    ("Les premiers soldats sont déjà sur place, et la relève aura lieu pendant l'été.", None),
    ("Je vous remercie, bon week-end.", None),
]


@pytest.mark.slow
def test_what_is_said_in_french_about_an_english_release() -> None:
    found = {
        link.sentence: link.paragraph + 1
        for link in link_sentences(PARAGRAPHS, [said for said, _ in SAID], "fr", written="en")
    }
    answers = [found.get(number) for number in range(len(SAID))]
    right = sum(answer is not None and answer == own for answer, (_, own) in zip(answers, SAID, strict=True))
    linked = sum(answer is not None for answer in answers)
    assert right >= 6  # of nine
    assert linked - right <= 1


def test_paragraphs_are_cut_into_sentences_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[tuple[str, str]] = []

    def recorded(text: str, language: str) -> list[str]:
        cut.append((language, text))
        return [text]

    monkeypatch.setattr(align, "sentences_of", recorded)
    scorer = TfidfScorer(["The quay is closed.", "Le quai est fermé."])
    link_sentences(["The quay is closed."], ["Le quai est fermé."], "fr", scorer=scorer, written="en")
    assert cut == [("en", "The quay is closed.")]


@pytest.mark.slow
def test_a_number_in_figures_is_the_same_in_both_languages() -> None:
    column = list(COEFFICIENTS).index("numbers that it has not")
    said = ["Les 42 navires sont partis.", "Les 43 navires sont partis."]
    found = features([["The 42 ships have left."]], said, [False, False], ("fr", "en"), universal())
    assert found[0, 0, column] == 0 < found[1, 0, column]


@pytest.mark.slow
def test_without_the_model_two_languages_have_few_words_in_common() -> None:
    texts = [said for said, _ in SAID]
    scorer = TfidfScorer([*PARAGRAPHS, *texts])
    assert len(link_sentences(PARAGRAPHS, texts, "fr", scorer=scorer, written="en")) <= 2


@pytest.mark.slow
def test_texts_that_say_the_same_are_alike_in_any_language() -> None:
    english, french, other = (
        universal().read([text], language)[0].whole
        for text, language in (
            ("The ministers will meet again in September.", "en"),
            ("Les ministres se retrouveront en septembre.", "fr"),
            ("La cantine est fermée.", "fr"),
        )
    )
    assert english @ french > 0.6 > 0.3 > english @ other


@pytest.mark.slow
def test_words_stand_beside_what_they_mean() -> None:
    (embedding,) = universal().read(["Three ships left Kraków in 1994."], "en")
    assert embedding.words.shape == (8, 512)  # nineteen, ninety, four
    assert universal().read([""], "en")[0].words.shape == (0, 512)


@pytest.mark.parametrize(
    ("written", "spoken", "can"), [("en", "fr", True), ("en", "xx", False), (None, "fr", False), ("ja", "ar", True)]
)
def test_languages(written: str | None, spoken: str, can: bool) -> None:
    assert can_compare(written, spoken) is can


def test_every_language_is_named_as_transcripts_name_it() -> None:
    assert {len(language) for language in ENCODER_LANGUAGES} == {2}
