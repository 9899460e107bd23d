"""Steps done again for what is in the archive: a recording transcribed otherwise, releases linked anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from archiver.align.paraphrase.judge import Judge
from archiver.archive import read, transcripts
from archiver.archive.store import Event
from archiver.errors import ArchiverError
from archiver.pipeline.alignment import prepare_alignment
from archiver.pipeline.jobs import NextStep, Step, Task
from archiver.pipeline.meaning import prepare_meaning
from archiver.pipeline.run import Run
from archiver.pipeline.transcript import prepare_transcript
from archiver.reporting import Reporter


def transcribe_again(run: Run, recording_id: int, failures: list[ArchiverError]) -> None:
    """Transcribe a recording as the run's options say, and link its releases to that transcript.

    failures: takes what goes wrong, once the run's jobs are done
    """
    title, size = f"recording {recording_id}", read.size_of(run.archive, recording_id)
    run.jobs.take(
        Task(recording_id, title, size, run.reporter, partial(_transcribe, run, recording_id), failures.append)
    )


def _transcribe(run: Run, recording_id: int, reporter: Reporter) -> NextStep:
    run = replace(run, reporter=reporter)
    release_ids = read.releases_of(run.archive, recording_id)
    step = prepare_transcript(run, recording_id, next(iter(release_ids), None), again=True)
    if isinstance(step, Step):
        return step.then(partial(_align_each, run, release_ids))
    reporter.say(f"recording {recording_id} was transcribed with these settings before: transcript {step}")
    return _align_each(run, release_ids, step)


def _align_each(run: Run, release_ids: Sequence[int], transcript_id: int) -> NextStep:
    """Link one release after the other to a transcript, and read by meaning what a killed run only linked."""
    for number, release_id in enumerate(release_ids, 1):
        step: NextStep = prepare_alignment(run.archive, release_id, transcript_id, run.reporter)
        if step := step or prepare_meaning(run.archive, release_id, transcript_id):
            return step.then(partial(_go_on, partial(_align_each, run, release_ids[number:], transcript_id)))
    return None


def _go_on(further: Callable[[], NextStep], step: NextStep) -> NextStep:
    """What follows on a step, if there is one, and then what is further to be done."""
    return step.then(lambda _: further()) if step else further()


def align_again(run: Run, release_ids: Iterable[int], failures: list[str], judge: Judge | None = None) -> int:
    """Link releases to the newest transcripts of their recordings again; returns to how many transcripts.

    judge: a larger model that is asked as well, in this process only
    failures: takes what goes wrong with one of them, which is kept as an event and does not touch the others
    """
    count = 0
    for release_id in release_ids:
        title = run.archive.table("releases").get(release_id)["title"]
        for transcript_id in transcripts.newest_transcripts(run.archive, release_id):
            count += 1
            recording_id = int(read.recording_of(run.archive, transcript_id)["id"])
            begin = partial(prepare_alignment, run.archive, release_id, transcript_id, again=True, judge=judge)
            failed = partial(_failed, run, (release_id, transcript_id), failures)
            run.jobs.take(Task(recording_id, title, 0, run.reporter, begin, failed))
    return count


def _failed(run: Run, tied: tuple[int, int], failures: list[str], error: ArchiverError) -> None:
    release_id, transcript_id = tied
    run.archive.failed(Event("alignment", str(error), release_id, transcript_id=transcript_id))
    failures.append(f"release {release_id}: {error}")
    run.reporter.fail(failures[-1])
