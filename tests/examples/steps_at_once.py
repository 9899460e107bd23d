"""Steps prepared, computed and kept at once, in this process."""

from __future__ import annotations

from archiver.archive.store import Archive
from archiver.pipeline.alignment import prepare_alignment
from archiver.pipeline.jobs import Step
from archiver.pipeline.run import Run
from archiver.pipeline.transcript import prepare_transcript
from archiver.reporting import Reporter


def align_release(
    archive: Archive, release_id: int, transcript_id: int, reporter: Reporter, *, again: bool = False
) -> bool:
    """Tie a transcript to a release; returns whether that was not done before."""
    step = prepare_alignment(archive, release_id, transcript_id, reporter, again=again)
    if step:
        step.do(reporter)
    return step is not None


def transcribe_recording(run: Run, recording_id: int, release_id: int | None) -> tuple[int, bool]:
    """The transcript that the run's options ask for, and whether it was made now."""
    step = prepare_transcript(run, recording_id, release_id)
    return (step.do(run.reporter), True) if isinstance(step, Step) else (step, False)
