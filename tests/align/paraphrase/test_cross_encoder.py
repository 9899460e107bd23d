"""Cross-encoders: tiny ones with random weights, read as large ones are; and what people are told where one is none."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from huggingface_hub.errors import GatedRepoError, HFValidationError, LocalEntryNotFoundError, RepositoryNotFoundError
from tiny_judges import NLI_LABELS, write_encoder, write_judge
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

from archiver.align.paraphrase.cross_encoder import CrossEncoder
from archiver.errors import ModelError, ModelMissing

PAIRS = [
    ("The dock is lit.", "The quay is lit."),
    ("Good morning.", "The pilots wait for the tide, as they have done for eleven years."),
    ("The pilots wait.", "1. " + "The ministers deplore the flooding of the old quays. " * 20),  # too long to be read
]


def outputs(folder: Path, first: str, second: str) -> torch.Tensor:
    """What the model says of two texts, asked directly."""
    pieces = AutoTokenizer.from_pretrained(folder)(first, second, return_tensors="pt")
    with torch.inference_mode():
        found: torch.Tensor = AutoModelForSequenceClassification.from_pretrained(folder)(**pieces).logits[0]
    return found


def test_a_reranker_reads_the_sentence_and_then_the_paragraph(tmp_path: Path) -> None:
    folder = write_judge(tmp_path / "reranker")
    found = CrossEncoder(str(folder)).read(PAIRS)
    assert found.shape == (3,)
    assert found[0] == pytest.approx(float(outputs(folder, *PAIRS[0])), abs=1e-5)


def test_an_nli_model_tells_whether_the_sentence_follows_from_the_paragraph(tmp_path: Path) -> None:
    folder = write_judge(tmp_path / "nli", NLI_LABELS)
    sentence, paragraph = PAIRS[0]
    entailed = float(outputs(folder, paragraph, sentence).softmax(dim=0)[1])
    assert CrossEncoder(str(folder)).read(PAIRS)[0] == pytest.approx(np.log(entailed / (1 - entailed)), abs=1e-4)


def test_its_name_is_that_of_the_folder_without_its_place(tmp_path: Path) -> None:
    assert CrossEncoder(str(write_judge(tmp_path / "reranker"))).name == "reranker"


def test_an_encoder_is_no_judge(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no sequence classifier, but BertModel; nothing was linked.*cross-encoder"):
        CrossEncoder(str(write_encoder(tmp_path / "bert")))


def test_a_classifier_of_something_else_is_no_judge(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"moods has 2 outputs \(sad, glad\), and none is called entailment"):
        CrossEncoder(str(write_judge(tmp_path / "moods", ("sad", "glad"))))


def test_a_classifier_without_all_its_weights_is_not_made_up(tmp_path: Path) -> None:
    write_judge(tmp_path)
    config = (tmp_path / "config.json").read_text()
    write_encoder(tmp_path)
    (tmp_path / "config.json").write_text(config)
    with pytest.raises(ModelError, match=r"not complete: classifier\.bias is missing"):
        CrossEncoder(str(tmp_path))


@pytest.mark.parametrize("broken", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_broken_folder_is_told_of(tmp_path: Path, broken: str) -> None:
    (write_judge(tmp_path) / broken).write_text("{")
    with pytest.raises(ModelError, match="holds no model that can be read: "):
        CrossEncoder(str(tmp_path))


def test_an_empty_folder_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model that can be read: "):
        CrossEncoder(str(tmp_path))


class Answer:
    """A server's, of which only these are asked."""

    headers: dict[str, str] = {}  # noqa: RUF012
    request = None
    status_code = 401


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (HFValidationError("a/b/c"), "there is no folder a/b/c, and no such model at Hugging Face"),
        (RepositoryNotFoundError("404", response=Answer()), "there is no folder a/b/c"),  # type: ignore[arg-type]
        (GatedRepoError("403", response=Answer()), "only to those who agree to its terms"),  # type: ignore[arg-type]
        (LocalEntryNotFoundError("no network"), "not on this machine, and Hugging Face cannot be reached"),
    ],
)
def test_a_name_that_brings_nothing(monkeypatch: pytest.MonkeyPatch, cause: Exception, told: str) -> None:
    def fails(*args: object, **settings: object) -> None:
        raise OSError("several lines\nof help") from cause

    monkeypatch.setattr(AutoConfig, "from_pretrained", fails)
    with pytest.raises(ModelMissing, match=told):
        CrossEncoder("a/b/c")


def test_without_transformers_people_are_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ModelMissing, match=r"not installed; nothing was linked, .*; pip install transformers"):
        CrossEncoder("a/b")
