"""Golden fixtures: what an independent implementation in PyTorch computes, for our networks to reproduce.

A fixture holds no weights and no inputs: both sides compute them from names with `values`, so that networks of
millions of parameters fit in a few kilobytes. GoldenFixtureTest (module zoo) finds every fixture in its resources and
holds the network against it, on both engines. A fixture is a safetensors file with two tensors

  output    of the network in evaluation
  gradient  of sum(output * values("factor", its shape)) by one parameter, in training (batch statistics, no dropout)

and, as metadata "fixture", a JSON object:

  architecture     name in the registry
  hyperparameters  what differs from the registered preset
  inputs           list of {"shape": [...], "bound": n, "least": m}: ids in [m, n), or numbers where n is 0
  parameters       shape of every parameter and buffer by the reference's name
  gradient_of      name of the one parameter
  reference        what computed it
"""
import json
import zlib
from pathlib import Path

import numpy
import torch
from safetensors.numpy import save_file

RESOURCES = Path(__file__).resolve().parents[2] / "zoo" / "src" / "test" / "resources" / "golden"


def uniform(name, size):
    """`size` numbers in [-1, 1) that depend on the name and on their place alone, as doubles."""
    h = numpy.arange(size, dtype=numpy.uint64) * 2654435761 + zlib.crc32(name.encode())
    h &= 0xFFFFFFFF
    h ^= h >> 16
    h = h * 0x85EBCA6B & 0xFFFFFFFF
    h ^= h >> 13
    h = h * 0xC2B2AE35 & 0xFFFFFFFF
    h ^= h >> 16
    return h.astype(numpy.float64) / 2**31 - 1


def values(name, shape):
    """The values of a parameter, a buffer or an input, in a range that keeps a network's activations near 1."""
    size = int(numpy.prod(shape, dtype=numpy.int64))
    u = uniform(name, size)
    if name.endswith("running_var") or (len(shape) == 1 and name.endswith("weight")):
        u = 1 + 0.5 * u
    elif name.startswith("input") or name == "factor":
        pass
    elif len(shape) >= 2:
        u = u * numpy.sqrt(3.0 / (size / shape[0]))
    else:
        u = 0.2 * u
    return u.astype(numpy.float32).reshape(shape)


def ids(name, shape, bound, least=0):
    size = int(numpy.prod(shape, dtype=numpy.int64))
    return least + numpy.floor((uniform(name, size) + 1) / 2 * (bound - least)).astype(numpy.int64).reshape(shape)


def write(fixture, architecture, module, inputs, gradient_of, reference, hyperparameters=None):
    """Fills the module with values, runs it and writes a fixture; `inputs` is a list of (shape, bound[, least])."""
    state = {name: torch.tensor(values(name, list(tensor.shape)))
             for name, tensor in module.state_dict().items() if not name.endswith("num_batches_tracked")}
    module.load_state_dict(state, strict=False)
    names = [f"input.{i}" for i in range(len(inputs))]
    inputs = [(shape, bound, least[0] if least else 0) for shape, bound, *least in inputs]
    arrays = [torch.tensor(ids(name, shape, bound, least) if bound else values(name, shape))
              for name, (shape, bound, least) in zip(names, inputs)]
    module.eval()
    with torch.no_grad():
        output = module(*arrays)
    trained = module.train()(*arrays)
    factor = torch.tensor(values("factor", list(trained.shape)))
    parameter = dict(module.named_parameters())[gradient_of]
    gradient, = torch.autograd.grad((trained * factor).sum(), parameter)
    description = {
        "architecture": architecture,
        "hyperparameters": hyperparameters or {},
        "inputs": [{"shape": list(shape), "bound": bound, "least": least} for shape, bound, least in inputs],
        "parameters": {name: list(tensor.shape) for name, tensor in state.items()},
        "gradient_of": gradient_of,
        "reference": reference,
    }
    RESOURCES.mkdir(parents=True, exist_ok=True)
    path = RESOURCES / f"{fixture}.safetensors"
    save_file({"output": output.contiguous().numpy(), "gradient": gradient.contiguous().numpy()}, path,
              {"fixture": json.dumps(description)})
    print(f"{path.name}: {path.stat().st_size} bytes, output {tuple(output.shape)} "
          f"of size {output.abs().mean():.3f}, gradient of size {gradient.abs().mean():.3f}")
