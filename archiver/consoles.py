"""Where text leaves for a terminal: nothing that strangers wrote steers it.

Import it only where something is drawn, since Rich takes its time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from archiver.display import visible

NO_BREAK = "\u00a0"
_TIE = "\u2800"  # stands for it while lines are folded, since Rich breaks lines at every kind of blank


class PlainConsole(Console):
    """Rich's console for texts that are no more than that: controls in them are shown, and brackets mean nothing.

    Its own colours and cursor are not touched.
    """

    def __init__(self, *, stderr: bool = False, width: int | None = None, file: IO[str] | None = None) -> None:
        super().__init__(stderr=stderr, width=width, file=file, markup=False, emoji=False, highlight=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of what is drawn; controls are shown before a text is folded into its place.

        In a narrow terminal a long word goes on in the next line; Rich would cut the ends of times and names off.
        """
        if options and options.overflow == "ellipsis" and not options.no_wrap:
            options = options.update(overflow="fold")
        if isinstance(renderable, Text) and (shown := visible(renderable.plain)) != renderable.plain:
            renderable = renderable.blank_copy(shown)
        if isinstance(renderable, Text) and NO_BREAK in renderable.plain:
            renderable = renderable.copy()
            renderable.plain = renderable.plain.replace(NO_BREAK, _TIE)
        for segment in super().render(renderable, options):
            text = visible(segment.text).replace(_TIE, " ")
            yield segment if segment.control else Segment(text, segment.style)

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401
        """A string as a text, as it is measured, too."""
        return super().render_str(visible(text), **options)
