"""Compiles the module with which PyTorch gives the gradient of scores with respect to pictures as an array that can be
differentiated again; DJL's own gradients cannot. The module is its text below; io.bestiary.zoo.engine.InputGradient loads it.

    python scripts/torchscript/make_input_gradient.py
"""

from pathlib import Path

import torch


class InputGradient(torch.nn.Module):
    def forward(self, scores: torch.Tensor, pictures: torch.Tensor) -> torch.Tensor:
        gradient = torch.autograd.grad([scores.sum()], [pictures], None, True, True)[0]
        assert gradient is not None
        return gradient


if __name__ == "__main__":
    folder = Path(__file__).parents[2] / "zoo/src/main/resources/io/bestiary/zoo/engine"
    folder.mkdir(parents=True, exist_ok=True)
    torch.jit.save(torch.jit.script(InputGradient()), str(folder / "input_gradient.pt"))
