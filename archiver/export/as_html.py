"""HTML: one file to read and to listen to, which loads the sound from where it was found and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree, html
from lxml.html import builder as H  # noqa: N812 - as its documentation does

from archiver.display import clock
from archiver.export.document import Document, credit, display_names, newest_transcripts, said_in
from archiver.export.grades import grade_of, in_words, left_out_words
from archiver.export.moments import link_times
from archiver.export.sound_address import at_time, is_web_address, sound_address
from archiver.export.xml import xml_text

STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.55 Georgia, serif; color: #1b1b1b; }
h1, h2, .facts, .moments, .speech { font-family: system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.facts, .moments { color: #555; font-size: .85rem; } .moments { padding-left: 1.2rem; }
.speech { font-size: .95rem; } .speech p { margin: .35rem 0; } .speech p:target { background: #fff3bf; }
audio { position: sticky; top: 0; width: 100%; } a { color: #0b4f8a; }
"""
# The times of a recording with a player on this page play there; without scripts they open the sound itself.
SCRIPT = """
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-at]");
  const player = link && document.getElementById(link.dataset.player);
  if (!player) return;
  event.preventDefault();
  player.currentTime = Number(link.dataset.at);
  player.play();
});
"""
Transcribed = Sequence[tuple[Document, Document]]


def render_html(document: Document) -> str:
    """Write the paragraphs with their moments, then the newest transcript of every recording.

    A release without a transcript is written all the same.
    """
    release, transcribed = document["release"], newest_transcripts(document)
    title = xml_text(release["title"])
    head = H.HEAD(
        H.META(charset="utf-8"),
        H.META(name="viewport", content="width=device-width, initial-scale=1"),
        H.TITLE(title),
        H.STYLE(STYLE),
    )
    left_out = left_out_words(document, [transcript for _, transcript in transcribed])
    body = H.BODY(H.H1(title), _facts(release), *([H.P(left_out, {"class": "facts"})] if left_out else []))
    body.extend(_paragraphs(release, transcribed))
    for recording, transcript in transcribed:
        body.extend(_spoken(recording, transcript))
    body.append(H.SCRIPT(SCRIPT))
    page = H.HTML(head, body, lang=release["language"] or "en")
    return "<!DOCTYPE html>\n" + str(html.tostring(page, encoding="unicode")) + "\n"


def _facts(release: Document) -> etree._Element:
    told = " · ".join(filter(None, (xml_text(release[key]) for key in ("issuer", "number", "date"))))
    line = H.P(told, {"class": "facts"})
    if is_web_address(release["url"]):
        line.text = f"{told} · " if told else ""
        line.append(H.A(xml_text(release["url"]), href=xml_text(release["url"])))
    return line


def _paragraphs(release: Document, transcribed: Transcribed) -> Iterator[etree._Element]:
    above = None
    for paragraph in release["paragraphs"]:
        if paragraph["heading"] and paragraph["heading"] != above:
            yield H.H2(xml_text(paragraph["heading"]))
        above = paragraph["heading"]
        label = f"{xml_text(paragraph['label'])} " if paragraph["label"] else ""
        yield H.P(label + xml_text(paragraph["text"]), id=f"p{paragraph['position']}")
        if moments := list(_moments(paragraph["position"], transcribed)):
            yield H.UL(*moments, {"class": "moments"})


def _moments(position: int, transcribed: Transcribed) -> Iterator[etree._Element]:
    for recording, transcript in transcribed:
        for segment in transcript["segments"]:
            for link in segment["links"]:
                if link["paragraph"] == position:
                    how = in_words(link["relation"], None if link["by"] == "human" else grade_of(link))
                    said = H.A(xml_text(said_in(segment)), href=f"#{_anchor(recording, segment)}")
                    yield H.LI(_time(recording, *link_times(link, segment)), f" {how}: ", said)


def _spoken(recording: Document, transcript: Document) -> Iterator[etree._Element]:
    yield H.H2(xml_text(recording["label"]) or "Recording")
    if address := sound_address(recording):
        yield H.AUDIO(controls="", preload="none", src=address, id=_player(recording))
    else:
        yield H.P("The recording has no address, so it cannot be heard from here.", {"class": "facts"})
    yield H.P(xml_text(credit(transcript)), {"class": "facts"})
    names = display_names(transcript)
    yield H.DIV(*(_sentence(recording, segment, names) for segment in transcript["segments"]), {"class": "speech"})


def _sentence(recording: Document, segment: Document, names: dict[str, str]) -> etree._Element:
    text = said_in(segment) or "".join(f"({flag})" for flag in segment["flags"])
    line = H.P(_time(recording, segment["start"], segment["end"]), " ", id=_anchor(recording, segment))
    if speaker := names.get(segment["speaker"]):
        line.append(H.B(f"{xml_text(speaker)}:"))
    said = H.SPAN(f" {xml_text(text)}")
    if segment["language"]:
        said.set("lang", segment["language"])
    line.append(said)
    line.extend(H.A(f" ¶{link['paragraph']}", href=f"#p{link['paragraph']}") for link in segment["links"])
    return line


def _time(recording: Document, start: float | None, end: float | None) -> etree._Element:
    if start is None:
        return H.SPAN("no time")
    address = at_time(recording, start, end)
    if not address:
        return H.SPAN(clock(start))
    return H.A(clock(start), {"data-at": f"{start:.3f}", "data-player": _player(recording)}, href=address)


def _player(recording: Document) -> str:
    return f"sound-{recording['id']}"


def _anchor(recording: Document, segment: Document) -> str:
    return f"r{recording['id']}-s{segment['position']}"
