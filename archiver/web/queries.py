"""Canned queries: the questions that people bring to the archive, as SQL that Datasette runs.

A parameter left empty always has a meaning, because the page opens with all of them empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archiver.archive.hits import RANKED
from archiver.archive.kept_figures import HEARD
from archiver.web import sql_fragments as sql
from archiver.web.least import GRADE


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    name: in the address, so never the name of a table or view
    description: what the rows are
    params: what each may be given, in the order in which the form asks for them
    ours: asks functions that only our plugin gives to SQLite
    """

    name: str
    title: str
    description: str
    sql: str
    params: Mapping[str, str] = field(default_factory=dict)
    ours: bool = False


# Two seconds is a breath and a page turn; in a longer pause something else is usually said.
PASSAGE_GAP = 2

# Releases whose numbers are compared at once: it takes a function in Python for every sentence.
NUMBERS_ASKED = 100

_WHICH = "its id, number, address, or words of its title; empty for the newest"
_WHICH_OR_ALL = "its id, number, address, or words of its title; empty for all"


QUERIES = (
    Query(
        "all_releases",
        "All releases",
        "The newest version of each release, the newest first, and how many of its paragraphs were talked about: empty "
        "where nothing was heard.",
        f"""
select releases.date, releases.title, releases.number, releases.issuer, releases.id as release,
    (select count(*) from release_recordings where release = releases.id) as media_links,
    (select count(recording) from release_recordings where release = releases.id) as obtained,
    (select count(*) from paragraphs where release = releases.id) as paragraphs,
    (select sum(moments > 0) from paragraph_coverage where release = releases.id) as talked_about,
    {sql.clock("(select sum(seconds) from paragraph_coverage where release = releases.id)")} as talked_about_for,
    releases.url,
    {sql.page("releases.id")}
from current_releases releases
order by releases.date desc, releases.id desc
""",
    ),
    Query(
        "search_everything",
        "Search what was said and written",
        "Titles, paragraphs and spoken sentences in which all the words occur, in any form (reform finds reforms): of "
        f"the newest {RANKED:,} of each kind the best two hundred.",
        f"""
with asked as materialized (select coalesce(nullif(escape_fts(:words), ''), '""') as words),
titles as (
    select 'title' as kind, releases.id, rank
    from releases_fts cross join releases on releases.id = releases_fts.rowid and releases.current = 1
    where releases_fts match (select words from asked) order by releases_fts.rowid desc limit {RANKED}
),
written as (
    select 'written' as kind, paragraphs.id, rank
    from paragraphs_fts cross join paragraphs on paragraphs.id = paragraphs_fts.rowid
    cross join releases on releases.id = paragraphs.release and releases.current = 1
    where paragraphs_fts match (select words from asked) order by paragraphs_fts.rowid desc limit {RANKED}
),
said as (
    select 'said' as kind, segments.id, rank
    from segments_fts cross join segments on segments.id = segments_fts.rowid
    cross join transcripts on transcripts.id = segments.transcript and transcripts.current = 1
    where segments_fts match (select words from asked) order by segments_fts.rowid desc limit {RANKED}
),
found as materialized (
    select * from (select * from titles union all select * from written union all select * from said)
    order by rank, id desc limit 200
)
select found.kind, case found.kind
        when 'title' then (
            select snippet(releases_fts, -1, '[', ']', '…', 40) from releases_fts
            where releases_fts match (select words from asked) and rowid = found.id
        )
        when 'written' then (
            select snippet(paragraphs_fts, -1, '[', ']', '…', 40) from paragraphs_fts
            where paragraphs_fts match (select words from asked) and rowid = found.id
        )
        else (
            select snippet(segments_fts, -1, '[', ']', '…', 40) from segments_fts
            where segments_fts match (select words from asked) and rowid = found.id
        )
    end as text,
    {sql.clock("segments.start")} as "at",
    paragraphs.position, releases.title, releases.id as release, transcripts.recording,
    round(segments.start, 2) as start,
    {sql.page("releases.id", "transcripts.recording", "segments.start", "paragraphs.position")}
from found
left join segments on found.kind = 'said' and segments.id = found.id
left join transcripts on transcripts.id = segments.transcript
left join paragraphs on paragraphs.id = case found.kind
    when 'written' then found.id
    when 'said' then (
        select links.paragraph from links
        join alignments on alignments.id = links.alignment and +alignments.current = 1
        where links.segment = found.id and +links.overruled_by is null order by links.score desc limit 1
    )
end
left join releases on releases.id = case
    when found.kind = 'title' then found.id
    when paragraphs.id is not null then paragraphs.release
    else {sql.release_of("transcripts.recording")}
end
order by found.rank, releases.id desc, segments.start
""",
        {"words": 'all of them must occur; put a phrase in "double quotes"'},
    ),
    Query(
        "release_with_passages",
        "A release with its passages",
        "Each paragraph, and every part of a recording in which it is talked about: sentences that follow each "
        f"other within {PASSAGE_GAP} seconds are one passage. A paragraph without times was not talked about, "
        "unless nothing was heard at all.",
        f"""
with {sql.ASKED_RELEASE},
said as (
    select *, start - max("end") over (
        partition by recording, paragraph order by start, id rows between unbounded preceding and 1 preceding
    ) <= {PASSAGE_GAP} as goes_on
    from moments where release = (select id from asked)
),
numbered as (
    select *, sum(not coalesce(goes_on, 0)) over (partition by recording, paragraph order by start, id) as passage
    from said
),
passages as (
    select distinct recording, paragraph,
        min(start) over passage as start, max("end") over passage as "end",
        min(relation) over passage as least, max(relation) over passage as most,
        group_concat(text, ' ') over passage as said
    from numbered
    window passage as (
        partition by recording, paragraph, passage order by start, id
        rows between unbounded preceding and unbounded following
    )
)
select paragraphs.position, paragraphs.label, paragraphs.text as written,
    {sql.clock("start")} as "from", {sql.clock('"end"')} as "to",
    case when not {HEARD.format("paragraphs.release")} then 'not heard'
        when least = most then least else least || ' and ' || most end as relation,
    said, recording, round(start, 2) as start, round("end", 2) as "end", paragraphs.release, releases.title,
    {sql.page("paragraphs.release", "recording", "start", "paragraphs.position")}
from paragraphs
join releases on releases.id = paragraphs.release
left join passages on passages.paragraph = paragraphs.id
where paragraphs.release = (select id from asked)
order by paragraphs.position, recording, passages.start
""",
        {"release": _WHICH},
    ),
    Query(
        "paragraph_moments",
        "A paragraph's moments",
        "Every sentence linked to a paragraph, in the order in which they were said, each with how often a link like "
        "it is right (score), also in a word (grade).",
        f"""
with {sql.ASKED_RELEASE}
select moments.position, moments.label, {sql.clock("start")} as "from", {sql.clock('"end"')} as "to",
    moments.relation, moments.score, (select {GRADE} from links where links.id = moments.id) as grade,
    {sql.speaker("moments.segment", "moments.speaker")},
    moments.text as said, moments.recording,
    round(start, 2) as start, round("end", 2) as "end", moments.release, moments.title,
    {sql.page("moments.release", "moments.recording", "moments.start")}
from moments
where moments.release = (select id from asked) and (:position = '' or moments.position = cast(:position as integer))
order by moments.position, moments.recording, start
""",
        {"release": _WHICH, "position": "the paragraph's place in the release, from 1; empty for all of them"},
    ),
    Query(
        "never_talked_about",
        "What was never talked about",
        "Paragraphs that no spoken sentence belongs to, of releases whose briefing was heard. The others are under "
        "“Releases that were not heard”: nobody can say what was talked about.",
        f"""
with {sql.ASKED_RELEASE}
select coverage.release, title, position, label, text as written, {sql.page("coverage.release", position="position")}
from paragraph_coverage counted join coverage on coverage.id = counted.id
where counted.moments = 0 and (:release = '' or counted.release = (select id from asked))
order by counted.release desc, position
""",
        {"release": _WHICH_OR_ALL},
    ),
    Query(
        "not_heard",
        "Releases that were not heard",
        "Releases of which nobody can say what was talked about, with the number of their paragraphs, and why: no "
        "recording, none obtained, none transcribed, or nobody speaks in it.",
        f"""
select releases.date, releases.title, releases.id as release,
    (select count(*) from paragraphs where release = releases.id) as paragraphs,
    case
        when count(links.id) = 0 then 'the page names no recording'
        when count(links.recording) = 0 then 'no recording was obtained'
        when count(transcripts.id) = 0 then 'no recording was transcribed'
        when not max(exists (select 1 from segments where transcript = transcripts.id)) then 'nobody speaks'
        else 'not linked yet'
    end as why,
    releases.url, {sql.page("releases.id")}
from current_releases releases
left join release_recordings links on links.release = releases.id
left join current_transcripts transcripts on transcripts.recording = links.recording
where not {HEARD.format("releases.id")}
group by releases.id
order by releases.date desc, releases.id desc
""",
    ),
    Query(
        "read_word_for_word",
        "Read word for word",
        "How much of each paragraph was read out, in percent of its characters, the most first. Paragraphs of which "
        "nothing was read out are left out.",
        f"""
with {sql.ASKED_RELEASE}
select round(counted.share_read * 100, 1) as percent_read, coverage.release, coverage.title, coverage.position,
    coverage.label, coverage.text as written, counted.read_out as sentences_reading_it,
    counted.moments as sentences_about_it,
    {sql.clock("coverage.seconds")} as talked_about_for, first.recording, round(first.start, 2) as start,
    {sql.page("coverage.release", "first.recording", "first.start")}
from paragraph_coverage counted
join coverage on coverage.id = counted.id
join moments first on first.id = (
    select id from moments where paragraph = counted.id and relation = 'verbatim' order by recording, start limit 1
)
where counted.share_read > 0 and (:release = '' or counted.release = (select id from asked))
order by counted.share_read desc, counted.release desc, coverage.position
""",
        {"release": _WHICH_OR_ALL},
    ),
    Query(
        "tied_to_nothing",
        "Said, but on no paragraph",
        "Sentences that belong to no paragraph of the release: other business, greetings, questions.",
        f"""
with {sql.ASKED_RELEASE}
select {sql.clock("start")} as "from", {sql.clock('"end"')} as "to", {sql.speaker("sentences.id", "sentences.speaker")},
    sentences.text as said, sentences.confidence, sentences.recording,
    round(start, 2) as start, round("end", 2) as "end", sentences.release, sentences.title,
    {sql.page("sentences.release", "sentences.recording", "sentences.start")}
from sentences
where sentences.paragraph is null and sentences.release = (select id from asked)
order by sentences.recording, start
""",
        {"release": _WHICH},
    ),
    Query(
        "longest_speakers",
        "Who spoke longest",
        "Speaking time of each speaker in the newest transcript of each recording: the length of the sentences, "
        "without the pauses between. Without speaker diarization there is one row without a speaker.",
        f"""
with {sql.ASKED_RELEASE}
select coalesce(speakers.name, spoken.speaker) as speaker, {sql.clock("seconds")} as spoke_for,
    round(
        100 * seconds / max((select sum(seconds) from speaking_time where transcript = spoken.transcript), 0.01), 1
    ) as percent_of_speech,
    sentences, transcripts.recording, seconds, round(spoken.start, 2) as start,
    {sql.release_of("transcripts.recording")} as release,
    (
        select group_concat(distinct title) from release_recordings
        join current_releases releases on releases.id = release_recordings.release
        where release_recordings.recording = transcripts.recording
    ) as titles,
    {sql.page(sql.release_of("transcripts.recording"), "transcripts.recording", "spoken.start")}
from speaking_time spoken
join current_transcripts transcripts on transcripts.id = spoken.transcript
left join speakers on speakers.transcript = spoken.transcript and speakers.label = spoken.speaker
where :release = '' or transcripts.recording in (
    select recording from release_recordings where release = (select id from asked)
)
order by seconds desc
""",
        {"release": _WHICH_OR_ALL},
    ),
    Query(
        "low_confidence",
        "Sentences of low confidence",
        "Sentences in which probably one word in five or more is wrong, the worst first: listen before you quote them. "
        "None is from a transcript that was read from a file: those have no confidence.",
        f"""
select segments.confidence, {sql.clock("segments.start")} as "from", {sql.clock('segments."end"')} as "to",
    {sql.speaker("segments.id", "segments.speaker")}, segments.text as said,
    nullif(segments.flags, '[]') as doubts, transcripts.recording,
    round(segments.start, 2) as start, round(segments."end", 2) as "end",
    {sql.release_of("transcripts.recording")} as release,
    {sql.page(sql.release_of("transcripts.recording"), "transcripts.recording", "segments.start")}
from segments
join current_transcripts transcripts on transcripts.id = segments.transcript
where segments.confidence < cast(coalesce(nullif(:below, ''), 0.8) as real)
order by segments.confidence, segments.id
""",
        {"below": "a confidence from 0 to 1; empty for 0.8"},
    ),
    Query(
        "doubtful_releases",
        "Releases that the reader doubts",
        "Releases of which the reader was unsure, a row for each doubt; those that lack the most of their page's text "
        "come first. Compare them with the page before you rely on them.",
        """
select current_releases.id as release, title, lost, doubt.value as doubt, url,
    '/-/archive/releases/' || current_releases.id as page
from current_releases, json_each(current_releases.doubts) as doubt
where lost >= cast(coalesce(nullif(:lost, ''), 0) as real)
order by lost desc, current_releases.id, doubt.key
""",
        {"lost": "the least share of its text that a release lacks, 0 to 1; empty for all doubts"},
    ),
    Query(
        "numbers_that_differ",
        "Numbers said that differ from the release",
        "Sentences on a paragraph with a number that stands nowhere in the release, however it is spelled: a slip of "
        "the tongue, a mistake of the transcript, or news. First those whose paragraph has numbers itself; at most "
        f"a thousand. Where no release is named, of the {NUMBERS_ASKED} newest that have a transcript.",
        f"""
with {sql.ASKED_RELEASE},
chosen as (
    select id from asked where :release <> ''
    union all
    select * from (
        select distinct release from current_alignments join releases on releases.id = release
        where :release = '' and (:until = '' or substr(date, 1, length(:until)) <= :until)
        order by date desc, release desc limit {NUMBERS_ASKED}
    )
),
written as (
    select release, group_concat(text, char(10)) as text from paragraphs
    where release in (select id from chosen) group by release
),
told as materialized (
    select moments.*, releases.language,
        numbers_unwritten(moments.text, written.text, coalesce(transcripts.language, releases.language)) as numbers_said
    from chosen
    join moments on moments.release = chosen.id
    join written on written.release = moments.release
    join releases on releases.id = moments.release
    join segments on segments.id = moments.segment
    join transcripts on transcripts.id = segments.transcript
)
select told.numbers_said, numbers_in(paragraphs.text, told.language) as numbers_written, told.position,
    {sql.clock("told.start")} as "at", {sql.speaker("told.segment", "told.speaker")}, told.text as said,
    paragraphs.text as written, told.relation, told.recording, round(told.start, 2) as start, told.release, told.title,
    {sql.page("told.release", "told.recording", "told.start")}
from told join paragraphs on paragraphs.id = told.paragraph
where told.numbers_said is not null
order by numbers_written is null, told.release desc, told.recording, told.start
limit 1000
""",
        {
            "release": "its id, number, address, or words of its title; empty for the newest ones",
            "until": "a year, month or day: the newest of those released until then; empty for today",
        },
        ours=True,
    ),
    Query(
        "not_obtained",
        "Recordings that could not be obtained",
        "Media links of current releases whose recording is not in the archive, and why.",
        f"""
select releases.date, releases.title, links.label, links.format, links.announced_kb, links.reason, links.url,
    links.release, {sql.page("links.release")}
from release_recordings links join current_releases releases on releases.id = links.release
where links.recording is null
order by releases.date desc, links.release, links.position
""",
    ),
)
