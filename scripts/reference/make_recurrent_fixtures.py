"""Makes the golden fixtures of the recurrent networks: python3 scripts/reference/make_recurrent_fixtures.py

Needs torch, safetensors and numpy. Everything here is written with torch's own recurrent modules and packed sequences.
"""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden import write

PLAIN = f"plain modules of torch {torch.__version__}"
CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def recurrent(cell, size, hidden, layers, both):
    return CELLS[cell](size, hidden, layers, batch_first=True, bidirectional=both)


def read(rnn, x, lengths=None):
    """Output of every step, and h of the last layer after the last real step, the ways side by side."""
    if lengths is None:
        steps, state = rnn(x)
    else:
        packed, state = rnn(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
        steps = pad_packed_sequence(packed, batch_first=True, total_length=x.shape[1])[0]
    h = state[0] if isinstance(state, tuple) else state
    return steps, torch.cat(list(h[-2:] if rnn.bidirectional else h[-1:]), 1)


class LanguageModel(nn.Module):
    def __init__(self, cell, vocabulary, size, hidden, layers):
        super().__init__()
        self.encoder = nn.Embedding(vocabulary, size)
        self.rnn = recurrent(cell, size, hidden, layers, False)
        self.decoder = nn.Linear(hidden, vocabulary)

    def forward(self, tokens):
        return self.decoder(self.rnn(self.encoder(tokens))[0])


class TiedLanguageModel(nn.Module):
    def __init__(self, cell, vocabulary, size, layers):
        super().__init__()
        self.encoder = nn.Embedding(vocabulary, size)
        self.rnn = recurrent(cell, size, size, layers, False)
        self.decoder = nn.Module()
        self.decoder.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, tokens):
        return nn.functional.linear(self.rnn(self.encoder(tokens))[0], self.encoder.weight, self.decoder.bias)


class TextgenRnn(nn.Module):
    """Told from each beginning of the sequence apart, as the published network tells the last token."""

    def __init__(self, vocabulary, size, hidden, layers):
        super().__init__()
        self.layers = layers
        self.embedding = nn.Embedding(vocabulary, size)
        for i in range(layers):
            setattr(self, f"rnn_{i + 1}", recurrent("lstm", hidden if i else size, hidden, 1, False))
        self.attention = nn.Linear(size + layers * hidden, 1, bias=False)
        self.output = nn.Linear(size + layers * hidden, vocabulary)

    def forward(self, tokens):
        said = [self.embedding(tokens)]
        for i in range(self.layers):
            said.append(getattr(self, f"rnn_{i + 1}")(said[-1])[0])
        values = torch.cat(said, 2)
        means = []
        for end in range(1, tokens.shape[1] + 1):
            some = values[:, :end]
            means.append((some * self.attention(some).softmax(1)).sum(1))
        return self.output(torch.stack(means, 1))


class Text(nn.Module):
    def __init__(self, cell, vocabulary, size, hidden, layers, both, classes, each):
        super().__init__()
        self.each = each
        self.embedding = nn.Embedding(vocabulary, size)
        self.rnn = recurrent(cell, size, hidden, layers, both)
        self.fc = nn.Linear(hidden * (1 + both), classes)

    def forward(self, tokens, lengths):
        steps, whole = read(self.rnn, self.embedding(tokens), lengths)
        return self.fc(steps if self.each else whole)


class CharacterTagger(nn.Module):
    """Each word's characters on their own, without the padding: 0 is no character."""

    def __init__(self, vocabulary, characters, size, letter, filters, hidden, layers, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, size)
        self.characters = nn.Conv1d(letter, filters, 3, padding=1)
        self.characters.embedding = nn.Embedding(characters, letter)
        self.filters = filters
        self.rnn = recurrent("lstm", size + filters, hidden, layers, True)
        self.fc = nn.Linear(2 * hidden, classes)

    def look(self, word):
        letters = self.characters.embedding(word) * (word > 0)[:, None]
        answers = torch.relu(self.characters(letters.T[None]))[0][:, word > 0]
        return answers.max(1).values if answers.shape[1] else torch.zeros(self.filters)

    def forward(self, tokens, lengths, characters):
        looks = torch.stack([torch.stack([self.look(word) for word in row]) for row in characters])
        return self.fc(read(self.rnn, torch.cat([self.embedding(tokens), looks], 2), lengths)[0])


class Series(nn.Module):
    """Numbers in, an answer of the given shape out."""

    def __init__(self, cell, channels, hidden, layers, both, answer):
        super().__init__()
        self.answer = answer
        self.rnn = recurrent(cell, channels, hidden, layers, both)
        self.fc = nn.Linear(hidden * (1 + both), torch.Size(answer).numel())

    def forward(self, values):
        return self.fc(read(self.rnn, values)[1]).reshape(-1, *self.answer)


class Pieces(Series):
    """Each column by itself, several times at once."""

    def forward(self, values):
        batch, length, channels = values.shape
        columns = torch.cat([values[:, :, c] for c in range(channels)])
        told = super().forward(columns.reshape(channels * batch, -1, self.rnn.input_size))
        return torch.stack(list(told.split(batch)), 2)


class Rows(Series):
    def forward(self, pictures):
        return super().forward(torch.cat(list(pictures.unbind(1)), 2))


def main():
    torch.manual_seed(0)
    tokens, lengths = ((4, 6), 11), ((4,), 7, 1)
    for cell in CELLS:
        small = {"vocabulary": 11, "embedding_size": 5, "hidden_size": 4, "layers": 2, "dropout": 0.0, "cell": cell}
        text = {**small, "classes": 3}
        write(f"char_{cell}", f"char_{cell}", LanguageModel(cell, 11, 5, 4, 2), [tokens], "rnn.weight_hh_l0", PLAIN,
              small)
        write(f"{cell}_classifier", f"{cell}_classifier", Text(cell, 11, 5, 4, 2, True, 3, False),
              [tokens, lengths], "rnn.weight_ih_l0_reverse", PLAIN, text)
        write(f"{cell}_tagger", f"{cell}_tagger", Text(cell, 11, 5, 4, 2, True, 3, True),
              [tokens, lengths], "rnn.bias_hh_l1_reverse", PLAIN, text)
        write(f"{cell}_forecaster", f"{cell}_forecaster", Series(cell, 2, 4, 2, False, (3, 2)), [((4, 6, 2), 0)],
              "rnn.weight_ih_l1", PLAIN,
              {"channels": 2, "context": 6, "horizon": 3, "hidden_size": 4, "dropout": 0.0})
        write(f"{cell}_series_classifier", f"{cell}_series_classifier", Series(cell, 2, 4, 1, True, (3,)),
              [((4, 6, 2), 0)], "rnn.weight_hh_l0_reverse", PLAIN,
              {"channels": 2, "context": 6, "hidden_size": 4, "dropout": 0.0, "classes": 3})
    write("textgenrnn", "textgenrnn", TextgenRnn(11, 5, 4, 2), [tokens], "attention.weight", PLAIN,
          {"vocabulary": 11, "context": 6, "embedding_size": 5, "hidden_size": 4})
    print("textgenrnn,", sum(p.numel() for p in TextgenRnn(465, 100, 128, 2).parameters()))
    write("gru_forecaster_apart", "gru_forecaster", Pieces("gru", 3, 4, 2, False, (5,)), [((4, 6, 2), 0)],
          "rnn.weight_ih_l0", PLAIN,
          {"channels": 2, "context": 6, "horizon": 5, "piece": 3, "columns": "apart", "hidden_size": 4, "dropout": 0.0})
    write("word_lstm_tied", "word_lstm_tied", TiedLanguageModel("lstm", 11, 4, 2), [tokens], "encoder.weight", PLAIN,
          {"vocabulary": 11, "embedding_size": 4, "hidden_size": 4, "dropout": 0.0})
    write("lstm_character_tagger", "lstm_character_tagger", CharacterTagger(11, 9, 5, 3, 6, 4, 2, 3),
          [tokens, lengths, ((4, 6, 5), 9)], "characters.weight", PLAIN,
          {"vocabulary": 11, "characters": 9, "embedding_size": 5, "character_size": 3, "filters": 6, "hidden_size": 4,
           "layers": 2, "dropout": 0.0, "classes": 3})
    write("row_lstm", "row_lstm", Rows("lstm", 2 * 6, 4, 1, False, (3,)), [((4, 2, 6, 6), 0)], "rnn.weight_ih_l0",
          PLAIN, {"image_size": 6, "channels": 2, "hidden_size": 4, "classes": 3})


if __name__ == "__main__":
    main()
