"""Sequence classifiers with random weights: as large ones lie in their folders, and read in no time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import BertProcessing
from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
NLI_LABELS = ("contradiction", "entailment", "neutral")


def write_judge(folder: Path, labels: Sequence[str] = ("LABEL_0",), *, turned: bool = False) -> Path:
    """A BERT that reads letter by letter, and whose outputs have these labels.

    turned: whether it says the opposite of what it would say otherwise
    """
    torch.manual_seed(1)
    model = BertForSequenceClassification(_config(labels))
    if turned:
        for array in model.classifier.parameters():
            array.data.neg_()
    return _written(folder, model)


def write_encoder(folder: Path) -> Path:
    """A BERT that judges nothing."""
    return _written(folder, BertModel(_config(("LABEL_0",))))


def _config(labels: Sequence[str]) -> BertConfig:
    names: dict[str, Any] = {"id2label": dict(enumerate(labels)), "label2id": {own: n for n, own in enumerate(labels)}}
    return BertConfig(
        vocab_size=len(PIECES),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=256,
        initializer_range=0.5,
        **names,
    )


def _written(folder: Path, model: BertModel | BertForSequenceClassification) -> Path:
    tokenizer = Tokenizer(WordPiece({piece: number for number, piece in enumerate(PIECES)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = Lowercase(), Whitespace()
    tokenizer.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    whole: Any = PreTrainedTokenizerFast  # which has no types
    whole(tokenizer_object=tokenizer, model_max_length=256, **marks).save_pretrained(folder)
    model.save_pretrained(folder)
    return folder
