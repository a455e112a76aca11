"""Makes the fixtures of ImportSeriesIT: python3 scripts/reference/make_import_series_fixtures.py

Tiny networks for series with random weights as transformers and torch save them, rows of a series, and what those networks
make of the last of them. Needs torch, transformers and safetensors; see reference.py.
"""
import json

from make_import_fixtures import FOLDER
from make_recurrent_fixtures import Series
from make_series_network_fixtures import patchtst
import torch
from safetensors.torch import save_file

MEAN, DEVIATION = torch.tensor([20.0, -3.0]), torch.tensor([4.0, 0.5])


def saved(model, name):
    """What is computed afterwards is of the weights as they were rounded."""
    state = {key: tensor.half() if tensor.is_floating_point() else tensor for key, tensor in model.state_dict().items()}
    save_file(state, FOLDER / f"{name}.safetensors")
    model.load_state_dict({key: tensor.float() if tensor.is_floating_point() else tensor for key, tensor in state.items()})
    return model.eval()


def main():
    torch.manual_seed(3)
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = (torch.randn(15, 2).cumsum(0) * DEVIATION + MEAN).round(decimals=2)
    (FOLDER / "series.csv").write_text("left,right\n" + "".join(f"{a:.2f},{b:.2f}\n" for a, b in rows.tolist()))
    scaled = (rows[-13:] - MEAN) / DEVIATION
    with torch.no_grad():
        model = saved(patchtst(2, 13, 3, 4, 2, 12, 2, 3, 20, False), "patchtst")
        forecast = model(past_values=scaled[None]).prediction_outputs[0] * DEVIATION + MEAN
        model = saved(Series("gru", 2, 4, 1, True, (3,)), "gru-series")
        level = scaled[-1]
        probabilities = model((scaled[-6:] - level)[None]).softmax(1)[0]
    (FOLDER / "series.json").write_text(
        json.dumps({"forecast": forecast.tolist(), "probabilities": probabilities.tolist()}, indent=1))


if __name__ == "__main__":
    main()
