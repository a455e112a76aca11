"""What the fixtures of several families share: models of the package transformers as golden.write wants them.

To be imported before the models of transformers and timm: where torchvision's compiled part does not fit the installed
torch, a module torchvision_shim, on PYTHONPATH or in ../shared/peers, mends the import.
"""
import sys
from pathlib import Path

import torch
from torch import nn

sys.path.append(str(Path(__file__).resolve().parents[3] / "shared" / "peers"))
try:
    import torchvision_shim  # noqa: F401
except ImportError:
    pass
import transformers

TRANSFORMERS = f"transformers {transformers.__version__}, torch {torch.__version__}"


class Reference(nn.Module):
    """Positional inputs and one output, as `run(model, *inputs)` says; without the names in `skip`: tied parameters, which
    belong to another name, and buffers of constants."""

    def __init__(self, model, run, skip=()):
        super().__init__()
        self.model = model
        self.run = run
        self.skip = skip

    def forward(self, *inputs):
        return self.run(self.model, *inputs)

    def state_dict(self):
        return {name: tensor for name, tensor in self.model.state_dict().items() if name not in self.skip}

    def load_state_dict(self, state, strict):
        self.model.load_state_dict(state, strict=strict)

    def named_parameters(self):
        return self.model.named_parameters()


def logits(model, tokens):
    return model(tokens).logits


def present(tokens, lengths):
    """The attention mask of sequences of these lengths: 1 for tokens, 0 for the padding after them."""
    return (torch.arange(tokens.shape[1]) < lengths[:, None]).long()
