"""Languages as caption files name them: ``en-US``, ``fra``, ``french``."""

from __future__ import annotations

from langcodes import Language
from langcodes.tag_parser import LanguageTagError

UNDETERMINED = "und"


def language_code(named: object) -> str | None:
    """The ISO 639-1 code, or 639-3 where there is no shorter one, of a language by code or name; else None.

    Raises ``TypeError`` for what is no name at all.
    """
    if named is None:
        return None
    if not isinstance(named, str):
        raise TypeError(f"a language is {named!r}")
    from whisper.tokenizer import TO_LANGUAGE_CODE

    by_name: str | None = TO_LANGUAGE_CODE.get(named.strip().lower())
    if by_name:
        return by_name
    try:
        code = Language.get(named.strip().replace("_", "-")).language
    except LanguageTagError:
        return None
    return None if code == UNDETERMINED or not code or len(code) > 3 else code
