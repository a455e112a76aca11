"""Makes the fixtures of the series tests: python3 scripts/reference/make_series_fixtures.py

Needs numpy and scikit-learn. A small series, and what they find on it: the scaler's mean and deviation over the training
rows, MSE, MAE and MASE of repeating the last value, the last season, and of ridge regression on the distance to the last
value. The scores are those of windows over the test rows, every value counted alike.
"""
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import f1_score
from sklearn.preprocessing import StandardScaler

FOLDER = Path(__file__).resolve().parents[2] / "training/src/test/resources/series"
ROWS, CONTEXT, HORIZON, SEASON, TRAIN, TEST = 160, 12, 4, 6, 112, 32


def series():
    random = np.random.default_rng(7)
    t = np.arange(ROWS)
    level = np.cumsum(random.normal(0, 0.3, ROWS))
    a = 3 + np.sin(2 * np.pi * t / SEASON) + level + random.normal(0, 0.2, ROWS)
    b = -20 + 5 * np.cos(2 * np.pi * t / SEASON) + random.normal(0, 1, ROWS)
    return np.round(np.stack([a, b], 1), 4).astype(np.float32)


def windows(values, first, last):
    """Past and future of every window whose future lies in these rows."""
    starts = range(max(0, first - CONTEXT), last - CONTEXT - HORIZON + 1)
    return (np.stack([values[s:s + CONTEXT] for s in starts]),
            np.stack([values[s + CONTEXT:s + CONTEXT + HORIZON] for s in starts]))


def score(told, future, naive):
    distance = told - future
    mae = np.abs(distance).mean((0, 1))
    return {"mse": float((distance**2).mean()), "mae": float(mae.mean()), "mase": float((mae / naive).mean())}


def main():
    values = series()
    scaler = StandardScaler().fit(values[:TRAIN].astype(np.float64))
    scaled = scaler.transform(values.astype(np.float64))
    naive = np.abs(scaled[SEASON:TRAIN] - scaled[:TRAIN - SEASON]).mean(0)
    past, future = windows(scaled, ROWS - TEST, ROWS)
    learn, answer = windows(scaled, 0, TRAIN)
    ridge = Ridge(alpha=1, fit_intercept=False).fit(
        np.concatenate([(learn - learn[:, -1:])[:, :, c] for c in range(2)]),
        np.concatenate([(answer - learn[:, -1:])[:, :, c] for c in range(2)]))
    told = np.stack([ridge.predict((past - past[:, -1:])[:, :, c]) for c in range(2)], 2) + past[:, -1:]
    truth = [0, 0, 0, 1, 1, 2, 2, 2, 2, 1]
    answers = [0, 1, 0, 1, 1, 2, 0, 2, 2, 2]
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = ["date,a,b"] + [f"2024-01-{1 + i // 24:02d} {i % 24:02d}:00:00,{a},{b}" for i, (a, b) in enumerate(values)]
    (FOLDER / "series.csv").write_text("\n".join(lines) + "\n")
    (FOLDER / "expected.json").write_text(json.dumps({
        "context": CONTEXT, "horizon": HORIZON, "season": SEASON, "windows": len(past), "training": len(learn),
        "mean": scaler.mean_.tolist(), "deviation": scaler.scale_.tolist(), "naive": naive.tolist(),
        "last value": score(np.repeat(past[:, -1:], HORIZON, 1), future, naive),
        "last season": score(past[:, -SEASON:][:, :HORIZON], future, naive),
        "ridge": score(told, future, naive),
        "truth": truth, "answers": answers, "macro_f1": f1_score(truth, answers, average="macro"),
    }, indent=1) + "\n")


if __name__ == "__main__":
    main()
