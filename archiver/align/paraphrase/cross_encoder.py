"""Cross-encoders: models that read a sentence and a paragraph together (Nogueira and Cho 2019), by name or folder.

A reranker has one output: how well the paragraph answers to the sentence. A model of natural language inference has one
for every label, and is asked whether the sentence (the hypothesis) follows from the paragraph (the premise).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import torch
from safetensors import SafetensorError
from torch import Tensor

from archiver.align.paraphrase.judge import Pair
from archiver.arrays import Floats
from archiver.errors import ModelError, ModelMissing

LONGEST_PAIR_PIECES = 512  # pieces of a pair: what most such models were trained on; some are told to take fewer
ENTAILMENT = "entailment"  # the label that says that the one follows from the other
KEPT = "nothing was linked, and the archive is as it was"

Loaded: TypeAlias = Any  # configurations, tokenizers and models of many kinds, whose types say nothing


class CrossEncoder:
    """A sequence classifier of Hugging Face's, from its name or a folder.

    name: without the place of a folder, since an archive may be moved and published

    Raises ``ModelMissing``, ``ModelError``
    """

    def __init__(self, name: str) -> None:
        self.name = Path(name).resolve().name if Path(name).is_dir() else name
        config, self._tokenizer, self._model = _load(name)
        self._entailment = _entailment(self.name, config)
        self._longest = min(LONGEST_PAIR_PIECES, self._tokenizer.model_max_length)

    @torch.inference_mode()
    def read(self, pairs: Sequence[Pair]) -> Floats:
        """For each pair how much the model thinks that the paragraph says what the sentence says; without bounds."""
        ordered = pairs if self._entailment is None else [(paragraph, sentence) for sentence, paragraph in pairs]
        first, second = map(list, zip(*ordered, strict=True))
        pieces = self._tokenizer(
            first, second, padding=True, truncation=True, max_length=self._longest, return_tensors="pt"
        )
        found: Floats = self._margins(self._model(**pieces).logits).numpy()
        return found

    def _margins(self, outputs: Tensor) -> Tensor:
        """The only output, or the log-odds of entailment against all other labels."""
        if self._entailment is None:
            return outputs[:, 0]
        others = [label for label in range(outputs.shape[1]) if label != self._entailment]
        return outputs[:, self._entailment] - outputs[:, others].logsumexp(dim=1)


def _load(name: str) -> tuple[Loaded, Loaded, Loaded]:
    """Configuration, tokenizer and model; no code that comes with a model is run."""
    try:
        from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer
    except ImportError as error:
        told = "a judge needs the package transformers, which is not installed"
        raise ModelMissing(told, kept=KEPT, hint="pip install transformers") from error
    _quiet()
    try:
        config = AutoConfig.from_pretrained(name, trust_remote_code=False)
        _check_is_classifier(name, config)
        tokenizer = AutoTokenizer.from_pretrained(name, trust_remote_code=False)
        model, report = AutoModelForSequenceClassification.from_pretrained(
            name, config=config, trust_remote_code=False, output_loading_info=True
        )
    except (OSError, ValueError, RuntimeError, ImportError, SafetensorError) as error:
        raise _explained(name, error) from error
    if report["missing_keys"]:  # they would be made up at random
        missing = min(report["missing_keys"])
        raise ModelError(f"the weights of {name} are not complete: {missing} is missing", kept=KEPT)
    return config, tokenizer, model.float().eval()


def _quiet() -> None:
    """Let transformers print only errors, what else matters is told by us; and its bars only in a terminal."""
    from transformers.utils import logging

    own: Loaded = logging
    own.set_verbosity_error()
    if not sys.stderr.isatty():
        own.disable_progress_bar()


def _check_is_classifier(name: str, config: Loaded) -> None:
    kinds = config.architectures or []
    if not any(kind.endswith("ForSequenceClassification") for kind in kinds):
        told = f"{name} is no sequence classifier, but {', '.join(kinds) or 'of a kind that it does not tell'}"
        raise ModelError(told, kept=KEPT, hint="a judge is a cross-encoder: a reranker or a model for NLI")


def _entailment(name: str, config: Loaded) -> int | None:
    """The place of the output for entailment; None for a reranker. Raises ``ModelError`` where it is neither."""
    if config.num_labels == 1:
        return None
    labels = {str(label).casefold(): int(place) for place, label in config.id2label.items()}
    if ENTAILMENT not in labels:
        told = f"{name} has {config.num_labels} outputs ({', '.join(labels)}), and none is called {ENTAILMENT}"
        raise ModelError(told, kept=KEPT, hint="a judge is a reranker with one output or a model for NLI")
    return labels[ENTAILMENT]


def _explained(name: str, error: Exception) -> ModelError:
    """What people are told where a model cannot be loaded."""
    from huggingface_hub.errors import (
        GatedRepoError,
        HFValidationError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    if Path(name).is_dir():
        return ModelError(f"the folder {name} holds no model that can be read: {_first_line(error)}", kept=KEPT)
    match error.__cause__:
        case GatedRepoError():
            told, hint = f"{name} is given only to those who agree to its terms", "agree to them at huggingface.co"
        case RepositoryNotFoundError() | HFValidationError():
            told, hint = f"there is no folder {name}, and no such model at Hugging Face", "check its name"
        case LocalEntryNotFoundError():
            told, hint = f"{name} is not on this machine, and Hugging Face cannot be reached", "give a model's folder"
        case _:
            return ModelError(f"the model {name} cannot be read: {_first_line(error)}", kept=KEPT)
    return ModelMissing(told, kept=KEPT, hint=hint)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
