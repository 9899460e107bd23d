"""HTML elements: which of them hold words, which divide lines, which are in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from selectolax.lexbor import LexborNode

Extent = Literal["text", "shown", "whole"]
"""How much of a page is walked through: its text; what is shown but for plain furniture; all that may hold words."""


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIPPED = _names(
    "address style noscript template svg math select textarea label legend nav aside footer dialog canvas video head "
    "title"
)
_WORDLESS = _names("style template svg math select textarea canvas video head title")
# What is no text of anybody's, so that not even its loss is worth a word.
_PLAIN_FURNITURE = _names("nav footer dialog button label legend iframe noscript")
_LARGEST_PLAIN_FURNITURE = 500  # code points; a longer aside may be a text that somebody wants to read
_PLAIN_ROLES = _names("navigation contentinfo search menu dialog alertdialog")
_PLAIN_NAMES = re.compile(
    r"(?:^|[-_])(?:nav|navbar|navigation|menu|footer|cookies?|consent|gdpr|breadcrumbs?|newsletter|comments?|commentlist"
    r"|respond)(?:$|[-_])"
)
SKIPPED_ROLES = _names("navigation contentinfo complementary search menu dialog alertdialog")
# Names that authors give to what surrounds a text, in place of the elements that HTML has for it: whole, or as a part
# of a longer name (``cookie-notice``, ``post__related``).
SKIPPED_NAMES = _names(
    "nav navbar navigation menu sidebar footer share sharing social related newsletter comments comment-list "
    "comment-respond commentlist respond skip-link textwidget widget-area"
)
_SKIPPED_PARTS = re.compile(
    r"(?:^|[-_])(?:cookies?|consent|gdpr|breadcrumbs?|breadcrump|ariane|migas|kruimelpad|brotkrumen|newsletter"
    r"|related(?:articles?|posts?|stories|news|links)?|author[-_]?(?:bio|box|info)|about[-_]author|caption|social|sharing"
    r"|share[-_]?(?:bar|buttons?|links?|this|tools?)|teasers|recommend(?:ed|ations?)?|tags|toc|popup|modal|flyout"
    r"|donat(?:e|ions?)|copyright|captcha|adverts?|advertisements?|anzeigen?|werbung|publicit[ée]|publicidad"
    r"|sponsored)(?:$|[-_])|(?:^|[-_])bio$|^footer[-_]"
)
_HIDDEN_NAMES = _names("sr-only visually-hidden screen-reader-text screenreader hidden d-none element-invisible")
_SHOWN_ELSEWHERE = re.compile(r"(?:^|\s)(?:d-\w{2,3}-\w+|\w{2}:\w+)")  # hidden on small screens only
_NOT_DISPLAYED = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_MOST_IN_FIGURE = 20  # elements that are looked through for a picture
_LONGEST_FORM = 1_000  # code points; a longer form is the page, as some servers wrap it
_LARGEST_SURROUNDINGS = 0.5  # of the page's letters; what holds more is the text, whatever somebody called it
_NEVER_SKIPPED = _names("html body main article table tbody tr td")
BLOCK_TAGS = _names(
    "address article aside blockquote body caption center dd dir div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hr li main menu ol p pre section table tbody td tfoot th thead tr ul"
)
LISTS = _names("ol ul menu dir")
_SEEN_ONLY = _names("iframe script button")  # they may play sound; what stands inside is no text

# Formatting elements are reopened in every later paragraph and make parsing take time with the square of the page;
# under a name of no meaning they are only the words inside them.
_BOLD = _names("b strong")
_FORMATTING = _names("big code em font i nobr s small strike tt u")
_LONG_TAG = re.compile(r"<([a-zA-Z][^\s/<>]*)[^<>]{20000,}>")  # time to parse grows with the square of its attributes
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# A drawing holds no words and many tags; one that nobody closed is left as it is, for what follows may be the text.
_DRAWING = re.compile(
    r"<svg\b[^<]*(?:<(?!/?(?:svg|p|div|table|ul|ol|li|h[1-6]|section|article|main|body)\b)[^<]*)*</svg\s*>",
    re.IGNORECASE,
)
_RAW = re.compile(r"<(?:svg|script|style|textarea|title|iframe|!-)(?=[\s>/-])", re.IGNORECASE)
_CLOSED_BY_NEXT = _names(
    "a p li td th tr dt dd option tbody thead tfoot html head body "
    "area base br col embed hr img input link meta param source track wbr"
)
_DEEPEST_NESTING = 256  # browsers stop at 512; time to parse grows with the square of the depth


def flattened(text: str) -> str:
    """The page without drawings, formatting elements and nesting that no person wrote, so that parsing stays linear.

    What is too deep still divides lines.
    """
    depth, too_deep = 0, 0
    text = _LONG_TAG.sub(r"<\1>", text)

    def rename(found: re.Match[str]) -> str:
        nonlocal depth, too_deep
        slash, name = found.group(1), found.group(2).lower()
        if name in _BOLD or name in _FORMATTING:
            return f"<{slash}x-bold" if name in _BOLD else f"<{slash}x-{name}"
        if name in _CLOSED_BY_NEXT:
            return found.group()
        if (slash and too_deep) or (not slash and depth == _DEEPEST_NESTING):
            too_deep += -1 if slash else 1
            return "<hr" if name in BLOCK_TAGS else "<wbr"
        depth = max(0, depth - 1) if slash else depth + 1
        return found.group()

    return "".join(piece if is_raw else _TAG.sub(rename, piece) for piece, is_raw in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The page without drawings in pieces, and whether each is a script or a comment, in which a tag is only a text."""
    done = 0
    unclosed: set[str] = set()  # looked for once: a page of a thousand openings is not searched a thousand times
    for opening in _RAW.finditer(text):
        name = opening.group()[1:].lower()
        if opening.start() < done or name in unclosed:
            continue
        whole = _raw_element(text, opening.start(), name)
        if whole is None:
            unclosed.update([name] if name != "svg" else [])
            continue
        yield text[done : opening.start()], False
        yield "" if name == "svg" else whole.group(), True
        done = whole.end()
    yield text[done:], False


def _raw_element(text: str, start: int, name: str) -> re.Match[str] | None:
    """A drawing, a script or a comment from its beginning to its end; None where it has none."""
    if name == "svg":
        return _DRAWING.match(text, start)
    end = "-->" if name == "!-" else rf"</{name}(?=[\s>/])"
    return re.compile(f".*?{end}", re.IGNORECASE | re.DOTALL).match(text, start)


def events(root: LexborNode | None, extent: Extent = "text") -> Iterator[tuple[LexborNode, bool]]:
    """Every node as it is entered and left, without recursion; what is skipped is not entered."""
    stack = [(root, True)] if root is not None else []
    said = len(root.text()) if root is not None and extent == "text" else 0
    while stack:
        node, entering = stack.pop()
        if entering and _is_skipped(node, extent, said):
            continue
        yield node, entering
        if entering and not node.is_text_node:
            stack.append((node, False))
            if node.tag in _SEEN_ONLY and not (extent == "whole" and node.tag == "button"):
                continue
            stack.extend([(child, True) for child in node.iter(include_text=True)][::-1])


def _is_skipped(node: LexborNode, extent: Extent, said: int) -> bool:
    if node.is_text_node or node.tag in _NEVER_SKIPPED:
        return False
    if not node.is_element_node or node.tag in _WORDLESS:
        return True
    if extent != "whole" and is_hidden(node):
        return True
    if extent == "text":
        is_beside = is_named_beside(node) or _is_form(node) or _is_caption(node)
        return node.tag in _SKIPPED or (is_beside and len(node.text()) <= _LARGEST_SURROUNDINGS * said)
    return extent == "shown" and _is_plain_furniture(node)


def _is_plain_furniture(node: LexborNode) -> bool:
    names = _class_and_id(node)
    role = node.attributes.get("role")
    if node.tag in _PLAIN_FURNITURE or role in _PLAIN_ROLES or any(map(_PLAIN_NAMES.search, names)):
        return True
    return (node.tag == "aside" or is_named_beside(node)) and len(node.text()) <= _LARGEST_PLAIN_FURNITURE


def _is_form(node: LexborNode) -> bool:
    return node.tag == "form" and len(node.text()) <= _LONGEST_FORM


def _is_caption(node: LexborNode) -> bool:
    """Whether an element says what is on a picture; beside a player it says what is played."""
    figure = node.parent
    if node.tag != "figcaption" or figure is None:
        return False
    return any(inner.tag in ("img", "picture") for inner in islice(figure.traverse(), _MOST_IN_FIGURE))


def is_hidden(node: LexborNode) -> bool:
    """Whether an element is for machines and screen readers only."""
    attributes = node.attributes
    names = (attributes.get("class") or "").lower()
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_NOT_DISPLAYED.search(attributes.get("style") or ""))
        or (not _HIDDEN_NAMES.isdisjoint(names.split()) and not _SHOWN_ELSEWHERE.search(names))
    )


def is_named_beside(node: LexborNode) -> bool:
    """Whether an element's role or name says that it surrounds the text."""
    attributes, names = node.attributes, _class_and_id(node)
    return (
        attributes.get("role") in SKIPPED_ROLES
        or "breadcrumb" in f"{attributes.get('aria-label')} {attributes.get('itemtype')}".lower()
        or not SKIPPED_NAMES.isdisjoint(names)
        or any(_SKIPPED_PARTS.search(name) for name in names)
    )


def _class_and_id(node: LexborNode) -> list[str]:
    """What its author calls an element; names for scripts say nothing of what it is."""
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}".lower().split()
    return [name for name in names if not name.startswith("js-")]


def kind_of(node: LexborNode) -> str:
    """What an element is: its name, or what its attributes make of it."""
    tag = node.tag or ""
    if tag == "x-font" and re.match(r"\+|[4-7]", attribute(node, "size")):
        return "x-bold"
    return "main" if attribute(node, "role") == "main" else tag


def attribute(node: LexborNode | None, name: str) -> str:
    """An attribute's value; empty where it, or the element, is missing."""
    return (node.attributes.get(name) or "").strip() if node is not None else ""
