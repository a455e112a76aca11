"""Compiles the modules with which PyTorch gives the gradient of scores with respect to pictures as an array that can be
differentiated again, which DJL's own gradients cannot, and says whether a gradient of an array will be asked for. The modules
are their text below; io.bestiary.zoo.engine.InputGradient loads them.

    python scripts/torchscript/make_input_gradient.py
"""

from pathlib import Path

import torch


class InputGradient(torch.nn.Module):
    def forward(self, scores: torch.Tensor, pictures: torch.Tensor) -> torch.Tensor:
        gradient = torch.autograd.grad([scores.sum()], [pictures], None, True, True)[0]
        assert gradient is not None
        return gradient


class NeedsGradient(torch.nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.tensor([x.requires_grad])


if __name__ == "__main__":
    folder = Path(__file__).parents[2] / "zoo/src/main/resources/io/bestiary/zoo/engine"
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in [("input_gradient", InputGradient()), ("needs_gradient", NeedsGradient())]:
        torch.jit.save(torch.jit.script(module), str(folder / f"{name}.pt"))
