"""A call with a person in each channel: one transcript, and who speaks told by the channel."""

from __future__ import annotations

from archiver.models import Segment, Transcript
from archiver.transcript.speakers import by_channel


def channel(*said: tuple[float, float, str], language: str = "fr") -> Transcript:
    return Transcript(
        "faster-whisper", "base", tuple(Segment(*one) for one in said), language=language, seconds_taken=2
    )


def test_sentences_are_in_the_order_in_which_they_begin() -> None:
    journalist = channel((0.0, 3.0, "Pouvez-vous confirmer la date ?"), (8.0, 8.5, "Merci."))
    minister = channel((2.8, 7.0, "Oui, ce sera le trois mai."), (7.2, 12.0, "Le texte est prêt."))
    whole = by_channel([minister, journalist])
    assert [(one.speaker, one.heard) for one in whole.segments] == [
        ("S1", "Pouvez-vous confirmer la date ?"),
        ("S2", "Oui, ce sera le trois mai."),
        ("S2", "Le texte est prêt."),
        ("S1", "Merci."),
    ]
    assert [one.turn for one in whole.segments] == ["question", "answer", "answer", None]
    assert (whole.language, whole.seconds_taken) == ("fr", 4)


def test_the_language_is_that_of_who_speaks_longest() -> None:
    assert by_channel([channel((0.0, 1.0, "Hello."), language="en"), channel((1.0, 9.0, "Bonjour."))]).language == "fr"
    assert by_channel([channel(), channel()]).segments == ()
