"""The peers' networks answering in ONNX Runtime, a JSON line for each, as their program prints them.

    python scripts/reference/bench_onnx.py BENCH_PY [--only NAME,...] [--threads 2] [--seconds 8]
"""

import argparse
import importlib.util
import io
import json

import onnxruntime
import torch


def main():
    options = argparse.ArgumentParser()
    options.add_argument("bench")
    options.add_argument("--only", default="")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seconds", type=float, default=8)
    given = options.parse_args()
    spec = importlib.util.spec_from_file_location("bench", given.bench)
    peers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peers)

    def ids(bound, *shape):
        return torch.randint(0, bound, shape)

    networks = {
        "lenet5-b64": (peers.lenet5, [torch.randn(64, 1, 28, 28)], 64),
        "resnet20-b128": (peers.resnet20, [torch.randn(128, 3, 32, 32)], 128),
        "charlstm-b32-t64": (peers.CharLstm, [ids(65, 32, 64)], 32 * 64),
        "gpt-4x128-b12-t64": (peers.Gpt, [ids(65, 12, 64)], 12 * 64),
        "translator-3x128-b64-t16": (peers.Translator, [ids(8000, 64, 16), ids(8000, 64, 16)], 64 * 16),
    }
    for name, (network, inputs, work) in networks.items():
        if given.only and name not in given.only.split(","):
            continue
        names = [f"input{i}" for i in range(len(inputs))]
        file = io.BytesIO()
        torch.onnx.export(network().eval(), tuple(inputs), file, input_names=names, dynamo=False, opset_version=17)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = given.threads
        session = onnxruntime.InferenceSession(file.getvalue(), settings, providers=["CPUExecutionProvider"])
        feed = dict(zip(names, (x.numpy() for x in inputs)))
        rate, spread = peers.rate(lambda: session.run(None, feed), work, given.seconds)
        print(json.dumps({"workload": name, "mode": "infer", "unit": peers.UNIT.get(name, "tokens") + "/s", "rate": rate,
                          "spread": spread, "peer": "onnxruntime-" + onnxruntime.__version__}), flush=True)


if __name__ == "__main__":
    main()
