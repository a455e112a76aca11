"""Makes the fixtures of ImportWordsIT: python3 scripts/reference/make_import_words_fixtures.py [TEXTGENRNN]

Tiny recurrent networks for words with random weights as torch saves them, the tokenizers that belong to them, and what those
networks tell of sentences. With the folder of textgenrnn's weights and vocabulary, how probable that network, computed by
torch, finds some titles. Needs torch, tokenizers and safetensors.
"""
import json
import sys
from pathlib import Path

import torch
from make_import_fixtures import FOLDER
from make_import_series_fixtures import saved
from make_recurrent_fixtures import CharacterTagger, Text, TextgenRnn
from safetensors.torch import load_file
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

SENTENCES = ["the cat sat on the mat .", "a dog met the Cat", "they"]
LEARN = "the cat sat on mat . a rat met Cat they are"
SPECIAL = ["<pad>", "<unk>"]
TITLES = ["Show HN: A zoo", "Ask HN: How do you write a compiler in a weekend, and would you do it again?", "n"]


def numbered(tokens):
    return {token: i for i, token in enumerate(SPECIAL + sorted(set(tokens)))}


def tokenizers():
    words = Tokenizer(models.WordLevel(numbered(LEARN.split()), unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    characters = Tokenizer(models.WordLevel(numbered(LEARN.replace(" ", "")), unk_token="<unk>"))
    characters.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    characters.decoder = decoders.Fuse()
    for tokenizer, name in ((words, "words"), (characters, "characters")):
        tokenizer.add_special_tokens(SPECIAL)
        tokenizer.save(str(FOLDER / f"{name}-tokenizer.json"))
    return words, characters


def lively(model):
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.8)
    return model


def networks():
    words, characters = tokenizers()
    many, letters = words.get_vocab_size(), characters.get_vocab_size()
    tagger = saved(lively(Text("gru", many, 5, 6, 1, True, 3, True)), "gru-tagger")
    looking = saved(lively(CharacterTagger(many, letters, 5, 3, 4, 6, 1, 3)), "character-tagger")
    classifier = saved(lively(Text("lstm", many, 5, 6, 1, False, 3, False)), "lstm-classifier")
    answers = {"vocabulary": many, "characters": letters, "sentences": []}
    for sentence in SENTENCES:
        told = sentence.split()
        ids = torch.tensor([words.encode(sentence).ids])
        lengths = torch.tensor([len(told)])
        spelled = [characters.encode(word).ids for word in told]
        longest = max(map(len, spelled))
        spelled = torch.tensor([[word + [0] * (longest - len(word)) for word in spelled]])
        answers["sentences"].append({
            "words": told, "text": sentence,
            "gru_tagger": tagger(ids, lengths).softmax(2)[0].tolist(),
            "lstm_character_tagger": looking(ids, lengths, spelled).softmax(2)[0].tolist(),
            "lstm_classifier": classifier(ids, lengths).softmax(1)[0].tolist()})
    return answers


def titles(folder):
    """Each character, and the end, from the 40 before it, filled up with zeros at their beginning, as it was trained."""
    known = json.loads((folder / "textgenrnn_vocab.json").read_text(encoding="utf-8"))
    keras = load_file(folder / "textgenrnn_standard_lstm.safetensors")
    model = TextgenRnn(len(known) + 1, 100, 128, 2)
    state = {"embedding.weight": keras["embeddings"], "attention.weight": keras["attention_W"].T,
             "output.weight": keras["output_kernel"].T, "output.bias": keras["output_bias"]}
    for layer in ("rnn_1", "rnn_2"):
        bias = keras[f"{layer}_bias"]
        state |= {f"{layer}.weight_ih_l0": keras[f"{layer}_kernel"].T, f"{layer}.bias_ih_l0": bias,
                  f"{layer}.weight_hh_l0": keras[f"{layer}_recurrent_kernel"].T, f"{layer}.bias_hh_l0": bias * 0}
    model.load_state_dict({name: tensor.contiguous() for name, tensor in state.items()})
    scores = []
    for title in TITLES:
        ids = [known["<s>"]] + [known[character] for character in title]
        windows = [([0] * 40 + ids[:end])[-40:] for end in range(1, len(ids))]
        logs = model.eval()(torch.tensor(windows))[:, -1].log_softmax(1)
        scores.append({"text": title, "nats": -logs[range(len(title)), ids[1:]].double().sum().item()})
    return scores


def main():
    torch.manual_seed(4)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        answers = networks()
        if len(sys.argv) > 1:
            answers["titles"] = titles(Path(sys.argv[1]))
    (FOLDER / "words.json").write_text(json.dumps(answers, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
