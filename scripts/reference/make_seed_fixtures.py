"""Makes the fixture of the datasets module's seeds: SplitMix64's finalizer, chained over bytes and numbers.

    python3 scripts/reference/make_seed_fixtures.py
"""

import json
import pathlib

MASK = (1 << 64) - 1
FILE = pathlib.Path(__file__).resolve().parents[2] / "datasets/src/test/resources/io/bestiary/datasets/seeds.json"


def step(state, value):
    z = ((state ^ (value & MASK)) + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def mix(seed, purpose, numbers):
    state = step(0, seed)
    for byte in purpose.encode():
        state = step(state, byte - 256 if byte > 127 else byte)
    state = step(state, len(numbers))
    for number in numbers:
        state = step(state, number)
    return state - (1 << 64) if state >> 63 else state


CASES = [(0, "", []), (1, "shuffle", [0]), (1, "shuffle", [1]), (-7, "augmentation", [3, 59999]),
         (2**63 - 1, "Übung", [-1, 0, 2**40]), (42, "split", [9])]
FILE.parent.mkdir(parents=True, exist_ok=True)
FILE.write_text(json.dumps(
    [{"seed": s, "purpose": p, "numbers": n, "mixed": mix(s, p, n)} for s, p, n in CASES], ensure_ascii=False) + "\n")
