"""Languages as caption files name them: ``en-US``, ``fra``, ``french``."""

from __future__ import annotations

import langcodes

UNDETERMINED = "und"


def language_code(named: object) -> str | None:
    """The ISO 639-1 code, or 639-3 where there is none shorter, of a language by code or name; None for what is neither.

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
        code = langcodes.Language.get(named.strip().replace("_", "-")).language
    except langcodes.LanguageTagError:
        return None
    return None if code == UNDETERMINED or not code or len(code) > 3 else code
