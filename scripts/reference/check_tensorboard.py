"""Reads a run's event file with TensorBoard's own reader, and compares it with metrics.jsonl.

    python scripts/reference/check_tensorboard.py RUN
"""
import json
import math
import sys
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2

run = Path(sys.argv[1])
events = EventAccumulator(
    str(run / "tensorboard"), size_guidance={"scalars": 0, "images": 0, "histograms": 0, "tensors": 0}
)
events.Reload()
tags = events.Tags()

rows = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
compared = 0
for row in rows:
    for name, value in row.items():
        if name in ("step", "weights") or not isinstance(value, (int, float)):
            continue
        tag = name.replace("train_", "train/", 1) if name.startswith("train_") else name
        tag = tag.replace("validation_", "validation/", 1) if name.startswith("validation_") else tag
        found = [event.value for event in events.Scalars(tag) if event.step == row["step"]]
        assert any(math.isclose(value, other, rel_tol=1e-6, abs_tol=1e-12) for other in found), (tag, row["step"], value)
        compared += 1

wall_times = [event.wall_time for tag in tags["scalars"] for event in events.Scalars(tag)]
assert wall_times and min(wall_times) > 1.5e9
for tag in tags["images"]:
    for image in events.Images(tag):
        assert image.encoded_image_string.startswith(b"\x89PNG") and image.width > 0 and image.height > 0, tag
for tag in tags["histograms"]:
    for histogram in events.Histograms(tag):
        value = histogram.histogram_value
        assert sum(value.bucket) == value.num and value.min <= value.max, tag
texts = [tag for tag in tags["tensors"] if events.SummaryMetadata(tag).plugin_data.plugin_name == "text"]
for tag in texts:
    for event in events.Tensors(tag):
        event.tensor_proto.string_val[0].decode()

hparams = {}
for tag in ("_hparams_/experiment", "_hparams_/session_start_info", "_hparams_/session_end_info"):
    data = plugin_data_pb2.HParamsPluginData()
    data.ParseFromString(events.SummaryMetadata(tag).plugin_data.content)
    hparams[data.WhichOneof("data")] = data
start = hparams["session_start_info"].session_start_info.hparams
experiment = hparams["experiment"].experiment
assert {info.name for info in experiment.hparam_infos} == set(start)
assert hparams["session_end_info"].session_end_info.status == 1
print(
    f"{compared} numbers equal; {len(tags['scalars'])} scalars, {len(tags['histograms'])} histograms,"
    f" {len(tags['images'])} images, {len(texts)} texts, {len(start)} hyperparameters,"
    f" such as model.name = {start['model.name'].string_value}; metric {experiment.metric_infos[0].name.tag}"
)
