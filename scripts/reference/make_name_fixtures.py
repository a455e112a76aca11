"""Writes down how torchvision, timm and transformers name the parameters: python3 scripts/reference/make_name_fixtures.py

Needs torchvision, timm, transformers, safetensors and torch; see reference.py. A gzip'd text file: a line "# style network"
for each network, then a line "name shape" for each tensor of a file of the library; counters of batches are left out.
"""
import gzip
import tempfile
from pathlib import Path

import reference  # noqa: F401  mends the import of torchvision
import timm
import torchvision
from safetensors.torch import load_file
from transformers import (
    BartConfig, BartForConditionalGeneration, ConvNextConfig, ConvNextForImageClassification, ResNetConfig,
    ResNetForImageClassification, SwinConfig, SwinForImageClassification, ViTConfig, ViTForImageClassification)

FILE = Path(__file__).resolve().parents[2] / "zoo/src/test/resources/names.txt.gz"


def saved(model):
    """In files of transformers some names differ from those in memory, and tied parameters are there once."""
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        return load_file(folder + "/model.safetensors")


def main():
    networks = [("torchvision", ours, theirs().state_dict()) for ours, theirs in (
        ("swin_tiny", torchvision.models.swin_t), ("vit_base", torchvision.models.vit_b_16))]
    networks += [("timm", ours, timm.create_model(theirs).state_dict()) for ours, theirs in (
        ("resnet18", "resnet18"), ("mobilenet_v2", "mobilenetv2_100"), ("efficientnet_b0", "efficientnet_b0"),
        ("convnext_tiny", "convnext_tiny"), ("vgg11", "vgg11"), ("vgg11_bn", "vgg11_bn"),
        ("regnet_y_400mf", "regnety_004"), ("densenet121", "densenet121"), ("resnext50_32x4d", "resnext50_32x4d"),
        ("mobilenet_v3_large", "mobilenetv3_large_100"), ("mobilenet_v3_small", "mobilenetv3_small_100"),
        ("swin_tiny", "swin_tiny_patch4_window7_224"), ("vit_tiny", "vit_tiny_patch16_224"))]
    networks += [("huggingface", ours, saved(theirs)) for ours, theirs in (
        ("resnet18", ResNetForImageClassification(ResNetConfig(
            layer_type="basic", depths=[2, 2, 2, 2], hidden_sizes=[64, 128, 256, 512], num_labels=1000))),
        ("convnext_tiny", ConvNextForImageClassification(ConvNextConfig(num_labels=1000))),
        ("vit_base", ViTForImageClassification(ViTConfig(num_labels=1000))),
        ("swin_tiny", SwinForImageClassification(SwinConfig(num_labels=1000))),
        ("bart_base", BartForConditionalGeneration(BartConfig(
            d_model=768, encoder_layers=6, decoder_layers=6, encoder_attention_heads=12, decoder_attention_heads=12,
            encoder_ffn_dim=3072, decoder_ffn_dim=3072))))]
    lines = []
    for style, name, tensors in networks:
        lines.append(f"# {style} {name}")
        lines += [f"{key} {'x'.join(map(str, tensor.shape))}" for key, tensor in tensors.items()
                  if not key.endswith("num_batches_tracked")]
    with open(FILE, "wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    print(FILE, FILE.stat().st_size)


if __name__ == "__main__":
    main()
