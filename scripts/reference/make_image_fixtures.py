"""Makes the fixtures of the datasets module's picture tests with Pillow and PyTorch.

    pip install pillow numpy torch
    python3 scripts/reference/make_image_fixtures.py

pictures/*        small picture files of every kind that is read
pictures.json     their pixels as Pillow decodes them: turned upright, transparency laid on white
arithmetic.json   what PyTorch and Pillow make of small random pictures: resizing, turning, grey, standardising
"""

import base64
import json
import pathlib
import struct
import zlib

import numpy as np
import torch
from PIL import Image, ImageOps

RESOURCES = pathlib.Path(__file__).resolve().parents[2] / "datasets/src/test/resources/io/bestiary/datasets/image"
ORIENTATION = 0x0112


def smooth(height, width):
    """A picture without sharp edges, so that JPEG keeps it, and unlike any of its mirror images."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 200 // width + 30, y * 200 // height + 20, (x + 2 * y) * 60 // width + 10], -1).astype("uint8")


def pixels(array):
    array = array if array.ndim == 3 else array[:, :, None]
    height, width, channels = array.shape
    data = base64.b64encode(array.astype("uint8").tobytes()).decode()
    return {"width": width, "height": height, "channels": channels, "pixels": data}


def png16(path, samples):
    """Pillow cannot write colour of 16 bits."""
    height, width, channels = samples.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 16, {1: 0, 3: 2}[channels], 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def on_white(image):
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(white, rgba)


def pictures(folder):
    expected = {}

    def save(name, image, mode, **options):
        image.save(folder / name, **options)
        with Image.open(folder / name) as opened:
            upright = ImageOps.exif_transpose(opened)
            flat = on_white(upright) if "A" in upright.mode or "transparency" in upright.info else upright
            expected[name] = pixels(np.array(flat.convert(mode)))

    colour = Image.fromarray(smooth(10, 14))
    grey = colour.convert("L")
    alpha = Image.fromarray((smooth(10, 14)[:, :, 0] * 1.1).astype("uint8"))
    clear = colour.copy()
    clear.putalpha(alpha)
    save("colour.png", colour, "RGB")
    save("colour.bmp", colour, "RGB")
    save("colour.tif", colour, "RGB")
    save("packed.tif", colour, "RGB", compression="tiff_lzw")
    save("colour.webp", colour, "RGB", lossless=True)
    save("colour.jpg", colour, "RGB", quality=95, subsampling=0)
    save("subsampled.jpg", colour, "RGB", quality=95)
    save("progressive.jpg", colour, "RGB", quality=95, progressive=True)
    save("cmyk.jpg", colour.convert("CMYK"), "RGB", quality=95)
    save("grey.png", grey, "L")
    save("grey.jpg", grey, "L", quality=95)
    save("grey.tif", grey, "L")
    save("bits.png", grey.convert("1"), "L")
    save("bits.tif", grey.convert("1"), "L")
    save("grey-clear.png", Image.merge("LA", [grey, alpha]), "L")
    save("clear.png", clear, "RGB")
    save("clear.webp", clear, "RGB", lossless=True)
    palette = colour.quantize(16)
    save("palette.png", palette, "RGB")
    save("palette.gif", palette, "RGB")
    save("palette-clear.gif", palette, "RGB", transparency=3)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        save(f"turned-{orientation}.png", colour, "RGB", exif=exif)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    save("turned.jpg", colour, "RGB", quality=95, subsampling=0, exif=exif)
    save("turned.webp", colour, "RGB", lossless=True, exif=exif)
    save("turned.tif", colour, "RGB", tiffinfo={ORIENTATION: 6})

    wide = np.random.RandomState(1).randint(0, 65536, (4, 5, 3))
    png16(folder / "colour-16.png", wide)
    png16(folder / "grey-16.png", wide[:, :, :1])
    expected["colour-16.png"] = pixels(np.floor(wide / 257 + 0.5))
    expected["grey-16.png"] = pixels(np.floor(wide[:, :, :1] / 257 + 0.5))
    return expected


def resized(image, height, width):
    values = torch.from_numpy(image).permute(2, 0, 1)[None].double()
    out = torch.nn.functional.interpolate(
        values, (height, width), mode="bilinear", align_corners=False, antialias=True)
    return out[0].permute(1, 2, 0).numpy()


def rounded(values):
    return np.floor(values + 0.5).clip(0, 255)


def resize(image, height, width, mode):
    h, w, c = image.shape
    if mode == "stretch":
        return rounded(resized(image, height, width))
    if mode == "crop":
        scale = max(height / h, width / w)
        rows, columns = max(height, int(h * scale + 0.5)), max(width, int(w * scale + 0.5))
        top, left = (rows - height) // 2, (columns - width) // 2
        return rounded(resized(image, rows, columns))[top:top + height, left:left + width]
    scale = min(height / h, width / w)
    rows, columns = min(height, int(h * scale + 0.5)), min(width, int(w * scale + 0.5))
    out = np.zeros((height, width, c))
    top, left = (height - rows) // 2, (width - columns) // 2
    out[top:top + rows, left:left + columns] = rounded(resized(image, rows, columns))
    return out


def turned(image, degrees):
    values = torch.from_numpy(image).permute(2, 0, 1)[None].double()
    h, w = image.shape[:2]
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    # In coordinates that run from -1 to 1, from edge to edge.
    matrix = torch.tensor([[[cos, -sin * h / w, 0], [sin * w / h, cos, 0]]], dtype=torch.float64)
    grid = torch.nn.functional.affine_grid(matrix, values.shape, align_corners=False)
    out = torch.nn.functional.grid_sample(values, grid, padding_mode="zeros", align_corners=False)
    return rounded(out[0].permute(1, 2, 0).numpy())


def arithmetic():
    random = np.random.RandomState(7)
    colour = random.randint(0, 256, (11, 17, 3)).astype("uint8")
    grey = random.randint(0, 256, (12, 9, 1)).astype("uint8")
    cases = [("colour", colour, 5, 4), ("colour", colour, 16, 24), ("colour", colour, 8, 30), ("colour", colour, 11, 5),
             ("grey", grey, 6, 6), ("grey", grey, 28, 28), ("grey", grey, 1, 1), ("grey", grey, 13, 8)]
    values = torch.from_numpy(colour).permute(2, 0, 1).float() / 255
    deviation, mean = torch.std_mean(values.double(), dim=(1, 2), correction=0)
    standard = (values - mean[:, None, None].float()) / deviation[:, None, None].float()
    return {
        "colour": pixels(colour),
        "grey": pixels(grey),
        "luma": pixels(np.array(Image.fromarray(colour).convert("L"))),
        "resized": [{"of": name, "mode": mode, "result": pixels(resize(image, h, w, mode))}
                    for name, image, h, w in cases for mode in ("stretch", "crop", "pad")],
        "turned": [{"of": name, "degrees": degrees, "result": pixels(turned(image, degrees))}
                   for name, image in (("colour", colour), ("grey", grey)) for degrees in (-33.5, 10, 90)],
        "mean": mean.tolist(),
        "deviation": deviation.tolist(),
        "standardised": [round(value, 6) for value in standard.flatten().tolist()],
    }


def write(name, content):
    (RESOURCES / name).write_text(json.dumps(content) + "\n")


(RESOURCES / "pictures").mkdir(parents=True, exist_ok=True)
write("pictures.json", pictures(RESOURCES / "pictures"))
write("arithmetic.json", arithmetic())
