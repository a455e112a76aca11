"""Makes what Python writes, for our reader and writer: python3 scripts/reference/make_safetensors_fixtures.py

Needs torch and safetensors.

  dtypes.safetensors   a tensor of every element type, and beside each what torch makes of it as float32
  written.safetensors  three small tensors, whose bytes our writer must reproduce
  shards/              the same three in two files with an index
"""
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

FOLDER = Path(__file__).resolve().parents[2] / "zoo" / "src" / "test" / "resources" / "safetensors"

HALVES = [0.0, -0.0, 1.0, -2.5, 65504.0, 2.0**-14, 2.0**-24, -(2.0**-20), 0.1, float("inf"), float("-inf"), float("nan")]
TENSORS = {
    "f64": torch.tensor([0.1, -1e300, 1e-300, 3.5], dtype=torch.float64),
    "f32": torch.tensor([[0.1, -1e30], [1e-40, 3.5]]),
    "f16": torch.tensor(HALVES, dtype=torch.float16),
    "bf16": torch.tensor(HALVES + [3e38], dtype=torch.bfloat16),
    "i64": torch.tensor([-(2**63), 2**63 - 1, 7]),
    "i32": torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32),
    "i16": torch.tensor([-(2**15), 2**15 - 1], dtype=torch.int16),
    "i8": torch.tensor([-128, 127], dtype=torch.int8),
    "u64": torch.tensor([2**64 - 1, 2**63 + 2**39 + 1, 7], dtype=torch.uint64),
    "u32": torch.tensor([2**32 - 1, 1], dtype=torch.uint32),
    "u16": torch.tensor([2**16 - 1, 1], dtype=torch.uint16),
    "u8": torch.tensor([255, 1], dtype=torch.uint8),
    "bool": torch.tensor([True, False]),
    "scalar": torch.tensor(42.0),
    "empty": torch.zeros(0, 3),
}


def main():
    (FOLDER / "shards").mkdir(parents=True, exist_ok=True)
    expected = {f"{name}.float": tensor.to(torch.float32).clone() for name, tensor in TENSORS.items()}
    save_file(TENSORS | expected, FOLDER / "dtypes.safetensors", {"made by": "torch \u2665"})

    a = torch.arange(6, dtype=torch.float32).reshape(2, 3)
    tensors = {"a": a, "b.weight": a.t().contiguous() / 8, "c": torch.tensor([-1.5])}
    save_file(tensors, FOLDER / "written.safetensors", {"format": "pt"})

    index = {"metadata": {"total_size": 52}, "weight_map": {}}
    for file, names in (("model-00001-of-00002.safetensors", ["a"]), ("model-00002-of-00002.safetensors", ["b.weight", "c"])):
        save_file({name: tensors[name] for name in names}, FOLDER / "shards" / file, {"format": "pt"})
        index["weight_map"] |= dict.fromkeys(names, file)
    (FOLDER / "shards" / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")


if __name__ == "__main__":
    main()
