"""Makes the fixtures of ImportPicturesIT: python3 scripts/reference/make_import_pictures_fixtures.py

Small generators of pix2pix and CycleGAN with random weights, saved in half precision and without their discriminators, as
their authors publish them, and what they make of a picture. Needs torch and safetensors; see reference.py.
"""
import base64
import json

from make_generative_fixtures import cyclegan, pix2pix
from make_import_fixtures import FOLDER
from make_import_series_fixtures import saved
import torch


def lively(generator):
    """Weights large enough for all tones, and statistics of batches that are not those of the beginning."""
    for name, tensor in generator.state_dict().items():
        if name.endswith("running_mean"):
            tensor.normal_(0, 0.3)
        elif name.endswith("running_var"):
            tensor.uniform_(0.5, 2)
        elif tensor.dim() == 4:
            tensor.normal_(0, 1.5 / tensor[0].numel() ** 0.5)
    return generator


def text(pixels):
    return base64.b64encode(pixels.contiguous().numpy().tobytes()).decode()


def main():
    torch.manual_seed(5)
    FOLDER.mkdir(parents=True, exist_ok=True)
    answers = {}
    for name, judged, side in (("pix2pix", pix2pix(2, 5, 3), 32), ("cyclegan", cyclegan(2, 1, 3), 24)):
        generator = saved(lively(judged.generator), f"{name}-generator")
        picture = torch.randint(0, 256, (side, side, 3), dtype=torch.uint8)
        with torch.no_grad():
            made = generator((picture.permute(2, 0, 1)[None].float() / 255 - 0.5) / 0.5)[0]
        tones = ((made + 1) * 127.5).round().to(torch.uint8).permute(1, 2, 0)
        print(name, "tones", tones.min().item(), "to", tones.max().item(), "of deviation", tones.float().std().item())
        answers[name] = {"side": side, "picture": text(picture), "made": text(tones)}
    (FOLDER / "pictures.json").write_text(json.dumps(answers, indent=1))


if __name__ == "__main__":
    main()
