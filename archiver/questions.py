"""Questions: whether a sentence asks something, by how it is said. The question mark is a hint, not a proof."""

from __future__ import annotations

import re

# How a person who asks begins, or speaks of asking; in languages that are not here only the question mark tells.
ASKING = {
    "en": re.compile(
        r"""
        ^ (?: (?: and | but | so | well | yes | thank\ you | thanks ) \W+ )*
            (?: who | whom | whose | what | when | where | why | which | how | is | are | was | were | do | does | did
              | has | have | had | can | could | will | would | should | shall | may | might ) \b (?= \W+ \w )
        | \b (?: my | one | another | quick | second | first | last | more | follow-?up )\ questions? \b
        | ^ a\ (?: question | follow-?up ) \b
        | \b (?: I(?: 'd |\ would )\ like\ to | may\ I | can\ I | could\ I | let\ me )\ ask \b
        | \b wonder(?: ing )? \b
        | \b (?: can | could | would )\ you \b
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
    "fr": re.compile(
        r"""
        \b est-ce\ qu
        | ^ (?: (?: et | mais | donc | alors | oui | bonjour | merci (?: \ beaucoup )? | monsieur | madame ) \W+ )*
            (?: (?: à | de | par | pour | avec | sur | depuis | jusqu['’]à )\  )?
            (?: qui | où | pourquoi | comment | combien | quels? | quelles? | (?: le | la | les ) quel(?: le )?s? )
            \b (?= \W+ \w ) (?! \ que\ )
        | ^ (?! aussi | ainsi | encore | sans\ doute | peut-être | à\ peine ) .*
            \b (?! rendez | asseyez | souvenez | rappelez | inscrivez | adressez | dit | semble | paraît )
            [^\W\d_]+ - (?: t- )? (?: il | elle | on | vous | ils | elles ) \b
        | \b (?: ma | mes | une | une\ autre | deux | première | deuxième | seconde | dernière | petite )\ questions? \b
        | \b (?: voudrais | voulais | aimerais | souhaite | souhaiterais | permets\ de | puis-je )
          \ (?: vous\  )? (?: demander | poser | savoir | interroger )
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
}


def asks(words: str, language: str | None) -> bool:
    """Whether a sentence asks something, or says that something is about to be asked."""
    if words.rstrip(" \"'”»").endswith(("?", "？", "؟", ";" if language == "el" else "?")):
        return True
    asking = ASKING.get(language or "")
    return asking is not None and asking.search(words) is not None
