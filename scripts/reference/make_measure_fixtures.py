"""Fixtures of the measures of drawings and of masks: Frechet distances by scipy's matrix square root, coverage by scipy's
distances, Otsu's thresholds by a search through all of them.

    python scripts/reference/make_measure_fixtures.py
"""

import json
from pathlib import Path

import numpy as np
from scipy import linalg
from scipy.spatial.distance import cdist

FOLDER = Path(__file__).parents[2] / "training/src/test/resources/io/bestiary/training/measure"


def frechet(real, drawn):
    means = real.mean(0) - drawn.mean(0)
    first, second = np.cov(real, rowvar=False), np.cov(drawn, rowvar=False)
    root = linalg.sqrtm(first @ second)
    return float(means @ means + np.trace(first + second - 2 * root.real))


def coverage(real, drawn, neighbours=5):
    among = np.sort(cdist(real, real), axis=1)[:, neighbours]
    return float((cdist(real, drawn).min(axis=1) <= among).mean())


def otsu(counts):
    """The threshold t of the least variance within {<= t} and {> t}."""
    values = np.repeat(np.arange(256), counts)
    best = min(
        (t for t in range(255) if (values <= t).any() and (values > t).any()),
        key=lambda t: (values <= t).sum() * values[values <= t].var() + (values > t).sum() * values[values > t].var(),
    )
    return int(best)


if __name__ == "__main__":
    random = np.random.default_rng(0)
    cases = []
    for size, count in [(1, 8), (3, 20), (6, 12), (5, 4)]:
        mix = random.normal(size=(size, size))
        real = (random.normal(size=(count, size)) @ mix).astype(np.float32)
        drawn = (random.normal(size=(count + 3, size)) * 0.7 + 0.3).astype(np.float32)
        case = {"real": real.tolist(), "drawn": drawn.tolist()}
        wide = [x.astype(np.float64) for x in (real, drawn)]
        if size > 1:
            case["frechet"] = frechet(*wide)
        if count > 5:
            case["coverage"] = coverage(*wide)
        cases.append(case)
    thresholds = []
    for low, high, share in [(60, 180, 0.5), (20, 90, 0.1), (100, 130, 0.8)]:
        few = random.random(400) < share
        values = np.where(few, random.normal(low, 12, 400), random.normal(high, 15, 400)).clip(0, 255).astype(int)
        counts = np.bincount(values, minlength=256)
        thresholds.append({"counts": counts.tolist(), "threshold": otsu(counts)})
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "measures.json").write_text(json.dumps({"drawings": cases, "otsu": thresholds}) + "\n")
