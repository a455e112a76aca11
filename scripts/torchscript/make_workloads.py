"""Makes of each network of the peers' program, with its loss, one TorchScript module, for which `bestiary bench --modules` asks:
what PyTorch's own kernels take where a whole network is one call.

    python scripts/torchscript/make_workloads.py BENCH_PY FOLDER
"""

import importlib.util
import sys
from pathlib import Path

import torch
import torch.nn.functional as F


class Loss(torch.nn.Module):
    """Inputs, then targets (N) -> the mean cross entropy."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, *inputs):
        return F.cross_entropy(self.model(*inputs[:-1]).flatten(0, -2), inputs[-1])


class Adversaries(torch.nn.Module):
    """Latent (B, Z), real pictures -> the sum of both losses, whose backward pass costs what theirs do one after the other."""

    def __init__(self, generator, discriminator):
        super().__init__()
        self.generator, self.discriminator = generator, discriminator

    def forward(self, latent, real):
        drawn = self.generator(latent[:, :, None, None])
        entropy = F.binary_cross_entropy_with_logits
        scores = self.discriminator(real)
        one, zero = torch.ones_like(scores), torch.zeros_like(scores)
        return (entropy(scores, one) + entropy(self.discriminator(drawn.detach()), zero)
                + entropy(self.discriminator(drawn), one))


def save(module, inputs, path):
    torch.jit.trace(module, inputs, check_trace=False).save(str(path))


def peers_of(bench):
    """The peers' program as a module."""
    spec = importlib.util.spec_from_file_location("bench", bench)
    peers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peers)
    return peers


def networks_of(peers):
    """Name -> network, inputs, targets (N), of the workloads that have one network."""
    def ids(bound, *shape):
        return torch.randint(0, bound, shape)

    return {
        "lenet5-b64": (peers.lenet5(), [torch.randn(64, 1, 28, 28)], ids(10, 64)),
        "resnet20-b128": (peers.resnet20(), [torch.randn(128, 3, 32, 32)], ids(10, 128)),
        "charlstm-b32-t64": (peers.CharLstm(), [ids(65, 32, 64)], ids(65, 32 * 64)),
        "gpt-4x128-b12-t64": (peers.Gpt(), [ids(65, 12, 64)], ids(65, 12 * 64)),
        "translator-3x128-b64-t16": (peers.Translator(), [ids(8000, 64, 16), ids(8000, 64, 16)], ids(8000, 64 * 16)),
    }


def main():
    bench, folder = sys.argv[1:]
    peers = peers_of(bench)
    for name, (model, inputs, targets) in networks_of(peers).items():
        save(Loss(model.train()), (*inputs, targets), Path(folder) / f"{name}-train.pt")
        with torch.no_grad():
            save(model.eval(), tuple(inputs), Path(folder) / f"{name}-infer.pt")
    save(Adversaries(*peers.dcgan()), (torch.randn(64, 100), torch.randn(64, 1, 32, 32)),
         Path(folder) / "dcgan-32-b64-train.pt")


if __name__ == "__main__":
    main()
