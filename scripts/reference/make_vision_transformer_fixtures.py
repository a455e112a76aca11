"""Makes the golden fixtures of the Transformers for pictures: python3 scripts/reference/make_vision_transformer_fixtures.py

Needs torch, timm, torchvision, safetensors and numpy; see reference.py. `--counts` prints parameter counts of the registered
sizes.
"""
import sys

import torch

from golden import write
from reference import Reference
import timm
import torchvision
from timm.models.vision_transformer import VisionTransformer
from torchvision.models.swin_transformer import SwinTransformer, swin_t

TIMM = f"timm {timm.__version__}, torch {torch.__version__}"
VISION = f"torchvision {torchvision.__version__}, torch {torch.__version__}"


def swin(depths, heads, width, window):
    model = SwinTransformer([4, 4], width, depths, heads, [window, window], stochastic_depth_prob=0, num_classes=10)
    tables = [name for name in model.state_dict() if name.endswith("relative_position_index")]
    return Reference(model, lambda module, x: module(x), tables)


def counts():
    for name, model, source in (
            ("vit_tiny", timm.create_model("vit_tiny_patch16_224"), "timm"),
            ("vit_small", timm.create_model("vit_small_patch16_224"), "timm"),
            ("vit_base", timm.create_model("vit_base_patch16_224"), "timm"),
            ("deit_tiny", timm.create_model("deit_tiny_patch16_224"), "timm"),
            ("vit_mnist", VisionTransformer(28, 4, 1, 10, embed_dim=64, depth=6, num_heads=4, mlp_ratio=2), "timm"),
            ("swin_tiny", swin_t(), "torchvision")):
        print(f"{name},{sum(p.numel() for p in model.parameters())},{source}")


def main():
    torch.manual_seed(0)
    vit = VisionTransformer(12, 4, 2, 10, embed_dim=12, depth=2, num_heads=3, mlp_ratio=2)
    write("vit", "vit_tiny", vit, [((3, 2, 12, 12), 0)], "blocks.0.attn.qkv.weight", TIMM,
          {"image_size": 12, "patch": 4, "hidden_size": 12, "layers": 2, "heads": 3, "feed_forward": 24, "channels": 2,
           "classes": 10})
    # 48 pixels are 12x12 tokens, which windows of 4 cut evenly, shifted ones too; then 6x6, to be filled up; then one
    # window. Of 41x54 pixels come 10x13 tokens, whose neighbours do not pair either.
    sizes = {"depths": [2, 2, 2], "heads": [1, 2, 2], "width": 8, "window": 4, "stochastic_depth": 0, "classes": 10}
    for name, shape in (("swin", (2, 3, 48, 48)), ("swin_odd", (2, 3, 41, 54))):
        write(name, "swin_tiny", swin([2, 2, 2], [1, 2, 2], 8, 4), [(shape, 0)],
              "features.1.1.attn.relative_position_bias_table", VISION, sizes)


if __name__ == "__main__":
    counts() if "--counts" in sys.argv else main()
