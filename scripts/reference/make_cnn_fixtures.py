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
from torchvision import models
from torchvision.models import alexnet, squeezenet, vgg
from torchvision.models.convnext import CNBlockConfig, ConvNeXt
from torchvision.models.densenet import DenseNet
from torchvision.models.efficientnet import EfficientNet, _efficientnet_conf
from torchvision.models.googlenet import GoogLeNet
from torchvision.models.regnet import BlockParams, RegNet
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet
from torchvision.models.shufflenetv2 import ShuffleNetV2

from golden import values, write

PLAIN = f"plain modules of torch {torch.__version__}"


def lenet5():
    return nn.Sequential(OrderedDict(
        conv1=nn.Conv2d(1, 6, 5, padding=2), relu1=nn.ReLU(), pool1=nn.MaxPool2d(2),
        conv2=nn.Conv2d(6, 16, 5), relu2=nn.ReLU(), pool2=nn.MaxPool2d(2),
        flatten=nn.Flatten(),
        fc1=nn.Linear(400, 120), relu3=nn.ReLU(), fc2=nn.Linear(120, 84), relu4=nn.ReLU(), fc3=nn.Linear(84, 10)))


def lenet_relu():
    maps = nn.Sequential(OrderedDict(
        c1=nn.Conv2d(1, 6, 5), relu1=nn.ReLU(), s2=nn.MaxPool2d(2), c3=nn.Conv2d(6, 16, 5), relu3=nn.ReLU(),
        s4=nn.MaxPool2d(2), c5=nn.Conv2d(16, 120, 5), relu5=nn.ReLU()))
    classifier = nn.Sequential(OrderedDict(f6=nn.Linear(120, 84), relu6=nn.ReLU(), f7=nn.Linear(84, 10)))
    return nn.Sequential(OrderedDict(convnet=maps, flatten=nn.Flatten(), fc=classifier))


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


def efficientnet(width, depth):
    stages, last = _efficientnet_conf("efficientnet_b0", width_mult=width, depth_mult=depth)
    return EfficientNet(stages, dropout=0, stochastic_depth_prob=0, num_classes=10, last_channel=last)


def convnext(depths, widths):
    stages = [CNBlockConfig(*stage) for stage in zip(widths, widths[1:] + [None], depths)]
    return ConvNeXt(stages, num_classes=10)


class SideBySide(GoogLeNet):
    """In training the logits of all heads, in the order of the network, behind those of the last."""

    def forward(self, x):
        outputs = super().forward(x)
        return torch.cat([outputs.logits, outputs.aux_logits1, outputs.aux_logits2], 1) if self.training else outputs


def googlenet(auxiliary):
    kind = SideBySide if auxiliary else GoogLeNet
    return kind(num_classes=10, aux_logits=auxiliary, init_weights=False, dropout=0, dropout_aux=0)


def firm(make, shape):
    """Name of a parameter whose gradient is firm against rounding, to hold an implementation against.

    Behind ReLUs and statistics of few values gradients jump: weights that differ by a hundred-thousandth, which is what
    fast convolutions lose, can turn them by percents. Of the parameters before the last layer whose gradient is large
    enough to compare, the one that moves least, beside its size, is taken.
    """
    gradients = []
    for noise in (0, 1e-5):
        module = make().double()
        random = torch.Generator().manual_seed(1)
        state = {name: torch.tensor(values(name, list(tensor.shape))).double()
                 for name, tensor in module.state_dict().items() if not name.endswith("num_batches_tracked")}
        for tensor in state.values():
            if tensor.dim() >= 2:
                tensor.mul_(1 + noise * torch.randn(tensor.shape, generator=random, dtype=torch.float64))
        module.load_state_dict(state, strict=False)
        output = module.train()(torch.tensor(values("input.0", shape)).double())
        factor = torch.tensor(values("factor", list(output.shape))).double()
        gradients.append(torch.autograd.grad((output * factor).sum(), list(module.parameters())))
    names = [name for name, _ in module.named_parameters()]
    firmness = {name: one.abs().max() / (one - other).abs().max()
                for name, one, other in zip(names[:-2], *gradients) if one.numel() <= 2048 and one.abs().max() > 0.02}
    return max(firmness, key=firmness.get)


def narrowed(model, hidden):
    """AlexNet or VGG with a small classifier: its linear layers hold nine in ten of the parameters."""
    linear = [name for name, module in model.classifier.named_children() if isinstance(module, nn.Linear)]
    width = model.classifier[int(linear[0])].in_features
    for name, out in zip(linear, (hidden, hidden, 10)):
        setattr(model.classifier, name, nn.Linear(width, out))
        width = out
    return model


def main():
    torch.manual_seed(0)
    write("lenet5", "lenet5", lenet5(), [((4, 1, 28, 28), 0)], "conv1.weight", PLAIN)
    write("lenet_relu", "lenet_relu", lenet_relu(), [((4, 1, 32, 32), 0)], "convnet.c1.weight", PLAIN)
    write("resnet20", "resnet20", CifarResNet(3), [((4, 3, 32, 32), 0)], "conv1.weight", PLAIN)
    vision = f"torchvision {torchvision.__version__}, torch {torch.__version__}"
    # 64 pixels leave 2x2 for the last stage: enough values for its batch statistics.
    picture = [((4, 3, 64, 64), 0)]
    ten = {"classes": 10}
    for name, unit, depths in (("resnet18", BasicBlock, [2, 1, 1, 1]), ("resnet50", Bottleneck, [1, 2, 1, 1])):
        write(name, name, ResNet(unit, depths, num_classes=10), picture, "bn1.weight", vision,
              {"depths": depths, **ten})
    one = [1, 1, 1, 1]

    def fixture(name, architecture, make, shape, hyperparameters):
        write(name, architecture, make(), [(shape, 0)], firm(make, shape), vision, hyperparameters)

    fixture("resnext50", "resnext50_32x4d",
            lambda: ResNet(Bottleneck, one, num_classes=10, groups=4, width_per_group=8), (4, 3, 64, 64),
            {"depths": one, "groups": 4, "group_width": 8, **ten})
    fixture("wide_resnet50", "wide_resnet50_2",
            lambda: ResNet(Bottleneck, one, num_classes=10, width_per_group=128), (4, 3, 64, 64), {"depths": one, **ten})
    # Uneven cells: 150 pixels leave alexnet 3x3 for its grid of 6x6 and vgg 4x4 for 7x7, 301 pixels leave alexnet 8x8.
    small = {"hidden_size": 16, "dropout": 0, **ten}
    for side in (150, 301):
        fixture(f"alexnet_{side}", "alexnet", lambda: narrowed(alexnet(dropout=0), 16), (2, 3, side, side), small)
    for name in ("vgg11", "vgg11_bn"):
        fixture(name, name, lambda: narrowed(getattr(vgg, name)(dropout=0), 16), (2, 3, 150, 150), small)
    for name in ("squeezenet1_0", "squeezenet1_1"):
        fixture(name, name, lambda: getattr(squeezenet, name)(num_classes=10, dropout=0), (4, 3, 64, 64),
                {"dropout": 0, **ten})
    for name in ("mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small"):
        fixture(name, name, lambda: getattr(models, name)(num_classes=10, width_mult=0.5, dropout=0), (4, 3, 64, 64),
                {"width_factor": 0.5, "dropout": 0, **ten})
    fixture("shufflenet_v2", "shufflenet_v2_x1_0", lambda: ShuffleNetV2([2, 1, 2], [24, 32, 48, 64, 96], num_classes=10),
            (4, 3, 64, 64), {"depths": [2, 1, 2], "widths": [32, 48, 64, 96], **ten})
    fixture("efficientnet", "efficientnet_b0", lambda: efficientnet(0.5, 0.6), (4, 3, 64, 64),
            {"width_factor": 0.5, "depth_factor": 0.6, "image_size": 64, "dropout": 0, "stochastic_depth": 0, **ten})
    fixture("convnext", "convnext_tiny", lambda: convnext([1, 1, 2, 1], [16, 32, 48, 64]), (4, 3, 64, 64),
            {"depths": [1, 1, 2, 1], "widths": [16, 32, 48, 64], "stochastic_depth": 0, **ten})
    # The line 24, 34, 44, ... gives stages of 24, 48 and 96 channels, which groups of 10 turn into 20, 50 and 100.
    fixture("regnet_y", "regnet_y_400mf",
            lambda: RegNet(BlockParams.from_init_params(6, 24, 10, 2, group_width=10, se_ratio=0.25), num_classes=10),
            (4, 3, 64, 64), {"depth": 6, "initial_width": 24, "slope": 10, "step": 2, "group_width": 10, **ten})
    fixture("densenet", "densenet121", lambda: DenseNet(12, (2, 3, 1, 2), 24, num_classes=10), (4, 3, 64, 64),
            {"depths": [2, 3, 1, 2], "growth": 12, **ten})
    fixture("googlenet", "googlenet", lambda: googlenet(False), (4, 3, 64, 64), {"dropout": 0, **ten})
    fixture("googlenet_auxiliary", "googlenet", lambda: googlenet(True), (4, 3, 80, 80),
            {"heads": "auxiliary", "dropout": 0, "auxiliary_dropout": 0, **ten})


if __name__ == "__main__":
    main()
