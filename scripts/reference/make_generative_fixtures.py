"""Makes the golden fixtures of the generative networks: python3 scripts/reference/make_generative_fixtures.py

Needs torch, safetensors and numpy. A pair of generator and discriminator is one module that judges what it draws, so that
its output and the gradient of the generator's first weight go through both. `--counts` prints parameter counts of the
registered sizes.
"""
import sys

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import spectral_norm

from golden import write
from make_cnn_fixtures import firm

PLAIN = f"plain modules of torch {torch.__version__}"


class Pair(nn.Module):
    """With classes, both see them as zeros and a one; in an auxiliary pair only the generator does."""

    def __init__(self, generator, discriminator, classes=0, auxiliary=False):
        super().__init__()
        self.generator, self.discriminator = generator, discriminator
        self.classes, self.auxiliary = classes, auxiliary

    def forward(self, latent, label=None):
        if label is None:
            return self.discriminator(self.generator(latent)).flatten(1)
        hot = F.one_hot(label, self.classes).float()
        picture = self.generator(torch.cat([latent, hot], 1))
        if self.auxiliary:
            return self.discriminator(picture).flatten(1)
        return self.discriminator(torch.cat([picture.flatten(1), hot], 1))


def linear(first, width, last, *end, hidden=2):
    sizes = [first] + hidden * [width]
    layers = [layer for pair in zip(sizes, sizes[1:]) for layer in (nn.Linear(*pair), nn.LeakyReLU(0.2))]
    return nn.Sequential(*layers, nn.Linear(width, last), *end)


def mlp_gan(latent, width, size, channels, layers=2):
    pixels = channels * size * size
    return Pair(linear(latent, width, pixels, nn.Tanh(), hidden=layers), linear(pixels, width, 1))


def conditional_gan(latent, width, size, channels, classes):
    pixels = channels * size * size
    return Pair(linear(latent + classes, width, pixels, nn.Tanh()), linear(pixels + classes, width, 1), classes)


class Main(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.main = nn.Sequential(*layers)

    def forward(self, x):
        return self.main(x if x.ndim == 4 else x[:, :, None, None])


def up(latent, width, size, channels):
    """As in the DCGAN of pytorch/examples, for other sizes too."""
    top = 7 if size % 7 == 0 else 4
    wide = width * size // top // 2
    layers = [nn.ConvTranspose2d(latent, wide, top, 1, 0, bias=False)]
    while wide > width:
        layers += [nn.BatchNorm2d(wide), nn.ReLU(), nn.ConvTranspose2d(wide, wide // 2, 4, 2, 1, bias=False)]
        wide //= 2
    layers += [nn.BatchNorm2d(wide), nn.ReLU(), nn.ConvTranspose2d(wide, channels, 4, 2, 1, bias=False), nn.Tanh()]
    return Main(*layers)


def down(width, size, channels, outputs=1):
    top = 7 if size % 7 == 0 else 4
    layers = [nn.Conv2d(channels, width, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    side, wide = size // 2, width
    while side > top:
        layers += [nn.Conv2d(wide, wide * 2, 4, 2, 1, bias=False), nn.BatchNorm2d(wide * 2), nn.LeakyReLU(0.2)]
        side, wide = side // 2, wide * 2
    return Main(*layers, nn.Conv2d(wide, outputs, top, 1, 0, bias=outputs > 1))


def dcgan(latent, width, size, channels):
    return Pair(up(latent, width, size, channels), down(width, size, channels))


def acgan(latent, width, size, channels, classes):
    return Pair(up(latent + classes, width, size, channels), down(width, size, channels, 1 + classes), classes, True)


class SnGenerator(nn.Module):
    def __init__(self, latent, width, size, channels):
        super().__init__()
        self.shape = (8 * width, size // 8, size // 8)
        self.linear = nn.Linear(latent, 8 * width * (size // 8) ** 2)
        layers = []
        for many in (8 * width, 4 * width, 2 * width):
            layers += [nn.BatchNorm2d(many), nn.ReLU(), nn.ConvTranspose2d(many, many // 2, 4, 2, 1)]
        self.main = nn.Sequential(
            *layers, nn.BatchNorm2d(width), nn.ReLU(), nn.Conv2d(width, channels, 3, 1, 1), nn.Tanh())

    def forward(self, latent):
        return self.main(self.linear(latent).reshape(-1, *self.shape))


class SnDiscriminator(nn.Module):
    def __init__(self, width, size, channels):
        super().__init__()
        layers, last = [], channels
        for many in (width, 2 * width, 4 * width):
            layers += [spectral_norm(nn.Conv2d(last, many, 3, 1, 1)), nn.LeakyReLU(0.1),
                       spectral_norm(nn.Conv2d(many, many, 4, 2, 1)), nn.LeakyReLU(0.1)]
            last = many
        self.main = nn.Sequential(*layers, spectral_norm(nn.Conv2d(last, 8 * width, 3, 1, 1)), nn.LeakyReLU(0.1))
        self.linear = spectral_norm(nn.Linear(8 * width * (size // 8) ** 2, 1))

    def forward(self, x):
        return self.linear(self.main(x).flatten(1))


def sngan(latent, width, size, channels):
    return Pair(SnGenerator(latent, width, size, channels), SnDiscriminator(width, size, channels))


class Level(nn.Module):
    """A level of the U-Net of pix2pix and, inside, those below: beside what comes in, except at the outermost."""

    def __init__(self, filters, dropout, channels=0):
        super().__init__()
        outer, inner = filters[:2]
        down = [nn.Conv2d(channels or outer, outer if channels else inner, 4, 2, 1, bias=False)]
        if channels:
            self.model = nn.Sequential(*down, Level(filters, dropout), nn.ReLU(),
                                       nn.ConvTranspose2d(2 * outer, channels, 4, 2, 1), nn.Tanh())
        elif len(filters) == 2:
            self.model = nn.Sequential(nn.LeakyReLU(0.2), *down, nn.ReLU(),
                                       nn.ConvTranspose2d(inner, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer))
        else:
            self.model = nn.Sequential(
                nn.LeakyReLU(0.2), *down, nn.BatchNorm2d(inner), Level(filters[1:], dropout), nn.ReLU(),
                nn.ConvTranspose2d(2 * inner, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer), nn.Dropout(dropout))
        self.outermost = channels > 0

    def forward(self, x):
        return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)


class Model(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(x)


def patches(channels, width, norm, bias):
    layers = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2)]
    for level in (1, 2, 3):
        many = width << level
        layers += [nn.Conv2d(many // 2, many, 4, 2 if level < 3 else 1, 1, bias=bias), norm(many), nn.LeakyReLU(0.2)]
    return Model(nn.Sequential(*layers, nn.Conv2d(8 * width, 1, 4, 1, 1)))


class Judged(nn.Module):
    def __init__(self, generator, discriminator, both):
        super().__init__()
        self.generator, self.discriminator, self.both = generator, discriminator, both

    def forward(self, x):
        y = self.generator(x)
        return self.discriminator(torch.cat([x, y], 1) if self.both else y)


def pix2pix(width, depth, channels, dropout=0.0):
    filters = [width << min(level, 3) for level in range(depth)]
    return Judged(Model(Level(filters, dropout, channels)), patches(2 * channels, width, nn.BatchNorm2d, False), True)


class Unit(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width), nn.ReLU(),
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width))

    def forward(self, x):
        return x + self.conv_block(x)


def cyclegan(width, depth, channels):
    def normed(layer, many):
        return [layer, nn.InstanceNorm2d(many), nn.ReLU()]

    wide = [width, 2 * width, 4 * width]
    generator = nn.Sequential(
        nn.ReflectionPad2d(3), *normed(nn.Conv2d(channels, wide[0], 7), wide[0]),
        *normed(nn.Conv2d(wide[0], wide[1], 3, 2, 1), wide[1]), *normed(nn.Conv2d(wide[1], wide[2], 3, 2, 1), wide[2]),
        *(Unit(wide[2]) for _ in range(depth)),
        *normed(nn.ConvTranspose2d(wide[2], wide[1], 3, 2, 1, output_padding=1), wide[1]),
        *normed(nn.ConvTranspose2d(wide[1], wide[0], 3, 2, 1, output_padding=1), wide[0]),
        nn.ReflectionPad2d(3), nn.Conv2d(wide[0], channels, 7), nn.Tanh())
    return Judged(Model(generator), patches(channels, width, nn.InstanceNorm2d, True), False)


def counts():
    for name, module in (("pix2pix", pix2pix(64, 8, 3)), ("cyclegan", cyclegan(64, 9, 3))):
        parts = [sum(p.numel() for p in part.parameters()) for part in (module.generator, module.discriminator)]
        print(f"{name},{sum(parts)},generator {parts[0]} and discriminator {parts[1]} as published")
    for name, module in (
            ("mlp_gan", mlp_gan(64, 256, 28, 1)), ("conditional_gan", conditional_gan(100, 512, 28, 1, 10)),
            ("dcgan28", dcgan(100, 64, 28, 1)), ("dcgan32", dcgan(100, 64, 32, 3)), ("dcgan64", dcgan(100, 64, 64, 3)),
            ("acgan28", acgan(100, 64, 28, 1, 10)), ("sngan32", sngan(128, 64, 32, 3))):
        print(f"{name},{sum(p.numel() for p in module.parameters())},torch.nn layers of the same sizes counted")


def main():
    torch.manual_seed(0)
    small = {"latent_size": 5, "width": 4, "channels": 2}
    latent, label = ((4, 5), 0), ((4,), 3)
    write("mlp_gan", "mlp_gan", mlp_gan(5, 4, 6, 2), [latent], "generator.0.weight", PLAIN, {**small, "image_size": 6})
    write("conditional_gan", "conditional_gan", conditional_gan(5, 4, 6, 2, 3), [latent, label], "generator.0.weight",
          PLAIN, {**small, "image_size": 6, "classes": 3})
    write("dcgan28", "dcgan28", dcgan(5, 4, 28, 2), [latent], "generator.main.0.weight", PLAIN, small)
    write("dcgan32", "dcgan32", dcgan(5, 4, 32, 2), [latent], "generator.main.3.weight", PLAIN, small)
    write("acgan28", "acgan28", acgan(5, 4, 28, 2, 3), [latent, label], "generator.main.0.weight", PLAIN,
          {**small, "classes": 3})
    write("sngan32", "sngan32", sngan(5, 4, 16, 2), [latent], "discriminator.main.2.weight_orig", PLAIN,
          {**small, "image_size": 16})
    sizes = {"width": 2, "image_size": 32, "channels": 2}
    picture = (4, 2, 32, 32)
    write("pix2pix", "pix2pix", pix2pix(2, 5, 2), [(picture, 0)], firm(lambda: pix2pix(2, 5, 2), picture), PLAIN,
          {**sizes, "depth": 5, "dropout": 0})
    write("cyclegan", "cyclegan", cyclegan(2, 2, 2), [(picture, 0)], firm(lambda: cyclegan(2, 2, 2), picture), PLAIN,
          {**sizes, "depth": 2})
    write("mlp_gan_deep", "mlp_gan", mlp_gan(5, 4, 6, 2, 4), [latent], "generator.0.weight", PLAIN,
          {**small, "layers": 4, "image_size": 6})


if __name__ == "__main__":
    counts() if "--counts" in sys.argv else main()
