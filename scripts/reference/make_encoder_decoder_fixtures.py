"""Makes the golden fixtures of the encoder-decoders: python3 scripts/reference/make_encoder_decoder_fixtures.py

Needs torch, transformers, safetensors and numpy; see reference.py. The recurrent ones are written with torch's own
recurrent modules and packed sequences. With `counts` as argument it prints the parameters of the registered sizes.
"""
import math
import sys

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden import write
from reference import Reference, TRANSFORMERS, present
from transformers import BartConfig, BartForConditionalGeneration, T5Config, T5ForConditionalGeneration

PLAIN = f"plain modules of torch {torch.__version__}"
CELLS = {"lstm": nn.LSTM, "gru": nn.GRU}


class Encoder(nn.Module):
    def __init__(self, cell, vocabulary, size, hidden, layers, both):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, size)
        self.rnn = CELLS[cell](size, hidden, layers, batch_first=True, bidirectional=both)

    def forward(self, source, lengths):
        packed = pack_padded_sequence(self.embedding(source), lengths, batch_first=True, enforce_sorted=False)
        steps, state = self.rnn(packed)
        return pad_packed_sequence(steps, batch_first=True, total_length=source.shape[1])[0], state


class Decoder(nn.Module):
    def __init__(self, cell, vocabulary, size, hidden, layers, extra=0):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, size)
        self.rnn = CELLS[cell](size + extra, hidden, layers, batch_first=True)


class SequenceToSequence(nn.Module):
    def __init__(self, cell, source, target, size, hidden, layers):
        super().__init__()
        self.encoder = Encoder(cell, source, size, hidden, layers, False)
        self.decoder = Decoder(cell, target, size, hidden, layers)
        self.decoder.fc = nn.Linear(hidden, target)

    def forward(self, source, lengths, target):
        _, state = self.encoder(source, lengths)
        return self.decoder.fc(self.decoder.rnn(self.decoder.embedding(target), state)[0])


class Luong(nn.Module):
    """Global attention, general score; h~ = tanh(W [c; h])."""

    def __init__(self, cell, source, target, size, hidden, layers):
        super().__init__()
        self.encoder = Encoder(cell, source, size, hidden, layers, False)
        self.decoder = Decoder(cell, target, size, hidden, layers)
        self.decoder.attention = nn.Module()
        self.decoder.attention.key = nn.Linear(hidden, hidden, bias=False)
        self.decoder.combine = nn.Linear(2 * hidden, hidden, bias=False)
        self.decoder.fc = nn.Linear(hidden, target)

    def forward(self, source, lengths, target):
        read, state = self.encoder(source, lengths)
        states, _ = self.decoder.rnn(self.decoder.embedding(target), state)
        scores = torch.einsum("bth,bsh->bts", states, self.decoder.attention.key(read))
        scores = scores.masked_fill(present(source, lengths)[:, None, :] == 0, -math.inf)
        context = scores.softmax(-1) @ read
        return self.decoder.fc(torch.tanh(self.decoder.combine(torch.cat([context, states], -1))))


class Bahdanau(nn.Module):
    """score = v tanh(W s + U h) with the state before the step; the cell reads [y; c], the output [s; c; y]."""

    def __init__(self, cell, source, target, size, hidden, attention):
        super().__init__()
        self.encoder = Encoder(cell, source, size, hidden, 1, True)
        self.decoder = Decoder(cell, target, size, hidden, 1, 2 * hidden)
        self.decoder.initial = nn.ModuleList(nn.Linear(hidden, hidden) for _ in range(1 + (cell == "lstm")))
        self.decoder.attention = nn.Module()
        self.decoder.attention.query = nn.Linear(hidden, attention, bias=False)
        self.decoder.attention.key = nn.Linear(2 * hidden, attention, bias=False)
        self.decoder.attention.score = nn.Linear(attention, 1, bias=False)
        self.decoder.fc = nn.Linear(hidden + 2 * hidden + size, target)

    def forward(self, source, lengths, target):
        decoder = self.decoder
        read, ends = self.encoder(source, lengths)
        ends = ends if isinstance(ends, tuple) else (ends,)
        state = tuple(torch.tanh(linear(end[1:])) for linear, end in zip(decoder.initial, ends))
        hidden = present(source, lengths) == 0
        keys = decoder.attention.key(read)
        outputs = []
        for token in target.unbind(1):
            query = decoder.attention.query(state[0][0])[:, None, :]
            scores = decoder.attention.score(torch.tanh(query + keys))[..., 0].masked_fill(hidden, -math.inf)
            context = (scores.softmax(-1)[:, None, :] @ read)
            embedded = decoder.embedding(token)[:, None, :]
            output, state = decoder.rnn(torch.cat([embedded, context], -1), state if len(state) > 1 else state[0])
            state = state if isinstance(state, tuple) else (state,)
            outputs.append(decoder.fc(torch.cat([output, context, embedded], -1)))
        return torch.cat(outputs, 1)


class Positions(nn.Module):
    def forward(self, x):
        width = x.shape[2]
        rates = torch.exp(torch.arange(0, width, 2) * (-math.log(10000.0) / width))
        angles = torch.arange(x.shape[1])[:, None] * rates
        return x + torch.stack([angles.sin(), angles.cos()], -1).flatten(1)


class Table(nn.Module):
    def __init__(self, vocabulary, width):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)

    def forward(self, tokens):
        return self.embedding(tokens) * math.sqrt(self.embedding.embedding_dim)


class Transformer(nn.Module):
    def __init__(self, source, target, width, layers, heads, feed_forward, pre_norm, shared):
        super().__init__()
        self.transformer = nn.Transformer(
            width, heads, layers, layers, feed_forward, dropout=0, batch_first=True, norm_first=pre_norm)
        if not pre_norm:
            self.transformer.encoder.norm = self.transformer.decoder.norm = None
        self.src_tok_emb = Table(source, width)
        if not shared:
            self.tgt_tok_emb = Table(target, width)
            self.generator = nn.Linear(width, target)
        self.shared = shared
        self.positions = Positions()

    def forward(self, source, lengths, target):
        hidden = present(source, lengths) == 0
        table = self.src_tok_emb if self.shared else self.tgt_tok_emb
        x = self.transformer(
            self.positions(self.src_tok_emb(source)), self.positions(table(target)),
            tgt_mask=torch.ones(target.shape[1], target.shape[1]).triu(1).bool(),
            src_key_padding_mask=hidden, memory_key_padding_mask=hidden)
        return nn.functional.linear(x, table.embedding.weight) if self.shared else self.generator(x)


def generation(model, source, lengths, target):
    return model(input_ids=source, attention_mask=present(source, lengths), decoder_input_ids=target).logits


def t5():
    model = T5ForConditionalGeneration(T5Config(
        vocab_size=11, d_model=12, d_kv=5, d_ff=20, num_layers=2, num_heads=3, relative_attention_num_buckets=8,
        relative_attention_max_distance=10, dropout_rate=0, scale_decoder_outputs=True))
    tied = ["lm_head.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"]
    write("t5_small", "t5_small", Reference(model, generation, tied),
          [((3, 14), 11), ((3,), 15, 1), ((3, 13), 11)],
          "decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", TRANSFORMERS,
          {"vocabulary": 11, "hidden_size": 12, "layers": 2, "heads": 3, "head_size": 5, "feed_forward": 20,
           "buckets": 8, "max_distance": 10, "dropout": 0.0})


def bart():
    model = BartForConditionalGeneration(BartConfig(
        vocab_size=11, max_position_embeddings=16, d_model=12, encoder_layers=2, decoder_layers=2,
        encoder_attention_heads=3, decoder_attention_heads=3, encoder_ffn_dim=20, decoder_ffn_dim=20,
        dropout=0, attention_dropout=0, activation_dropout=0))
    skip = ["lm_head.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight",
            "final_logits_bias"]
    write("bart_base", "bart_base", Reference(model, generation, skip), [((3, 7), 11), ((3,), 8, 1), ((3, 6), 11)],
          "model.decoder.layers.0.encoder_attn.k_proj.weight", TRANSFORMERS,
          {"vocabulary": 11, "context": 16, "hidden_size": 12, "layers": 2, "heads": 3, "feed_forward": 20,
           "dropout": 0.0})


def transformers():
    inputs = [((3, 7), 11), ((3,), 8, 1), ((3, 6), 11)]
    for suffix, pre_norm in (("", False), ("_pre_norm", True)):
        sizes = {"source_vocabulary": 11, "target_vocabulary": 11, "hidden_size": 12, "layers": 2, "heads": 3,
                 "feed_forward": 20, "dropout": 0.0}
        write("transformer_base" + suffix, "transformer_base" + suffix,
              Transformer(11, 11, 12, 2, 3, 20, pre_norm, True), inputs, "src_tok_emb.embedding.weight", PLAIN, sizes)
        write("transformer_small" + suffix, "transformer_small" + suffix,
              Transformer(11, 11, 12, 2, 3, 20, pre_norm, False), inputs,
              "transformer.decoder.layers.0.multihead_attn.in_proj_weight", PLAIN, sizes)


def recurrent():
    inputs = [((4, 6), 11), ((4,), 7, 1), ((4, 5), 9)]
    for cell in CELLS:
        sizes = {"source_vocabulary": 11, "target_vocabulary": 9, "embedding_size": 5, "hidden_size": 4,
                 "dropout": 0.0}
        write(f"{cell}_seq2seq", f"{cell}_seq2seq", SequenceToSequence(cell, 11, 9, 5, 4, 2), inputs,
              "encoder.rnn.weight_hh_l0", PLAIN, sizes)
        write(f"{cell}_luong", f"{cell}_luong", Luong(cell, 11, 9, 5, 4, 2), inputs, "decoder.attention.key.weight",
              PLAIN, sizes)
        write(f"{cell}_bahdanau", f"{cell}_bahdanau", Bahdanau(cell, 11, 9, 5, 4, 3), inputs,
              "encoder.rnn.weight_ih_l0_reverse", PLAIN, {**sizes, "attention_size": 3})


def counts():
    sizes = {}
    for cell in CELLS:
        sizes[f"{cell}_seq2seq"] = SequenceToSequence(cell, 8000, 6000, 256, 512, 2)
        sizes[f"{cell}_bahdanau"] = Bahdanau(cell, 8000, 6000, 256, 512, 512)
        sizes[f"{cell}_luong"] = Luong(cell, 8000, 6000, 256, 512, 2)
    sizes["transformer_base_pre_norm"] = Transformer(37000, 37000, 512, 6, 8, 2048, True, True)
    sizes["transformer_small"] = Transformer(8000, 6000, 256, 3, 8, 512, False, False)
    sizes["transformer_small_pre_norm"] = Transformer(8000, 6000, 256, 3, 8, 512, True, False)
    for name, module in sizes.items():
        print(f"{name},{sum(p.numel() for p in module.parameters())},torch.nn layers of the same sizes counted")


def main():
    torch.manual_seed(0)
    if sys.argv[1:] == ["counts"]:
        counts()
        return
    recurrent()
    transformers()
    t5()
    bart()


if __name__ == "__main__":
    main()
