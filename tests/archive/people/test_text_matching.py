"""What stands in place of heard words, and where a person's words belong in another transcript."""

from __future__ import annotations

import pytest

from archiver.archive.people.link_matching import TimedSentence, TimeRange
from archiver.archive.people.text_matching import (
    BestText,
    Change,
    HumanText,
    applied,
    choose_text,
    differences,
    exported_words,
)

HEARD = "Troops go to Kandahar and Helmut."
RIGHT = "Troops go to Kandahar and Helmand."
EDIT = HumanText(1, TimeRange(10.0, 14.0), HEARD, RIGHT, "Ines")


def sentence(key: int, start: float, end: float, heard: str) -> TimedSentence:
    return TimedSentence(key, TimeRange(start, end), heard, tuple(heard.split()))


def texts(edit: HumanText, *sentences: TimedSentence) -> dict[int, str]:
    """The sentences that an edit changes or confirms, as they read then."""
    found = applied(edit, sentences)
    return {one.id: choose_text(one, (), [found[one.id]]).text for one in sentences if one.id in found}


SAME = sentence(1, 10.0, 14.0, HEARD)


def test_the_sentence_it_was_made_on() -> None:
    assert texts(EDIT, sentence(0, 5.0, 10.0, "Yes."), SAME) == {1: RIGHT}
    assert applied(EDIT, [SAME])[1].changes == (
        Change(6, 6, "Helmand.", "put right by Ines", "human", created=EDIT.created),
    )


@pytest.mark.parametrize(
    ("sentences", "read"),
    [
        # the same words, cut elsewhere
        ([(9.8, 20.0, f"Yes. {HEARD} In summer.")], [f"Yes. {RIGHT} In summer."]),
        (
            [(10.0, 12.0, "Troops go to"), (12.0, 14.0, "Kandahar and Helmut.")],
            ["Troops go to", "Kandahar and Helmand."],
        ),
        ([(10.0, 14.0, "troops go, to Kandahar and Helmut")], ["Troops go to Kandahar and Helmand."]),
        # nearly the same words at the same time
        ([(10.1, 13.9, "Troops go to Kandahar and Helmet.")], [RIGHT]),
        ([(10.1, 13.9, RIGHT)], [RIGHT]),
        # other words, another time, or more than anybody has spoken of
        ([(10.1, 13.9, "The troops have been withdrawn.")], []),
        ([(60.0, 64.0, HEARD)], []),
        ([(9.0, 14.0, "So troops go to Kandahar and Helmet.")], []),
        ([(10.0, 14.5, "Troops go to Kandahar and Helmet, and then they come back from it.")], []),
        ([(10.0, 12.0, "Troops go to"), (12.0, 14.0, "Kandahar and Helmet.")], []),
    ],
)  # fmt: skip
def test_in_another_transcript(sentences: list[tuple[float, float, str]], read: list[str]) -> None:
    found = texts(EDIT, *(sentence(n, *one) for n, one in enumerate(sentences, 1)))
    assert list(found.values()) == read


def test_the_same_words_twice_are_nobody_s() -> None:
    assert texts(EDIT, sentence(1, 9.0, 30.0, f"{HEARD} {HEARD}")) == {}


def test_a_change_across_two_sentences_is_neither_s() -> None:
    edit = HumanText(1, TimeRange(10.0, 14.0), "They said no one came.", "They said none came.", "Ines")
    cut = sentence(1, 10.0, 12.0, "They said no"), sentence(2, 12.0, 14.0, "one came.")
    assert texts(edit, *cut) == {}


@pytest.mark.parametrize(
    ("heard", "text", "changes"),
    [
        ("a b c", "a b c", []),
        ("a b c", "a x c", [(2, 2, "x")]),
        ("a b c d", "a x y d", [(2, 2, "x"), (3, 3, "y")]),  # as many words: one by one
        ("a b c d", "a x d", [(2, 3, "x")]),
        ("a b", "a x y", [(2, 2, "x y")]),
        ("a b", "a x b", [(2, 1, "x")]),  # put in before the second
        ("a b", "a b x", [(3, 2, "x")]),
        ("a b c", "a c", [(2, 2, "")]),
    ],
)
def test_differences(heard: str, text: str, changes: list[tuple[int, int, str]]) -> None:
    edit = HumanText(1, TimeRange(0.0, 1.0), heard, text, "Ines")
    found = differences(heard.split(), text.split(), edit)
    assert [(one.first, one.last, one.text) for one in found] == changes
    longer = sentence(1, -5.0, 5.0, f"So {heard} then.")
    if heard != text:  # the same way in the middle of a longer sentence
        assert texts(edit, longer) == {1: f"So {text} then."}


def of_release(first: int, last: int, text: str, release: int = 1) -> Change:
    return Change(first, last, text, "read out", "release", release)


def test_a_person_goes_before_a_release_and_the_first_release_before_others() -> None:
    person = applied(EDIT, [SAME])[1]
    assert choose_text(SAME, [of_release(4, 4, "Qandahar")], [person]).text == RIGHT
    changes = [of_release(4, 4, "Qandahar"), of_release(4, 6, "the south."), of_release(1, 1, "Forces")]
    told = choose_text(SAME, changes, [])
    assert told.text == "Forces go to Qandahar and Helmut."


def test_a_release_puts_right_what_a_person_did_not_speak_of() -> None:
    longer = sentence(1, 5.0, 20.0, f"The Os asks. {HEARD}")
    (person,) = applied(EDIT, [longer]).values()
    assert choose_text(longer, [of_release(2, 2, "OSCE")], [person]).text == f"The OSCE asks. {RIGHT}"


def test_blanks_between_other_words_stay() -> None:
    spaced = TimedSentence(1, TimeRange(0.0, 1.0), "a  b c", ("a", "b", "c"))
    assert choose_text(spaced, [of_release(3, 3, "x")], []) == BestText("a  b x", (of_release(3, 3, "x"),))


WORDS = [
    {"start": 0.0, "end": 0.4, "word": "no", "heard": "no", "probability": 0.9},
    {"start": 0.4, "end": 1.0, "word": "one", "heard": "one", "probability": 0.5},
    {"start": 1.0, "end": 1.5, "word": "came.", "heard": "came.", "probability": 0.9},
]


def test_words_that_became_one_have_the_time_of_both() -> None:
    first, second = exported_words([of_release(1, 2, "none")], WORDS)
    assert first == {"start": 0.0, "end": 1.0, "word": "none", "heard": "no one", "probability": 0.5}
    assert second == {"start": 1.0, "end": 1.5, "word": "came.", "heard": "came.", "probability": 0.9}


def test_a_word_that_was_put_in_has_no_time() -> None:
    found = exported_words([of_release(3, 2, "ever"), of_release(3, 3, "")], WORDS)
    assert [(word["word"], word["heard"], word["start"]) for word in found] == [
        ("no", "no", 0.0),
        ("one", "one", 0.4),
        ("ever", "", None),
        ("", "came.", 1.0),
    ]
