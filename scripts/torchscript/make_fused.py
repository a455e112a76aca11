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
    """By oneDNN, whose gradients are for arrays of its own."""

    def forward(self, x: torch.Tensor, weight: torch.Tensor, bias: Optional[torch.Tensor] = None) -> torch.Tensor:
        if torch.is_grad_enabled() and (x.requires_grad or weight.requires_grad):
            return torch.ops.aten.mkldnn_linear(x.to_mkldnn(), weight, bias).to_dense()
        numbers: List[Optional[Union[int, float, complex]]] = []
        return torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", numbers, "")


class TryLinear(torch.nn.Module):
    """The product of Linear and its gradients, those of x and weight by asked, one behind the other."""

    def forward(self, x: torch.Tensor, weight: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
        own = x.to_mkldnn()
        y = torch.ops.aten.mkldnn_linear(own, weight, None)
        of_x, of_weight, _ = torch.ops.aten.mkldnn_linear_backward(own, asked.to_mkldnn(), weight, [True, True, False])
        return torch.cat([part.to_dense().flatten() if part.is_mkldnn else part.flatten()
                          for part in (y, of_x, of_weight)])


class Relu(torch.nn.Module):
    """In place."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu_(x)


class PackMatrix(torch.nn.Module):
    """As oneDNN's kernels read it; Linear takes it."""

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        return torch.ops.mkldnn._reorder_linear_weight(weight)


class PackFilters(torch.nn.Module):
    """As oneDNN's kernels read them where the channels of a pixel lie side by side; sizes: stride, padding."""

    def forward(self, filters: torch.Tensor, sizes: torch.Tensor) -> torch.Tensor:
        stride, padding = int(sizes[0]), int(sizes[1])
        return torch.ops.mkldnn._reorder_convolution_weight(filters, [padding, padding], [stride, stride], [1, 1], 1, None)


class Convolution(torch.nn.Module):
    """By packed filters, without gradients."""

    def forward(self, x: torch.Tensor, filters: torch.Tensor, sizes: torch.Tensor,
                bias: Optional[torch.Tensor] = None) -> torch.Tensor:
        stride, padding = int(sizes[0]), int(sizes[1])
        numbers: List[Optional[Union[int, float, complex]]] = []
        return torch.ops.mkldnn._convolution_pointwise(x, filters, bias, [padding, padding], [stride, stride], [1, 1], 1,
                                                       "none", numbers, "")


class MaxOfFour(torch.nn.Module):
    """Max pooling by two whole rows at a time, where PyTorch's goes from value to value; the first of equal values gets the gradient, as there."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        rows, columns = x.size(2) // 2 * 2, x.size(3) // 2 * 2
        with torch.no_grad():
            left = x[:, :, :rows, 0:columns:2].contiguous()
            right = x[:, :, :rows, 1:columns:2].contiguous()
            is_right = right > left
            larger = torch.maximum(left, right)
            upper, lower = larger[:, :, 0::2], larger[:, :, 1::2]
            place = torch.where(lower > upper, is_right[:, :, 1::2].to(torch.int64) + x.size(3),
                                is_right[:, :, 0::2].to(torch.int64))
            first = (torch.arange(0, rows, 2, device=x.device).unsqueeze(1) * x.size(3)
                     + torch.arange(0, columns, 2, device=x.device))
            place = (place + first).flatten(2)
            nan = bool(torch.isnan(larger.sum()))
        if nan:  # compares with nothing
            return torch.max_pool2d(x, 2)
        return x.flatten(2).gather(2, place).view(x.size(0), x.size(1), rows // 2, columns // 2)


if __name__ == "__main__":
    folder = Path(__file__).parents[2] / "zoo/src/main/resources/io/bestiary/zoo/engine"
    folder.mkdir(parents=True, exist_ok=True)
    modules = [("adamw", AdamW()), ("adam", Adam()), ("linear", Linear()), ("try_linear", TryLinear()), ("relu", Relu()),
               ("pack_matrix", PackMatrix()), ("pack_filters", PackFilters()),
               ("convolution", Convolution()), ("max_of_four", MaxOfFour())]
    for name, module in modules:
        torch.jit.save(torch.jit.script(module), str(folder / f"{name}.pt"))
