"""What a page says of a release to search engines: JSON-LD in the words of schema.org, and a line that describes it.

schema.org has no type for press releases; ``NewsArticle`` with a genre is what those who publish them use.
"""

from __future__ import annotations

import mimetypes

from archiver.display import one_line
from archiver.export.document import Document, said_in

DESCRIPTION_CHARACTERS = 200  # about what search engines and messengers show


def description_of(release: Document) -> str:
    """The beginning of a release, on one line."""
    text = one_line(" ".join(paragraph["text"] for paragraph in release["paragraphs"][:3]))
    if len(text) <= DESCRIPTION_CHARACTERS:
        return text
    return text[:DESCRIPTION_CHARACTERS].rsplit(" ", 1)[0] + " …"


def structured_data(
    release: Document, published: str | None, canonical: str | None, sound: Document | None
) -> dict[str, object]:
    """A release as ``NewsArticle``, with its recording.

    published: its address where it was published first
    canonical: its address on the site
    sound: an ``AudioObject`` of ``audio_object``
    """
    issuer = {"@type": "Organization", "name": release["issuer"]} if release["issuer"] else None
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "genre": "press release",
        "headline": release["title"],
        "description": description_of(release),
        "identifier": release["number"],
        "datePublished": release["date"],
        "dateModified": release["updated"],
        "inLanguage": release["language"],
        "author": issuer,
        "publisher": issuer,
        "url": canonical,
        "isBasedOn": published,
        "audio": sound,
    }
    return {name: value for name, value in told.items() if value}


def audio_object(
    label: str, duration: float | None, address: str | None, transcript: Document | None
) -> dict[str, object]:
    """A recording with what was said in it.

    duration: seconds
    address: of the sound, None where it is not to be had
    """
    said = " ".join(filter(None, map(said_in, transcript["segments"]))) if transcript else None
    told = {
        "@type": "AudioObject",
        "name": label,
        "contentUrl": address,
        "encodingFormat": mimetypes.guess_type(address)[0] if address else None,
        "duration": f"PT{round(duration)}S" if duration else None,
        "inLanguage": transcript["language"] if transcript else None,
        "transcript": said,
    }
    return {name: value for name, value in told.items() if value}
