"""What timm makes of a convolution for other channels: python3 scripts/reference/make_surgery_fixtures.py

Needs timm, torch and safetensors; see reference.py.
"""
from pathlib import Path

import reference  # noqa: F401  mends the import of torchvision
import torch
from safetensors.torch import save_file
from timm.models import adapt_input_conv

from golden import values

FILE = Path(__file__).resolve().parents[2] / "zoo/src/test/resources/surgery/channels.safetensors"


def main():
    weight = torch.tensor(values("conv1.weight", [4, 3, 2, 2]))
    FILE.parent.mkdir(parents=True, exist_ok=True)
    save_file({"3": weight} | {str(n): adapt_input_conv(n, weight).contiguous() for n in (1, 2, 4, 7)}, FILE)
    print(FILE, FILE.stat().st_size)


if __name__ == "__main__":
    main()
