"""Compiles the modules with which PyTorch does in one call what DJL does in many, or cannot ask for; io.bestiary.zoo.engine.Fused loads them.
What they compute is held against the portable form by tests. The modules are their text below.

    python scripts/torchscript/make_fused.py
"""

from pathlib import Path
from typing import List, Optional, Union

import torch


class AdamW(torch.nn.Module):
    """numbers: rate, beta 1, beta 2, decay, epsilon, step."""

    def forward(self, p: List[torch.Tensor], g: List[torch.Tensor], m: List[torch.Tensor], v: List[torch.Tensor],
                numbers: torch.Tensor) -> torch.Tensor:
        n = [float(numbers[i]) for i in range(5)]
        steps = [numbers[5].float() for _ in range(len(p))]
        maxima: List[torch.Tensor] = []
        torch._fused_adamw_(p, g, m, v, maxima, steps, lr=n[0], beta1=n[1], beta2=n[2], weight_decay=n[3], eps=n[4],
                            amsgrad=False, maximize=False)
        return numbers


class Adam(torch.nn.Module):
    """The same with the decay in the gradient."""

    def forward(self, p: List[torch.Tensor], g: List[torch.Tensor], m: List[torch.Tensor], v: List[torch.Tensor],
                numbers: torch.Tensor) -> torch.Tensor:
        n = [float(numbers[i]) for i in range(5)]
        steps = [numbers[5].float() for _ in range(len(p))]
        maxima: List[torch.Tensor] = []
        torch._fused_adam_(p, g, m, v, maxima, steps, lr=n[0], beta1=n[1], beta2=n[2], weight_decay=n[3], eps=n[4],
                           amsgrad=False, maximize=False)
        return numbers


class Linear(torch.nn.Module):
    """By oneDNN, where no gradient will be asked for, which it does not give."""

    def forward(self, x: torch.Tensor, weight: torch.Tensor, bias: Optional[torch.Tensor] = None) -> torch.Tensor:
        if torch.is_grad_enabled() and (x.requires_grad or weight.requires_grad):
            return torch.nn.functional.linear(x, weight, bias)
        numbers: List[Optional[Union[int, float, complex]]] = []
        return torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", numbers, "")


class Relu(torch.nn.Module):
    """In place."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu_(x)


if __name__ == "__main__":
    folder = Path(__file__).parents[2] / "zoo/src/main/resources/io/bestiary/zoo/engine"
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in [("adamw", AdamW()), ("adam", Adam()), ("linear", Linear()), ("relu", Relu())]:
        torch.jit.save(torch.jit.script(module), str(folder / f"{name}.pt"))
