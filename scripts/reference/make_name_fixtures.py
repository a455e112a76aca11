"""Writes down how timm and transformers name the parameters: python3 scripts/reference/make_name_fixtures.py

Needs timm, transformers and torch; see reference.py. A gzip'd text file: a line "# style network" for each network, then
a line "name shape" for each parameter or buffer; counters of batches are left out.
"""
import gzip
from pathlib import Path

import reference  # noqa: F401  mends the import of torchvision
import timm
from transformers import ResNetConfig, ResNetForImageClassification

FILE = Path(__file__).resolve().parents[2] / "zoo/src/test/resources/names.txt.gz"


def main():
    networks = [("timm", ours, timm.create_model(theirs)) for ours, theirs in (
        ("resnet18", "resnet18"), ("mobilenet_v2", "mobilenetv2_100"), ("efficientnet_b0", "efficientnet_b0"),
        ("convnext_tiny", "convnext_tiny"), ("vgg11", "vgg11"), ("vgg11_bn", "vgg11_bn"),
        ("regnet_y_400mf", "regnety_004"), ("densenet121", "densenet121"), ("resnext50_32x4d", "resnext50_32x4d"))]
    networks.append(("huggingface", "resnet18", ResNetForImageClassification(ResNetConfig(
        layer_type="basic", depths=[2, 2, 2, 2], hidden_sizes=[64, 128, 256, 512], num_labels=1000))))
    lines = []
    for style, name, model in networks:
        lines.append(f"# {style} {name}")
        lines += [f"{key} {'x'.join(map(str, tensor.shape))}" for key, tensor in model.state_dict().items()
                  if not key.endswith("num_batches_tracked")]
    with open(FILE, "wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    print(FILE, FILE.stat().st_size)


if __name__ == "__main__":
    main()
