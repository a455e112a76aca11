"""Opens exported weights of a ResNet in PyTorch, strictly, and compares what both say of a picture:

    bestiary predict RUN picture.png --output answer.jsonl
    bestiary export RUN --to resnet18.safetensors
    python3 scripts/reference/check_export.py resnet18 resnet18.safetensors picture.png answer.jsonl

torchvision and timm load with strict=True, and give the probabilities of the answer within 1e-4. The picture is 224 pixels
high and wide, so that nothing resizes it; the checkpoint must standardise it as ImageNet's pictures are, and its classes
must be called by their numbers. Needs torch, torchvision, timm, pillow and safetensors.
"""
import json
import sys

import reference  # noqa: F401  mends the import of torchvision
import numpy as np
import timm
import torch
import torchvision
from PIL import Image
from safetensors.torch import load_file

MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def main(name, file, picture, answer):
    weights = load_file(file)
    classes = weights["fc.weight"].shape[0]
    pixels = np.asarray(Image.open(picture).convert("RGB"), dtype=np.float32) / 255
    assert pixels.shape[:2] == (224, 224), pixels.shape
    values = torch.tensor((pixels - MEAN) / DEVIATION, dtype=torch.float32).permute(2, 0, 1)[None]
    with open(answer) as lines:
        predictions = json.loads(next(lines))["predictions"]
    worst = 0
    for make in (torchvision.models.get_model, timm.create_model):
        model = make(name, num_classes=classes).eval()
        print(make.__module__, model.load_state_dict(weights, strict=True))
        with torch.no_grad():
            probabilities = model(values).softmax(1)[0]
        for label in predictions:
            worst = max(worst, abs(probabilities[int(label["name"])].item() - label["probability"]))
    print(f"largest difference of {len(predictions)} probabilities: {worst:.2e}")
    sys.exit(worst > 1e-4)


if __name__ == "__main__":
    main(*sys.argv[1:5])
