"""A trained network as the small file that the package carries: integer weights, one window at a time."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from analysis.statements.features import FEATURES

from .nets import Net


class _Table(nn.Module):
    """An embedding in steps of one scale a table."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        weight = table.weight.detach()
        self.scale = (
            float(weight.abs().quantile(0.9995)) / 127 if weight.numel() < 10**7 else float(weight.abs().max()) / 127
        )
        self.register_buffer("steps", torch.clamp((weight / self.scale).round(), -127, 127).to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.steps[ids.long()].float() * self.scale


class _Exported(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.tables = nn.ModuleList(_Table(t) for t in (net.word, net.suffix, net.prefix, net.shape))
        self.lstm, self.out = net.lstm, net.out

    def forward(self, ids: Tensor, features: Tensor) -> Tensor:
        x = [table(ids[..., i]) for i, table in enumerate(self.tables)]
        return self.out(self.lstm(torch.cat([*x, features], dim=-1))[0])


def write(net: Net, path: Path) -> None:
    """Write the network; only nets without convolutions can be written."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    module = _Exported(net.eval()).eval()
    example = torch.zeros(9, 1, 4, dtype=torch.int32), torch.zeros(9, 1, len(FEATURES))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        names = {"input_names": ["ids", "features"], "output_names": ["scores"]}
        axes = {name: {0: "time"} for name in ("ids", "features", "scores")}
        torch.onnx.export(module, example, str(whole), dynamic_axes=axes, dynamo=False, **names)
        # Seven bits: eight overflow on processors without integer dot products, and give other results there.
        quantize_dynamic(
            whole,
            path,
            weight_type=QuantType.QInt8,
            reduce_range=True,
            op_types_to_quantize=["LSTM", "MatMul"],
        )
