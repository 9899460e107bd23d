"""Fragments of SQL that questions share: a time, a speaker, the release of a recording, where a row is read along."""

from __future__ import annotations

# The release that `:release` names: by id, number or address, else by words of its title; empty matches every title,
# so the newest. From an older version the way leads on to the one that took its place.
ASKED_RELEASE = """
    recursive named as (
        select id from releases
        where id = :release or number = :release or url = :release or instr(lower(title), lower(:release))
        order by id = :release desc, number is :release desc, url is :release desc, id desc limit 1
    ),
    versions as (
        select id from named
        union
        select releases.id from releases join versions on releases.replaces = versions.id
    ),
    asked as (select max(id) as id from versions)
"""


def clock(seconds: str) -> str:
    """SQL for minutes:seconds, as a player shows them; null stays null."""
    return f"""case when {seconds} is not null then printf('%d:%02d', {seconds} / 60, {seconds} % 60) end"""


def speaker(segment: str, speaker: str) -> str:
    """SQL for who speaks a sentence: the name that people gave, else the speaker's label."""
    return f"""coalesce((
        select speakers.name from speakers join segments own on own.transcript = speakers.transcript
        where own.id = {segment} and speakers.label = {speaker}
    ), {speaker}) as speaker"""


def release_of(recording: str) -> str:
    """SQL for the newest release that a recording stands on."""
    return f"""(
        select max(media.release) from release_recordings media
        join current_releases on current_releases.id = media.release where media.recording = {recording}
    )"""


def page(release: str, recording: str = "null", start: str = "null", position: str = "null") -> str:
    """SQL for the address at which a row is read along: the second where there is one, else the paragraph."""
    return f"""'/-/archive/releases/' || {release} || coalesce('?recording=' || {recording}, '') || coalesce(
        '#t=' || rtrim(rtrim(round({start}, 2), '0'), '.'), '#p' || {position}, ''
    ) as page"""
