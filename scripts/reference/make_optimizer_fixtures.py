"""Makes the fixtures of the optimizers, schedules and clipping from PyTorch, timm and transformers.

    python3 scripts/reference/make_optimizer_fixtures.py

Parameters, gradients and rates follow from whole numbers, so that the Java tests compute the same ones exactly.
Made with torch 2.13.0, timm 1.0 and transformers 5.
"""

import json
import warnings
from pathlib import Path

import timm.optim
import torch
import transformers
from timm.utils.agc import adaptive_clip_grad
from torch.optim import lr_scheduler

FOLDER = Path(__file__).resolve().parents[2] / "training/src/test/resources/optimizer"
SHAPES = {"conv.weight": (3, 1, 2, 2), "norm.weight": (3,), "fc.weight": (2, 3), "fc.bias": (2,)}
SAVED = (1, 10, 50)


def values(number, scale=lambda name: 1.0):
    """A tensor for each parameter; number gives the whole number at each index, counted through all parameters."""
    tensors, start = {}, 0
    for name, shape in SHAPES.items():
        size = torch.Size(shape).numel()
        numbers = [number(start + i) * scale(name) for i in range(size)]
        tensors[name] = torch.tensor(numbers, dtype=torch.float32).reshape(shape)
        start += size
    return tensors


def parameters():
    """The bias starts at zero, as biases do."""
    return values(lambda i: ((i * 53 + 11) % 97 - 48) / 64, lambda name: 0.0 if name == "fc.bias" else 1.0)


def gradients(step):
    """One parameter's are so small that it matters where epsilon is added."""
    return values(
        lambda i: ((i * 37 + step * 101 + i * step * 7) % 509 - 254) / 256,
        lambda name: 2.0**-20 if name == "norm.weight" else 1.0,
    )


def plain(tensor):
    """The shortest decimals that give the same 32-bit floats."""
    return [float(str(number)) for number in tensor.detach().flatten().numpy()]


def optimize(create):
    weights = parameters()
    optimizer = create(weights)
    rates = [group["lr"] for group in optimizer.param_groups]
    saved = {}
    for step in range(max(SAVED)):
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * (1 - step / 100)
        for name, gradient in gradients(step).items():
            weights[name].grad = gradient
        optimizer.step()
        if step + 1 in SAVED:
            saved[step + 1] = {name: plain(weight) for name, weight in weights.items()}
    return saved


def spared(weights, decay):
    """Two groups: without decay what has fewer than two dimensions."""
    return [
        {"params": [w for w in weights.values() if w.ndim > 1], "weight_decay": decay},
        {"params": [w for w in weights.values() if w.ndim < 2], "weight_decay": 0.0},
    ]


def optimizers():
    optim, few = torch.optim, timm.optim
    makers = {
        # As the libraries make them, to hold the defaults.
        "sgd": lambda w: optim.SGD(w.values()),
        "adam": lambda w: optim.Adam(w.values()),
        "adamw": lambda w: optim.AdamW(w.values()),
        "rmsprop": lambda w: optim.RMSprop(w.values()),
        "adagrad": lambda w: optim.Adagrad(w.values()),
        "lion": lambda w: few.Lion(w.values()),
        "lamb": lambda w: few.Lamb(w.values(), max_grad_norm=None),
        # Larger rates, and everything that can be switched on.
        "sgd-decay": lambda w: optim.SGD(w.values(), lr=0.1, weight_decay=0.05),
        "sgd-momentum": lambda w: optim.SGD(w.values(), lr=0.1, momentum=0.9),
        "sgd-nesterov": lambda w: optim.SGD(w.values(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05),
        "adam-decay": lambda w: optim.Adam(w.values(), lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
        "adamw-spared": lambda w: optim.AdamW(spared(w, 0.1), lr=0.01),
        "rmsprop-momentum": lambda w: optim.RMSprop(w.values(), lr=0.01, alpha=0.9, momentum=0.8, weight_decay=0.1),
        "adagrad-decay": lambda w: optim.Adagrad(w.values(), lr=0.1, weight_decay=0.1),
        "lion-decay": lambda w: few.Lion(w.values(), lr=0.01, weight_decay=0.1),
        "lamb-spared": lambda w: few.Lamb(spared(w, 0.1), lr=0.01, max_grad_norm=None),
    }
    return {name: optimize(create) for name, create in makers.items()}


def factors(total, create, feed=lambda scheduler: scheduler.step()):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    scheduler = create(optimizer)
    found = []
    for _ in range(total):
        found.append(round(optimizer.param_groups[0]["lr"], 12))
        feed(scheduler)
    return found


def rise(optimizer, steps):
    return lr_scheduler.LinearLR(optimizer, 1 / steps, 1, steps - 1)


def after(steps, create):
    """A warm-up, then a schedule that counts from its end."""
    return lambda o: lr_scheduler.SequentialLR(o, [rise(o, steps), create(o)], [steps])


def times(steps, create):
    """A warm-up times a schedule that counts from the start."""
    return lambda o: lr_scheduler.ChainedScheduler([rise(o, steps), create(o)])


def schedules():
    sched, total = lr_scheduler, 40
    makers = {
        "constant": lambda o: rise(o, 10),
        "step": lambda o: sched.StepLR(o, 10, 0.5),
        "step-warmup": times(4, lambda o: sched.StepLR(o, 10, 0.5)),
        "multistep": lambda o: sched.MultiStepLR(o, [12, 28], 0.1),
        "linear": after(10, lambda o: sched.LinearLR(o, 1.0, 0.1, 30)),
        "polynomial": after(10, lambda o: sched.PolynomialLR(o, 30, 2.0)),
        "polynomial-end": lambda o: transformers.get_polynomial_decay_schedule_with_warmup(o, 0, total, 0.1, 3.0),
        "cosine": lambda o: sched.CosineAnnealingLR(o, total),
        "cosine-end": after(10, lambda o: sched.CosineAnnealingLR(o, 30, 0.1)),
        "cosine-restarts": after(10, lambda o: sched.CosineAnnealingWarmRestarts(o, 10, 1, 0.1)),
        "one-cycle": lambda o: sched.OneCycleLR(o, 1.0, total, cycle_momentum=False),
        "one-cycle-other": lambda o: sched.OneCycleLR(
            o, 1.0, total, pct_start=0.25, div_factor=10, final_div_factor=100, cycle_momentum=False
        ),
    }
    found = {name: factors(total, create) for name, create in makers.items()}
    # transformers counts from 0 and begins with a step of no length; ours begins with the next one.
    create = lambda o: transformers.get_inverse_sqrt_schedule(o, 8)
    found["inverse-sqrt"] = factors(total + 1, create)[1:]
    return found


def plateau():
    loss = [1.0, 0.9, 0.8, 0.8, 0.81, 0.79999, 0.85, 0.7, 0.71, 0.72, 0.73, 0.74, 0.75, 0.76, 0.6, 0.61, 0.62, 0.63]
    modes = {"lower": ("min", loss), "higher": ("max", [1.5 - number for number in loss])}
    found = {}
    for name, (mode, metrics) in modes.items():
        history = iter(metrics)
        create = lambda o: lr_scheduler.ReduceLROnPlateau(o, mode, factor=0.5, patience=2, threshold=1e-3, cooldown=1)
        found[name] = {
            "metrics": metrics,
            "factors": factors(len(metrics), create, lambda scheduler: scheduler.step(next(history))),
        }
    return found


def clip(apply):
    weights = parameters()
    for name, gradient in gradients(7).items():
        weights[name].grad = gradient
    apply(list(weights.values()))
    return {name: plain(weight.grad) for name, weight in weights.items()}


def clipping():
    utils = torch.nn.utils
    norm = torch.linalg.vector_norm(torch.cat([g.flatten() for g in gradients(7).values()]))
    return {
        "norm": float(norm),
        "by-norm": clip(lambda w: utils.clip_grad_norm_(w, 0.5)),
        "by-large-norm": clip(lambda w: utils.clip_grad_norm_(w, 50.0)),
        "by-value": clip(lambda w: utils.clip_grad_value_(w, 0.3)),
        "adaptive": clip(lambda w: adaptive_clip_grad(w, 0.5)),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in {
        "optimizers": optimizers,
        "schedules": schedules,
        "plateau": plateau,
        "clipping": clipping,
    }.items():
        (FOLDER / f"{name}.json").write_text(json.dumps(make(), separators=(",", ":")) + "\n")
