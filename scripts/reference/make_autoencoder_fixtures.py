"""Makes the golden fixtures of the networks from pictures to pictures: python3 scripts/reference/make_autoencoder_fixtures.py

Needs torch, torchvision, safetensors and numpy. Everything is plain modules of torch, with the names of the common public
code: U-Net's are milesial's, the variational autoencoder's those of the PyTorch examples. `--counts` prints parameter
counts of the registered sizes.
"""
import sys

import torch
import torch.nn.functional as F
from torch import nn

from golden import write
from make_cnn_fixtures import firm

PLAIN = f"plain modules of torch {torch.__version__}"


class DoubleConv(nn.Module):
    def __init__(self, old, new):
        super().__init__()
        self.double_conv = nn.Sequential(
            nn.Conv2d(old, new, 3, padding=1, bias=False), nn.BatchNorm2d(new), nn.ReLU(),
            nn.Conv2d(new, new, 3, padding=1, bias=False), nn.BatchNorm2d(new), nn.ReLU())

    def forward(self, x):
        return self.double_conv(x)


class Down(nn.Module):
    def __init__(self, old, new):
        super().__init__()
        self.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(old, new))

    def forward(self, x):
        return self.maxpool_conv(x)


class Up(nn.Module):
    def __init__(self, new):
        super().__init__()
        self.up = nn.ConvTranspose2d(2 * new, new, 2, stride=2)
        self.conv = DoubleConv(2 * new, new)

    def forward(self, x, seen):
        x = self.up(x)
        x = F.pad(x, [0, seen.shape[3] - x.shape[3], 0, seen.shape[2] - x.shape[2]])
        return self.conv(torch.cat([seen, x], 1))


class Out(nn.Module):
    def __init__(self, old, new):
        super().__init__()
        self.conv = nn.Conv2d(old, new, 1)

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    def __init__(self, width, depth, channels, classes):
        super().__init__()
        self.depth = depth
        self.inc = DoubleConv(channels, width)
        for level in range(depth):
            self.add_module(f"down{level + 1}", Down(width << level, width << level + 1))
        for level in range(depth):
            self.add_module(f"up{level + 1}", Up(width << depth - 1 - level))
        self.outc = Out(width, classes)

    def forward(self, x):
        seen = [self.inc(x)]
        for level in range(self.depth):
            seen.append(self.get_submodule(f"down{level + 1}")(seen[-1]))
        x = seen.pop()
        for level in range(self.depth):
            x = self.get_submodule(f"up{level + 1}")(x, seen.pop())
        return self.outc(x)


class Autoencoder(nn.Module):
    def __init__(self, widths, latent, size, channels):
        super().__init__()
        side, last = size >> len(widths), widths[-1]
        layers, old = [], channels
        for width in widths:
            layers += [nn.Conv2d(old, width, 3, 2, 1), nn.ReLU()]
            old = width
        self.encoder = nn.Sequential(*layers, nn.Flatten(), nn.Linear(last * side * side, latent))
        layers = [nn.Linear(latent, last * side * side), nn.ReLU(), nn.Unflatten(1, (last, side, side))]
        for old, new in zip(widths[:0:-1], widths[-2::-1]):
            layers += [nn.ConvTranspose2d(old, new, 4, 2, 1), nn.ReLU()]
        self.decoder = nn.Sequential(*layers, nn.ConvTranspose2d(widths[0], channels, 4, 2, 1), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))


class Vae(nn.Module):
    """Without noise: the latent vector is the mean. Picture, mean and log variance stand side by side."""

    def __init__(self, latent, width, size, channels, classes=0):
        super().__init__()
        self.classes = classes
        pixels = channels * size * size
        self.fc1 = nn.Linear(pixels + classes, width)
        self.fc21 = nn.Linear(width, latent)
        self.fc22 = nn.Linear(width, latent)
        self.fc3 = nn.Linear(latent + classes, width)
        self.fc4 = nn.Linear(width, pixels)

    def beside(self, x, label):
        return x if label is None else torch.cat([x, F.one_hot(label, self.classes).float()], 1)

    def forward(self, x, label=None):
        hidden = F.relu(self.fc1(self.beside(x.flatten(1), label)))
        mean, log_variance = self.fc21(hidden), self.fc22(hidden)
        picture = torch.sigmoid(self.fc4(F.relu(self.fc3(self.beside(mean, label)))))
        return torch.cat([picture, mean, log_variance], 1)


def counts():
    for name, module in (
            ("unet", UNet(64, 4, 3, 2)), ("unet_small", UNet(16, 4, 3, 2)),
            ("conv_autoencoder", Autoencoder([16, 32], 32, 28, 1)),
            ("vae_mnist", Vae(20, 400, 28, 1)), ("conditional_vae", Vae(20, 400, 28, 1, 10))):
        print(f"{name},{sum(p.numel() for p in module.parameters())},torch.nn layers of the same sizes counted")


def main():
    torch.manual_seed(0)
    sizes = {"width": 4}
    # A side of 26 is odd one level down, one of 21 at once.
    for name, depth, shape in (("unet", 4, (2, 3, 32, 32)), ("unet_odd", 2, (2, 3, 21, 26))):
        write(name, "unet", UNet(4, depth, 3, 2), [(shape, 0)], firm(lambda: UNet(4, depth, 3, 2), shape), PLAIN,
              {"depth": depth, **sizes})
    write("conv_autoencoder", "conv_autoencoder", Autoencoder([3, 4], 5, 12, 2), [((4, 2, 12, 12), 0)],
          "encoder.0.weight", PLAIN, {"widths": [3, 4], "latent_size": 5, "image_size": 12, "channels": 2})
    small = {"latent_size": 3, "width": 5, "image_size": 4, "channels": 2, "noise": 0}
    write("vae", "vae_mnist", Vae(3, 5, 4, 2), [((4, 2, 4, 4), 0)], "fc1.weight", PLAIN, small)
    write("conditional_vae", "conditional_vae", Vae(3, 5, 4, 2, 3), [((4, 2, 4, 4), 0), ((4,), 3)], "fc1.weight", PLAIN,
          {"classes": 3, **small})


if __name__ == "__main__":
    counts() if "--counts" in sys.argv else main()
