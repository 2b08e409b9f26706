"""A trained network as the small files that the package carries: integer weights, one window at a time.

The tables of vectors are a file of their own, and looked up before the network: that costs less than doing it inside.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from analysis.statements.network import TABLES

from .nets import Net


class _Exported(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.lstm, self.out = net.lstm, net.out

    def forward(self, seen: Tensor) -> Tensor:
        return self.out(self.lstm(seen)[0])


def write(net: Net, folder: Path) -> None:
    """Write the network and its tables; only nets without convolutions can be written."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    _write_tables(net, folder / "vectors.npz")
    module = _Exported(net.eval()).eval()
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(scratch) / "whole.onnx"
        names = {"input_names": ["seen"], "output_names": ["scores"]}
        axes = {name: {0: "time"} for name in ("seen", "scores")}
        example = torch.zeros(9, 1, net.lstm.input_size)
        torch.onnx.export(module, (example,), str(whole), dynamic_axes=axes, dynamo=False, **names)
        # Seven bits: eight overflow on processors without integer dot products, and give other results there.
        quantize_dynamic(
            whole,
            folder / "tagger.onnx",
            weight_type=QuantType.QInt8,
            reduce_range=True,
            op_types_to_quantize=["LSTM", "MatMul"],
        )


def _write_tables(net: Net, path: Path) -> None:
    """The embeddings in whole steps, with the size of a step of each table; the few furthest values are cut."""
    held: dict[str, np.ndarray] = {}
    sizes = []
    for name, table in zip(TABLES, (net.word, net.suffix, net.prefix, net.shape), strict=True):
        weight = table.weight.detach()
        size = float(weight.abs().quantile(0.9995) if weight.numel() < 10**7 else weight.abs().max()) / 127
        held[name] = torch.clamp((weight / size).round(), -127, 127).to(torch.int8).numpy()
        sizes.append(size)
    np.savez_compressed(path, **held, sizes=np.array(sizes, np.float32))
