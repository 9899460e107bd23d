"""Errors for the person at the keyboard: what failed, with which input, what was kept, what to do.

ArchiverError
├── SourceError               what was to be archived cannot be had
│   ├── SourceNotFound        no such file
│   ├── NotAPage              the bytes are no text
│   ├── NoParagraphs          a page without a text of its own
│   ├── NotWanted             a page that is older than what was asked for
│   ├── NoItems               a list that names no pages
│   └── DownloadFailed        the network or the server said no
│       ├── NotNow            it may work later
│       ├── Refused           an address that is not asked at all
│       └── WrongLength       more bytes than announced, or than anybody needs
├── RecordingError            what was to be transcribed is no usable sound
│   ├── EmptyRecording
│   ├── NotSound              a picture, a playlist, a text
│   ├── BrokenOff             sound without the index that players need
│   ├── TooLong               sound that lasts longer than what was asked for
│   ├── Unreadable            the disk does not give its bytes
│   └── DecodingFailed        the sound breaks off in the decoder
├── TranscriptFileError       a file of captions, or another transcript, that cannot be read
├── BenchFileError            a file of known answers, or of a system's, that cannot be read
├── ModelError                weights that are missing, or not those they should be
│   ├── ModelMissing
│   ├── LanguageNotKnown      most of a recording is in a language that the model does not know
│   └── WrongWeights
├── ArchiveError              the archive's own folder and database
│   ├── NoArchive
│   ├── ArchiveLocked
│   ├── DiskFull
│   ├── DamagedFile           a file in media/ that is gone or has changed
│   ├── DamagedLog            events that were changed or taken out
│   ├── BackupFailed
│   ├── BagError              a bag that cannot be written, or is not what it says
│   ├── ForeignDatabase       a database of another program
│   ├── NewerArchive          a newer program made it
│   ├── OlderArchive          an older program made it, and it is too large to be read as it is
│   └── UnreadableHere        it can be read only in a copy, and there is no room for one
├── ReceiptError              a receipt of a quote that cannot be read, or does not hold
├── OutputError               a file outside the archive, or standard output, cannot be written
│   └── NobodyReads           who read standard output has gone
├── WorkerDied                a process that transcribed or linked was killed
├── ClusterLost               the scheduler of workers elsewhere does not answer
└── UsageError                options that do not go together, or name nothing
    ├── NoSuchRelease
    └── AmbiguousRelease
"""

from __future__ import annotations


class ArchiverError(Exception):
    """Anything that the archiver says to a person instead of a traceback.

    message: what failed, and with which input
    kept: what was kept all the same
    hint: what to do about it
    """

    def __init__(self, message: str, *, kept: str | None = None, hint: str | None = None) -> None:
        self.message = message
        self.kept = kept
        self.hint = hint
        super().__init__("; ".join(part for part in (message, kept, hint) if part))


class SourceError(ArchiverError):
    """What was to be archived cannot be had."""


class SourceNotFound(SourceError):
    """There is no such file or folder."""


class NotAPage(SourceError):
    """The bytes are neither text nor HTML."""


class NoParagraphs(SourceError):
    """The page has no text of its own to tie sentences to."""


class NotWanted(SourceError):
    """The page is older than what was asked for."""


class NoItems(SourceError):
    """The list names no pages."""


class DownloadFailed(SourceError):
    """The network or the server said no.

    status: what the server answered; None where it did not come to that
    """

    def __init__(
        self, message: str, *, kept: str | None = None, hint: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(message, kept=kept, hint=hint)
        self.status = status


class NotNow(DownloadFailed):
    """The connection broke, or the server is busy: worth another try.

    after: seconds that the server asks to be left alone; None where it does not say
    """

    def __init__(self, message: str, *, status: int | None = None, after: float | None = None) -> None:
        super().__init__(message, status=status)
        self.after = after


class Refused(DownloadFailed):
    """We do not ask: the address is a private one, or the host's robots.txt says no."""


class WrongLength(DownloadFailed):
    """More bytes came than were announced, or than anybody should send."""


class RecordingError(ArchiverError):
    """What was to be transcribed is no usable sound."""


class EmptyRecording(RecordingError):
    """The file has no bytes, or no sound in them."""


class NotSound(RecordingError):
    """The bytes are a picture, a playlist, a text: anything but sound."""


class BrokenOff(RecordingError):
    """The file is sound, and ends before what is needed to play it."""


class TooLong(RecordingError):
    """The sound lasts longer than a person wants to keep, or than a forged header may have us believe."""


class Unreadable(RecordingError):
    """The disk does not give all bytes of the file; nothing is known about the sound."""


class DecodingFailed(RecordingError):
    """The decoder stopped before any sound came out."""


class TranscriptFileError(ArchiverError):
    """A transcript file is in no format that we read, or has no words in it."""


class BenchFileError(ArchiverError):
    """A file of known answers, or of the answers of a system, cannot be read."""


class ModelError(ArchiverError):
    """An engine cannot get the weights it needs."""


class ModelMissing(ModelError):
    """The weights are not on this machine and cannot be fetched."""


class LanguageNotKnown(ModelError):
    """Most of what is spoken is in a language that the model does not know."""


class WrongWeights(ModelError):
    """The weights are not, byte for byte, what they should be."""


class ArchiveError(ArchiverError):
    """The archive's own folder or database is in the way."""


class NoArchive(ArchiveError):
    """There is no archive in this folder."""


class ArchiveLocked(ArchiveError):
    """Another program is writing to the database, or another run does what was to be done."""


class DiskFull(ArchiveError):
    """The disk has no room for what was to be written."""


class DamagedFile(ArchiveError):
    """A file of the archive is gone, or is not the bytes that were archived."""


class DamagedLog(ArchiveError):
    """The hashes of the log do not fit its events."""


class BackupFailed(ArchiveError):
    """A copy of the database could not be made."""


class ForeignDatabase(ArchiveError):
    """The database in the archive's place is another program's."""


class NewerArchive(ArchiveError):
    """A newer version of the program made the archive."""


class OlderArchive(ArchiveError):
    """The archive has the schema of an older program, and is too large to be read in a copy."""


class UnreadableHere(ArchiveError):
    """The archive can be read only in a copy, for which there is no room."""


class BagError(ArchiveError):
    """A bag cannot be written, or is not valid, or not safe to unpack."""


class OutputError(ArchiverError):
    """What was to be given out cannot be written where a person wants it; the archive has no part in that."""


class NobodyReads(OutputError):
    """Who read standard output has gone, as ``head`` does when it has enough: nothing that anybody must be told."""


class ReceiptError(ArchiverError):
    """A folder is no receipt of a quote, or what it says does not hold."""


class WorkerDied(ArchiverError):
    """A process that transcribed or linked ended before it was done."""


class ClusterLost(ArchiverError):
    """The scheduler of the workers on other machines does not answer, or not any more."""


class UsageError(ArchiverError):
    """Options that do not go together, or name nothing."""


class NoSuchRelease(UsageError):
    """Nothing in the archive goes by this name."""


class AmbiguousRelease(UsageError):
    """Several releases go by this name."""


MISTYPED = (SourceNotFound, ModelMissing, UsageError)
"""What is wrong about a command's own words: nothing of the archive failed, and its log keeps none of it."""
