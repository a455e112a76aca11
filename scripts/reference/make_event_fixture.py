"""Writes a TensorBoard event file with TensorBoard's own messages and record writer, for EventFileTest to be equal to.

    python scripts/reference/make_event_fixture.py training/src/test/resources/io/bestiary/training/journal
"""
import io
import sys
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import HistogramProto, Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
from tensorboard.summary.writer.record_writer import RecordWriter

buffer = io.BytesIO()
writer = RecordWriter(buffer)


def write(event):
    writer.write(event.SerializeToString())


def summary(step, *values):
    write(Event(wall_time=1.5e9 + step, step=step, summary=Summary(value=values)))


write(Event(wall_time=1.5e9, file_version="brain.Event:2"))
summary(
    7,
    Summary.Value(tag="train/loss", simple_value=0.25),
    Summary.Value(tag="rate", simple_value=0.001),
)
# 1, 2, 3, 4 in 30 equal steps from 1 to 4.
width = 3 / 30
counts = [0.0] * 30
for value in (1.0, 2.0, 3.0, 4.0):
    counts[min(29, int((value - 1) / width))] += 1
limits = [1 + width * (i + 1) for i in range(30)]
limits[29] = max(4.0, limits[29])
histogram = HistogramProto(min=1, max=4, num=4, sum=10, sum_squares=30, bucket_limit=limits, bucket=counts)
summary(300, Summary.Value(tag="weights/fc", histo=histogram))
summary(301, Summary.Value(tag="picture", image=Summary.Image(height=2, width=3, colorspace=3, encoded_image_string=b"png")))
text = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="text", content=b""))
shape = TensorShapeProto(dim=[TensorShapeProto.Dim(size=1)])
tensor = TensorProto(dtype=7, string_val=["| a |\n".encode()], tensor_shape=shape)
summary(302, Summary.Value(tag="samples", metadata=text, tensor=tensor))

Path(sys.argv[1], "events.bin").write_bytes(buffer.getvalue())
