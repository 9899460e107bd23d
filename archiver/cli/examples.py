"""Examples of every command, as its help shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

EXAMPLES: Mapping[str, Sequence[str]] = {
    "ingest": (
        "archiver ingest https://www.example.org/news/p06-043e.htm",
        "archiver ingest page.html --audio briefing.mp3",
        "archiver ingest release.txt --audio talk.mp3 --transcript talk.vtt",
        'archiver ingest talk.mp3 --title "Talk at the harbour"',
        "archiver ingest --from https://www.example.org/news/ --since 2006-01-01",
    ),
    "queue": ("archiver queue", "archiver queue retry", "archiver queue clear"),
    "work": ("archiver work", "archiver work --workers 2"),
    "fetch": (
        "archiver fetch",
        "archiver fetch --wayback",
        "archiver fetch 12 --audio briefing.mp3",
        "archiver fetch --from-folder ~/recordings",
        "archiver fetch --from-folder ~/recordings --yes",
    ),
    "todo": ("archiver todo", "archiver todo links --limit 20", "archiver todo --csv > todo.csv"),
    "read": ("archiver read https://www.example.org/news/p06-043e.htm", "archiver read page.html --json"),
    "list": ("archiver list", "archiver list --csv > releases.csv"),
    "show": ("archiver show 12", 'archiver show "harbour safety" --least 0.9', "archiver show 12 --why"),
    "search": (
        "archiver search harbour safety",
        "archiver search '\"rule of law\"'",
        "archiver search 'reform*' --language en --limit 200 --csv > reform.csv",
        "archiver search --by-meaning who pays for the new bridge",
    ),
    "quote": (
        'archiver quote "It will not deal with those […] involved in the repression"',
        'archiver quote "I cannot give you a date" --speaker Spokesman --receipt proof',
        "archiver quote --check receipt --recording briefing.mp3",
    ),
    "phrase": ('archiver phrase "promotion of democracy"', "archiver phrase --since-last 12"),
    "differences": ("archiver differences 12", 'archiver differences "harbour safety" --csv > differences.csv'),
    "stats": ("archiver stats", "archiver stats --plot figures.svg"),
    "history": ("archiver history 12", "archiver history --verify"),
    "transcribe": ("archiver transcribe 3 --model small", "archiver transcribe 3 --engine openai-whisper"),
    "align": ("archiver align", "archiver align 12"),
    "reread": ("archiver reread", "archiver reread 12"),
    "index": ("archiver index",),
    "edit": (
        "archiver edit 12 --date 2006-03-31",
        'archiver edit 12 --segment 140 --text "What was really said."',
        "archiver edit 12 --segment 140 --undo",
    ),
    "link": ("archiver link 12 140 4", "archiver link 12 140 none", "archiver link 12 140 machine"),
    "speakers": (
        "archiver speakers 12",
        'archiver speakers 12 --name "S1=Ada Lovelace"',
        "archiver speakers 12 --find",
        "archiver speakers",
    ),
    "export": (
        "archiver export 12 --format vtt --output briefing.vtt",
        "archiver export 12 --output briefing.epub",
        "archiver export 12 --format all --output everything",
        "archiver export 12 | jq .release.title",
        "archiver export 12 --nl | sqlite-utils insert said.db sentences - --nl",
    ),
    "clip": (
        "archiver clip 12 --paragraph 4 --output paragraph-4.mp3",
        "archiver clip 12 --from 1:41 --to 1:45.5 --output answer.mp4 --video",
        'archiver clip 12 --search "rule of law" --output law.wav',
    ),
    "publish": (
        "archiver publish site",
        "archiver publish site --base-url https://archive.example.org --title Harbour",
        "archiver publish site 12 13 --media link --dry-run",
    ),
    "remove": ("archiver remove 12",),
    "verify": ("archiver verify", "archiver verify --sample 5%", "archiver verify --repair --copy /mnt/copy"),
    "backup": ("archiver backup archive-2006-03-31.db",),
    "merge": ("archiver merge ../other-archive",),
    "bag": ("archiver bag 12 13 --output bag", "archiver bag --all --output bag"),
    "unbag": ("archiver unbag bag --archive new-archive",),
    "models": ("archiver models",),
    "serve": (
        "archiver serve",
        "archiver serve --port 8080",
        'archiver serve --edit "Ada Lovelace"',
        'archiver serve --license "CC BY 4.0"',
    ),
    "demo": ("archiver demo", "archiver demo --archive demo"),
    "bench links": ("archiver bench links texts --format csv",),
}
"""By command, what may be typed, the plainest first."""


def examples_of(command: str) -> str:
    """The examples of a command as they end its help, a line each."""
    return "\n".join(["Examples:", *(f"  {line}" for line in EXAMPLES[command])])
