"""Makes the golden fixtures of the networks for series: python3 scripts/reference/make_series_network_fixtures.py

Needs torch, transformers, safetensors and numpy; see reference.py. PatchTST is the one of transformers; the others are
written with torch's own modules. It prints the parameter counts of the registered sizes, too.
"""
import math

import torch
from torch import nn

from golden import write
from reference import Reference, TRANSFORMERS
from transformers import PatchTSTConfig, PatchTSTForPrediction

PLAIN = f"plain modules of torch {torch.__version__}"


def patchtst(channels, context, horizon, patch, stride, hidden, layers, heads, forward, pre):
    return PatchTSTForPrediction(PatchTSTConfig(
        num_input_channels=channels, context_length=context, prediction_length=horizon, patch_length=patch,
        patch_stride=stride, d_model=hidden, num_hidden_layers=layers, num_attention_heads=heads, ffn_dim=forward,
        pre_norm=pre, norm_type="batchnorm", norm_eps=1e-5, positional_encoding_type="random", loss="mse", pooling_type=None,
        scaling="std", do_mask_input=False, attention_dropout=0, positional_dropout=0, path_dropout=0, ff_dropout=0,
        head_dropout=0))


class SeriesTransformer(nn.Module):
    """Zerveas et al., with torch's attention and norms over the batch."""

    class Layer(nn.Module):
        def __init__(self, width, heads, forward):
            super().__init__()
            self.self_attn = nn.MultiheadAttention(width, heads, batch_first=True)
            self.linear1, self.linear2 = nn.Linear(width, forward), nn.Linear(forward, width)
            self.norm1, self.norm2 = nn.BatchNorm1d(width), nn.BatchNorm1d(width)

        def forward(self, x):
            x = self.norm1((x + self.self_attn(x, x, x, need_weights=False)[0]).transpose(1, 2)).transpose(1, 2)
            y = self.linear2(nn.functional.gelu(self.linear1(x)))
            return self.norm2((x + y).transpose(1, 2)).transpose(1, 2)

    def __init__(self, channels, context, width, layers, heads, forward, classes):
        super().__init__()
        self.width = width
        self.project_inp = nn.Linear(channels, width)
        self.pos_enc = nn.Module()
        self.pos_enc.pe = nn.Parameter(torch.zeros(context, 1, width))
        self.transformer_encoder = nn.Module()
        self.transformer_encoder.layers = nn.ModuleList(self.Layer(width, heads, forward) for _ in range(layers))
        self.output_layer = nn.Linear(context * width, classes)

    def forward(self, x):
        x = self.project_inp(x) * math.sqrt(self.width) + self.pos_enc.pe.permute(1, 0, 2)
        for layer in self.transformer_encoder.layers:
            x = layer(x)
        return self.output_layer(nn.functional.gelu(x).flatten(1))


class SeriesCnn(nn.Module):
    def __init__(self, channels, width, classes):
        super().__init__()
        def unit(before, filters, kernel):
            return nn.Sequential(nn.Conv1d(before, filters, kernel, padding=kernel // 2, bias=False),
                                 nn.BatchNorm1d(filters), nn.ReLU())
        self.convblock1 = unit(channels, width, 7)
        self.convblock2 = unit(width, 2 * width, 5)
        self.convblock3 = unit(2 * width, width, 3)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        x = self.convblock3(self.convblock2(self.convblock1(x.transpose(1, 2))))
        return self.fc(x.mean(2))


class SeriesToSeries(nn.Module):
    def __init__(self, cell, channels, horizon, hidden, layers):
        super().__init__()
        kind = {"lstm": nn.LSTM, "gru": nn.GRU}[cell]
        self.horizon = horizon
        self.encoder = kind(channels, hidden, layers, batch_first=True)
        self.decoder = kind(channels, hidden, layers, batch_first=True)
        self.fc = nn.Linear(hidden, channels)

    def forward(self, past):
        state = self.encoder(past)[1]
        value, told = past[:, -1:], []
        for _ in range(self.horizon):
            output, state = self.decoder(value, state)
            value = self.fc(output)
            told.append(value)
        return torch.cat(told, 1)


def count(name, module):
    print(f"{name},{sum(p.numel() for p in module.parameters() if p.requires_grad)}")


def main():
    torch.manual_seed(0)
    series = [((4, 13, 2), 0)]
    for norm, pre in (("post", False), ("pre", True)):
        model = patchtst(2, 13, 3, 4, 2, 12, 2, 3, 20, pre)
        write(f"patchtst_{norm}", "patchtst", Reference(model, lambda m, x: m(past_values=x).prediction_outputs), series,
              "model.encoder.layers.0.self_attn.q_proj.weight", TRANSFORMERS,
              {"channels": 2, "context": 13, "horizon": 3, "patch": 4, "stride": 2, "hidden_size": 12, "layers": 2,
               "heads": 3, "feed_forward": 20, "norm": norm, "dropout": 0.0})
    write("series_transformer", "series_transformer", SeriesTransformer(2, 6, 12, 2, 3, 20, 3), [((4, 6, 2), 0)],
          "pos_enc.pe", PLAIN,
          {"channels": 2, "context": 6, "hidden_size": 12, "layers": 2, "heads": 3, "feed_forward": 20, "dropout": 0.0,
           "classes": 3})
    write("series_cnn", "series_cnn", SeriesCnn(2, 4, 3), [((4, 9, 2), 0)], "convblock2.0.weight", PLAIN,
          {"channels": 2, "context": 9, "width": 4, "classes": 3})
    for cell in ("lstm", "gru"):
        write(f"{cell}_seq2seq_forecaster", f"{cell}_seq2seq_forecaster", SeriesToSeries(cell, 2, 3, 4, 2),
              [((4, 6, 2), 0)], "decoder.weight_ih_l0", PLAIN,
              {"channels": 2, "context": 6, "horizon": 3, "hidden_size": 4, "layers": 2, "dropout": 0.0})
        count(f"{cell}_seq2seq_forecaster", SeriesToSeries(cell, 7, 24, 64, 1))
    count("patchtst", patchtst(7, 336, 96, 16, 8, 128, 3, 16, 256, False))
    count("patchtst_small", patchtst(7, 336, 96, 16, 8, 16, 3, 4, 128, False))
    count("series_transformer", SeriesTransformer(5, 60, 64, 3, 8, 256, 2))
    count("series_cnn", SeriesCnn(5, 128, 2))


if __name__ == "__main__":
    main()
