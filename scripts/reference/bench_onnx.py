"""The peers' networks answering in ONNX Runtime, a JSON line for each, as their program prints them.

    python scripts/reference/bench_onnx.py BENCH_PY [--only NAME,...] [--threads 2] [--seconds 8]
"""

import argparse
import io
import json
import sys
from pathlib import Path

import onnxruntime
import torch

sys.path.append(str(Path(__file__).parents[1] / "torchscript"))
from make_workloads import networks_of, peers_of  # noqa: E402


def main():
    options = argparse.ArgumentParser()
    options.add_argument("bench")
    options.add_argument("--only", default="")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seconds", type=float, default=8)
    given = options.parse_args()
    peers = peers_of(given.bench)
    for name, (network, inputs, targets) in networks_of(peers).items():
        if given.only and name not in given.only.split(","):
            continue
        names = [f"input{i}" for i in range(len(inputs))]
        file = io.BytesIO()
        torch.onnx.export(network.eval(), tuple(inputs), file, input_names=names, dynamo=False, opset_version=17)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = given.threads
        session = onnxruntime.InferenceSession(file.getvalue(), settings, providers=["CPUExecutionProvider"])
        work = len(targets)  # pictures, or tokens
        feed = dict(zip(names, (x.numpy() for x in inputs)))
        rate, spread = peers.rate(lambda: session.run(None, feed), work, given.seconds)
        print(json.dumps({"workload": name, "mode": "infer", "unit": peers.UNIT.get(name, "tokens") + "/s", "rate": rate,
                          "spread": spread, "peer": "onnxruntime-" + onnxruntime.__version__}), flush=True)


if __name__ == "__main__":
    main()
