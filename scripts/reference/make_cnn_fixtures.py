"""Makes the golden fixtures of the convolutional networks: python3 scripts/reference/make_cnn_fixtures.py

Needs torch, torchvision, safetensors and numpy. Where torchvision's compiled part does not fit the installed torch, put
the folder of a module torchvision_shim that mends the import on PYTHONPATH, or in ../shared/peers.
"""
import sys
from collections import OrderedDict
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

sys.path.append(str(Path(__file__).resolve().parents[3] / "shared" / "peers"))
try:
    import torchvision_shim  # noqa: F401
except ImportError:
    pass
import torchvision
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

from golden import write

PLAIN = f"plain modules of torch {torch.__version__}"


def lenet5():
    return nn.Sequential(OrderedDict(
        conv1=nn.Conv2d(1, 6, 5, padding=2), relu1=nn.ReLU(), pool1=nn.MaxPool2d(2),
        conv2=nn.Conv2d(6, 16, 5), relu2=nn.ReLU(), pool2=nn.MaxPool2d(2),
        flatten=nn.Flatten(),
        fc1=nn.Linear(400, 120), relu3=nn.ReLU(), fc2=nn.Linear(120, 84), relu4=nn.ReLU(), fc3=nn.Linear(84, 10)))


class Unit(nn.Module):
    """Two convolutions beside a shortcut without parameters: every second pixel, and new channels of zeros."""

    def __init__(self, old, new):
        super().__init__()
        self.stride = 1 if old == new else 2
        self.added = new - old
        self.conv1 = nn.Conv2d(old, new, 3, self.stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(new)
        self.conv2 = nn.Conv2d(new, new, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(new)

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        half = self.added // 2
        shortcut = F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, half, half))
        return F.relu(y + shortcut)


class CifarResNet(nn.Module):
    """He et al., 2015, section 4.2, with names as in the public weights for CIFAR-10."""

    def __init__(self, depth, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        stages = [nn.Sequential(*(Unit(old if i == 0 else new, new) for i in range(depth)))
                  for old, new in ((16, 16), (16, 32), (32, 64))]
        self.layer1, self.layer2, self.layer3 = stages
        self.linear = nn.Linear(64, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(x.mean((2, 3)))


def main():
    torch.manual_seed(0)
    write("lenet5", "lenet5", lenet5(), [((4, 1, 28, 28), 0)], "conv1.weight", PLAIN)
    write("resnet20", "resnet20", CifarResNet(3), [((4, 3, 32, 32), 0)], "conv1.weight", PLAIN)
    vision = f"torchvision {torchvision.__version__}, torch {torch.__version__}"
    # 64 pixels leave 2x2 for the last stage: enough values for its batch statistics.
    picture = [((4, 3, 64, 64), 0)]
    for name, unit, depths in (("resnet18", BasicBlock, [2, 1, 1, 1]), ("resnet50", Bottleneck, [1, 2, 1, 1])):
        write(name, name, ResNet(unit, depths, num_classes=10), picture, "bn1.weight", vision,
              {"depths": depths, "classes": 10})


if __name__ == "__main__":
    main()
