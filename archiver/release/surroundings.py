"""What surrounds a text on its page: navigation, telephone numbers, postal addresses, rights."""

from __future__ import annotations

import re

from archiver.release.blocks import Block

_TARGET = r"(?:home ?page|home|index|top|main page|menu|contents?|list|archives?|search|news|press releases|site)"
_NAVIGATION = re.compile(
    rf"\W*(?:(?:(?:go|back|return|skip|jump) to(?: [\w'.]+){{0,4}}? {_TARGET}(?: of (?:the )?page)?"
    r"|(?:retour(?:ner)?|aller|revenir) (?:à|au|aux|vers)(?: [\w'’.]+){0,4}? ?(?:page d['’]accueil|accueil|index"
    r"|sommaire|haut|menu|liste|site)(?: de (?:la )?page)?|haut de (?:la )?page"
    r"|home ?page|home|index|top(?: of page)?|print(?: this page)?|share(?: this)?|site ?map|contact(?: us)?|accueil"
    r"|imprimer|previous|next|menu|search|rechercher|webmaster|disclaimer|privacy|e-?mail this page)(?!\w)\W*){1,12}",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?:(?:tele)?(?:phone|fax)|t[ée]l|t[ée]l[ée](?:phone|copie))?[\s.:]{0,3}\+?[0-9(][0-9()\s./-]{6,30}", re.IGNORECASE
)
_POST = re.compile(r"[A-Z]{1,3}-[0-9]{4,5}\s\S.{0,60}")
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b|all rights reserved|tous droits réservés).{0,150}", re.IGNORECASE)
_BARE_ADDRESS = re.compile(
    r"(?:(?:e-?mail|internet|web ?site|www)\s?:?\s?)?(?:\S+@\S+\.\w+|(?:https?://|www\.)\S+)", re.IGNORECASE
)
_END_MARK = re.compile(r"\W*(?:-?30-?|ends?|fin)?\W*", re.IGNORECASE)
_LONGEST = 200


def is_surroundings(line: str) -> bool:
    """Whether a line belongs to the page and not to its text."""
    if len(line) > _LONGEST:
        return False
    return any(
        pattern.fullmatch(line) for pattern in (_NAVIGATION, _TELEPHONE, _POST, _RIGHTS, _BARE_ADDRESS, _END_MARK)
    )


def is_only_links(block: Block) -> bool:
    """Whether a line has no words but those that lead to other pages: navigation, or a related story.

    A longer line is a text inside a link that somebody forgot to close.
    """
    if not block.addresses or len(block.text) > _LONGEST:
        return False
    rest, done = [], 0
    for address in block.addresses:
        if address.href.startswith("#"):
            return False
        rest.append(block.text[done : address.start])
        done = max(done, address.end)
    return not any(character.isalnum() for character in "".join(rest) + block.text[done:])
