"""Furniture: what surrounds a text on its page, such as navigation, telephone numbers, postal addresses, rights."""

from __future__ import annotations

import re

from archiver.release.blocks import Block, is_sentence

_LONGEST_FURNITURE = 200


def _any(phrases: str) -> str:
    """A pattern for any of the phrases, divided by ``|`` as in a pattern, over as many lines as they need."""
    return "(?:" + "".join(line.strip() for line in phrases.splitlines()) + ")"


_TARGET = _any(
    """home ?page|home|index|top|main page|menu|(?:secondary |main )?contents?|list|archives?|search|news|press releases
    |site|website|navigation|sidebar"""
)
_CIBLE = _any("page d['’]accueil|accueil|index|sommaire|haut|menu|liste|site|communiqués de presse")
_ELSEWHERE = _any(
    rf"""(?:go|back|return|skip|jump)(?: to)?(?: [\w'.]+){{0,4}}? {_TARGET}(?: of (?:the )?page)?
    |(?:jump|skip) to (?:the )?(?:transcript|questions?|statement|text|video|audio)\b.{{0,40}}
    |(?:e-?mail|send|tip|tell)(?: this(?: page)?)?(?: to)? a friend|e-?mail this page
    |(?:retour(?:ner)?|aller|revenir)(?: (?:à|au|aux|vers|en))?(?: [\w'’.]+){{0,4}}? ?{_CIBLE}
    (?: (?:de|d['’]) ?(?:la |l['’])?[\w'’.]+)?
    |envoyer à un ami|haut de (?:la )?page"""
)
# What the bars, menus and feet of pages say.
_MENU_ENTRY = _any(
    """home ?page|home|index|top(?: of page)?|previous|next|menu|search|help|faq|rss|subscribe|login|log in
    |print(?: this page| version)?|printer-friendly version|share(?: this)?|site ?map|contact(?: us)?|webmaster
    |disclaimer|privacy(?: policy)?|cookies?|terms (?:of use|and conditions)|legal notice|accessibility
    |(?:left |right |top |main |site )?navigation(?: path)?|additional tools
    |accueil|page d['’]accueil|imprimer|partager|rechercher?|plan du site|mentions légales|sommaire|retour|courrier
    |.{0,30}bookmark and share|news and events
    |startseite|impressum|datenschutz|inicio|contacto"""
)
_NAVIGATION = rf"(?!.*[.!?]$)\W*(?:(?:{_ELSEWHERE}|{_MENU_ENTRY})(?!\w)\W*){{1,12}}"
_TELEPHONE_NUMBER = r"(?:\+|\(?0|\()[0-9()\s./-]{6,30}"
_TELEPHONE = (
    rf"(?:(?:(?:(?:tele)?(?:phone|fax)|t[ée]l|t[ée]l[ée](?:phone|copie))[\s.:]{{0,3}}\+?[0-9(][0-9()\s./-]{{6,30}}|{_TELEPHONE_NUMBER})"
    r"\W{0,3}){1,3}"
)
# A Belgian or German postcode before the town, a British one behind it; all words of an address are names.
_TOWN = r"[A-ZÀ-Þ(][\w'’/().-]*"
_POST = (
    rf"[A-Z]{{1,2}}-[0-9]{{4,5}}\s{_TOWN}(?:[\s,/]+{_TOWN}){{0,4}}\W*"
    rf"|(?:(?:{_TOWN}|[0-9]{{1,4}}),?\s){{1,12}}[A-Z]{{1,2}}[0-9]{{1,2}}[A-Z]? [0-9][A-Z]{{2}}"
)
_RIGHTS = (
    r"(?:(?:©|copyright\s(?:©|\(c\)|[0-9]{4}|by\b)|\(c\)\s?[0-9]{4},?\s(?-i:[A-ZÀ-Þ])).{0,150}|copyright|©"
    r"|all rights reserved|tous droits réservés"
    r"|reproduction is (?:permitted|authori[sz]ed)\b.{0,40}\b(?:provided|source|acknowledge).{0,100}"
    r"|(?:for information media\W{1,5})?not an official record)\W*"
)
_REACHED_BY = r"(?:(?:telephone|phone|t[ée]l|fax|t[ée]l[ée]copie|e-?mail|internet|web)\.?\s?:?\W*){1,6}"
_BARE_ADDRESS = r"(?:(?:e-?mail|courriel|internet|web ?site|www)\s?:?\s?)?(?:\S+@\S+\.\w+|(?:https?://|www\.)\S+)"
_END_MARK = r"\W*(?:-?30-?|ends?|fin)?\W*"
# Names of languages, in full or cut short, as a bar that leads to the translations has them.
_LANGUAGE_LINK = _any(
    """en|fr|de|es|it|nl|pt|ru|uk|ukr|rus|eng|fre|fra|ger|esp|ar|zh|pl|english|french|german|spanish|italian|russian
    |ukrainian|arabic|chinese|dutch|portuguese|anglais|français|francais|allemand|espagnol|russe|ukrainien|italien
    |deutsch|español|italiano|русский|українська|العربية|中文"""
)
_LANGUAGES = (
    r"\W*(?:(?:(?:(?:other|available|autres)\s){0,2}(?:languages?|versions?|langues?|original)(?: in)?\W+"
    r"|(?:(?:also|[ée]galement)\s)?(?:available|disponible)\s(?:in|en)\s?:?\s)"
    rf"(?:{_LANGUAGE_LINK}\b\.?\W*){{1,12}}|(?:{_LANGUAGE_LINK}\b\.?\W*){{2,12}}|english|french|français|anglais|deutsch|español)"
)
# What stands in for a picture that only decorates.
_PICTURE_LINE = (
    r"\W*"
    + _any(
        """(?:page |site )?(?:header|footer|banner|logo)|\\w+ logo|bullet|spacer|blank|pixel|arrow|image|line|separator
        |(?:(?:presentation|high[- ]resolution) )?photos?"""
    )
    + r"\W*"
)
# Where the reader is, from the home page down.
_PATH = (
    r"(?:you are here\W+)?(?:home(?: ?page)?|accueil|start|startseite|inicio|index|news|press|actualités)\s?[>»›]"
    r"(?:\s?[\w '’&-]{2,60}\s?[>»›]){0,6}[^>»›.]{2,80}"
)
_SHARED = _any(
    """(?:(?:this|the|on|via|with|cette?|la|le|sur|cet|diesen?|den|die|auf|esta?|en|dit|deze?|op) ){1,2}
    (?:page|story|article|post|news|facebook|twitter|x|linkedin|friends|publication|actualité|artikel|beitrag|seite
    |artículo|página|noticia|bericht|pagina)|(?:this|on|via|sur|auf|en|op)|artikel|beitrag|seite"""
)
# Headings of what a page offers beside its text.
_BESIDE_TEXT = (
    r"\W*"
    + _any(
        rf"""multimedia|multimédia|audio|sound|podcast|listen|downloads?|attachments?|from the event|video forum|video
        |vidéo|follow us|suivez[- ]nous|tags
        |(?:share|partager|compartir|de(?:el|len))(?: {_SHARED})?|(?:{_SHARED} )?teilen
        |(?:toggle|hide|show) caption|(?:afficher|masquer) la légende|enlarge(?: this)? image|agrandir l['’]image
        |related (?:links?|documents?|stories|articles?|news|content|topics?|events?|speeches)
        |see also|read (?:more|also)|more (?:news|information|on this (?:topic|story))|links
        |voir aussi|(?:à )?lire(?: aussi)?|liens(?: utiles)?|weitere informationen|additional information
        |you (?:may|might) also like|recommended(?: for you)?|most read|trending|latest (?:news|stories)|next story
        |sur le même sujet|dans la même rubrique|articles? (?:liés?|similaires|connexes)|à découvrir
        |pour aller plus loin
        |mehr zum thema|mehr (?:themen|dazu)|auch interessant|zum weiterlesen|weiterführende(?:r|n)? links?
        |(?:das (?:thema )?)?könnte (?:sie|dich|euch) auch interessieren
        |themen in diesem artikel|interessante artikel|schlagw[öo]rter
        |weitere (?:artikel|meldungen|nachrichten|themen|beiträge|pressemitteilungen)|lesen sie auch
        |(?:también )?(?:le|te) puede interesar|noticias relacionadas|más (?:información|noticias)
        |lees ook|meer (?:nieuws|over dit onderwerp|informatie)|gerelateerd(?: nieuws)?
        |anzeige|werbung|advertisement|publicité|publicidad|advertentie|sponsored(?: content)?
        |(?:informations?|renseignements?) (?:complémentaires?|supplémentaires?)
        |pour (?:en savoir plus|plus d['’]informations?)"""
    )
    + r"\s?:?\W*"
)
# What a site says of its own cookies, and not what a text says of those of others.
_COOKIES = re.compile(
    r"\W*(?:(?:\w+ ){0,3}(?:we|this (?:web ?)?site|our (?:web ?)?sites?|nous|ce site|notre site|wir"
    r"|(?:diese|unsere) (?:web)?s(?:ei|i)te|este sitio|nuestro sitio|(?:deze|onze) (?:web)?site|wij)\b"
    r"|utilizamos\b|usamos\b)"
    r"(?:[^.!?]{0,40}\b(?:uses?|using|utilis\w+|verwende[nt]|nutz(?:t|en)|setz(?:t|en)|utiliza|usa|gebruik\w*))?"
    r"[^.!?]{0,60}\bcookies?\b",
    re.IGNORECASE,
)
_LONGEST_COOKIE_NOTICE = 1_000  # code points
# A central bank's way to the paper beside its statement.
_NOTE = r"\W*(?:implementation notes?|notes? (?:de mise en œuvre|d['’]application)) (?:issued|publiée?s?)\b.{0,40}"
_ONLINE = r"\b(?:web ?sites?|sites?|web|internet|online|www|en ligne|pages?)\b"
_POSTED = _any(
    rf"""(?:(?:all |further |more )?(?:news|updates?|information)(?: and (?:news|information|updates?))?
\s(?:on .{{1,60}}\s)?will be (?:\w+ )?(?:posted|published|updated|available)
    |(?:(?:toutes )?les )?(?:informations?|nouvelles|actualités)(?: et (?:les )?(?:informations|nouvelles))?
\s(?:\S+\s){{0,4}}?ser(?:ont|a) (?:\w+ )?(?:affichée?s?|diffusée?s?|publiée?s?|mises? en ligne))
.{{0,60}}{_ONLINE}.{{0,60}}"""
)


# What a page says to its readers of itself and of its other pages.
_READ_ALSO = (
    r"\W*(?:(?:read|see|watch) (?:also|more|next)|also read|related"
    r"|(?:à )?lire (?:aussi|également)|à lire|voir aussi|à voir"
    r"|lesen sie (?:auch|hier|dazu|mehr)|mehr dazu|mehr zum thema"
    r"|lea también|(?:vea|mira|ver) también|puedes ver|(?:le|te) puede interesar|lees ook)\s?:\s?\S.{0,160}"
)
_APPEAL = _any(
    r"""\W*(?:please |to |you can |jetzt |ya |nu )?(?:subscribe|sign up|abonnez[- ]vous|inscrivez[- ]vous
    |abonnieren sie|melden sie sich|suscríb\w+|meld (?:je|u) aan|schrijf (?:je|u) in|abonneer u)\b
    .{0,120}\bnewsletters?\b.{0,60}
    |\W*(?:zum |jetzt )?newsletter(?: jetzt)? (?:anmelden|abonnieren|bestellen)\W*
    |.{0,40}\b(?:logged in|log in|connecté|vous connecter|eingeloggt|einloggen|angemeldet|anmelden|iniciar sesión
    |ingelogd)\b.{0,40}\b(?:comment|reply|commentaire|kommentar|comentar|comentario|reactie|reageren)\w*.{0,40}"""
)
_CREDIT = (
    r"\W*(?:(?:crédits?|credits?|copyright) ?(?:photos?|images?)?|photos?|fotos?|images?|bild(?:er|nachweis)?|imagen"
    r"|photo (?:by|credits?)|fotograf(?:in)?)\s?:\s?\S.{1,80}"
)


def _compiled(*patterns: str) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in patterns]


_RIGHTS_LINE, _BESIDE_LINE = _compiled(_RIGHTS, _BESIDE_TEXT)
_SKIP = re.compile(rf"(?!.*[.!?]$)\W*{_ELSEWHERE}\W*", re.IGNORECASE)
_SENTENCES = [_RIGHTS_LINE, *_compiled(_POSTED, _READ_ALSO, _APPEAL)]
_PATTERNS = [
    *_SENTENCES,
    _BESIDE_LINE,
    *_compiled(
        _NAVIGATION, _TELEPHONE, _REACHED_BY, _BARE_ADDRESS, _END_MARK, _LANGUAGES, _PICTURE_LINE, _PATH, _NOTE, _CREDIT
    ),
    re.compile(_POST),
]
_NAME = r"(?-i:[A-ZÀ-Þ][\w.&'’-]*)"
_HOLDER = re.compile(
    rf"\(c\)\s?(?:[0-9]{{4}}\b.{{0,60}}(?<![.!?;,])|(?:photos?|pictures?|images?)\b.{{0,80}}"
    rf"|{_NAME}(?:[ ,/–-]{{1,3}}(?:{_NAME}|of|and|for|the|de|des|du|la|le|et|und|der|y|[0-9]{{4}})){{0,8}}"
    r"(?:[.,]?\sall rights reserved)?\W?)",
    re.IGNORECASE,
)
_LONGEST_STORY_NAME = 60  # code points; the name of a related story is shorter than a sentence of the text


def is_rights(line: str) -> bool:
    """Whether a line says who has the rights in the page."""
    return len(line) <= _LONGEST_FURNITURE and bool(_RIGHTS_LINE.fullmatch(line))


def is_holder(line: str) -> bool:
    """Whether a line is ``(c)`` with a name, a year or a picture's source; below ``(b)`` it may be an item."""
    return len(line) <= _LONGEST_FURNITURE and bool(_HOLDER.fullmatch(line))


def is_skip(line: str) -> bool:
    """Whether a line leads to another part of the page or the site in so many words (``Skip to content``)."""
    return len(line) <= _LONGEST_FURNITURE and bool(_SKIP.fullmatch(line))


def is_furniture(line: str) -> bool:
    """Whether a line is furniture of its page; what reads like a sentence is not, but for a few that pages print."""
    if len(line) > _LONGEST_FURNITURE:
        return False
    patterns = _SENTENCES if is_sentence(line) else _PATTERNS
    return any(pattern.fullmatch(line) for pattern in patterns)


def is_cookie_notice(line: str) -> bool:
    """Whether a line is what a site says of its own cookies."""
    return len(line) <= _LONGEST_COOKIE_NOTICE and bool(_COOKIES.match(line))


def is_beside(line: str) -> bool:
    """Whether a line heads what a page offers beside its text (``Multimedia``)."""
    return len(line) <= _LONGEST_FURNITURE and bool(_BESIDE_LINE.fullmatch(line))


def is_only_links(block: Block) -> bool:
    """Whether a line has no words but those that lead to other pages: navigation, or a related story.

    A longer line is a text inside a link that somebody forgot to close, and a sentence is one of the text.
    """
    if (
        not block.addresses
        or len(block.text) > _LONGEST_FURNITURE
        or (is_sentence(block.text) and len(block.text) > _LONGEST_STORY_NAME)
    ):
        return False
    rest, done = [], 0
    for address in block.addresses:
        if address.href.startswith("#"):
            return False
        rest.append(block.text[done : address.start])
        done = max(done, address.end)
    return not any(character.isalnum() for character in "".join(rest) + block.text[done:])


def is_mostly_link(block: Block) -> bool:
    """Whether at least half of a line are words that lead elsewhere, and so speak of what is there."""
    linked = sum(address.end - address.start for address in block.addresses)
    return bool(linked) and linked * 2 >= len(block.text)
