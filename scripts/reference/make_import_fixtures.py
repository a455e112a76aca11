"""Makes the fixtures of ImportIT: python3 scripts/reference/make_import_fixtures.py

Tiny networks with random weights as transformers saves them, in half precision, with the tokenizers that belong to them, and
what transformers answers. Needs torch, transformers, tokenizers and safetensors; see reference.py.
"""
import json
import shutil
import tempfile
from pathlib import Path

import reference  # noqa: F401
import torch
from make_tokenizer_fixtures import LEARN, word_pieces
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig, BertForMaskedLM, BertForSequenceClassification, BertForTokenClassification, BertTokenizerFast,
    GPT2Config, GPT2LMHeadModel, GPT2TokenizerFast, PreTrainedTokenizerFast, RobertaConfig, RobertaForMaskedLM,
    RobertaForSequenceClassification)

FOLDER = Path(__file__).resolve().parents[2] / "training/src/test/resources/io/bestiary/training/cli/import"
TEXTS = ["The quick brown fox can't jump over 1234 lazy dogs.", "Überraschung: der Fuß des Bären!", "banana, bandana"]
MASKED = ["the cat sat on the [MASK].", "[MASK] quick brown fox, [MASK]!"]


def saved(model, tokenizer, name):
    """The weights and the tokenizer as files; what is computed afterwards is of the weights as they were rounded."""
    with tempfile.TemporaryDirectory() as folder:
        model.half().save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        shutil.copyfile(f"{folder}/model.safetensors", FOLDER / f"{name}.safetensors")
        shutil.copyfile(f"{folder}/tokenizer.json", FOLDER / f"{name.split('-')[0]}-tokenizer.json")
    return model.float().eval()


def bert():
    vocabulary = word_pieces(True).get_vocab()
    (FOLDER / "vocab.txt").write_text(
        "".join(token + "\n" for token in sorted(vocabulary, key=vocabulary.get)), encoding="utf-8")
    tokenizer = BertTokenizerFast(str(FOLDER / "vocab.txt"))
    assert len(tokenizer) == len(vocabulary), (len(tokenizer), len(vocabulary))
    config = BertConfig(vocab_size=len(vocabulary), max_position_embeddings=40, hidden_size=8, num_hidden_layers=1,
                        num_attention_heads=2, intermediate_size=12, num_labels=3, initializer_range=0.7)
    answers = {"vocabulary": len(vocabulary)}
    with torch.no_grad():
        model = saved(BertForSequenceClassification(config), tokenizer, "bert-sequence")
        answers["sequence"] = [{"text": text, "probabilities": model(**tokenizer(text, return_tensors="pt"))
                                .logits.softmax(1)[0].tolist()} for text in TEXTS]
        model = saved(BertForTokenClassification(config), tokenizer, "bert-tokens")
        answers["tokens"] = []
        for text in TEXTS:
            words = text.split()
            pieces = tokenizer(words, is_split_into_words=True, return_tensors="pt")
            probabilities = model(**pieces).logits.softmax(2)[0]
            firsts = [pieces.word_ids().index(i) for i in range(len(words))]
            answers["tokens"].append({"words": words, "tags": probabilities[firsts].argmax(1).tolist(),
                                      "probabilities": probabilities[firsts].max(1).values.tolist()})
        model = saved(BertForMaskedLM(config), tokenizer, "bert-masked")
        answers["masked"] = hidden(model, tokenizer, MASKED)
    return answers


def roberta():
    mask = AddedToken("<mask>", lstrip=True, special=True)  # no space stands before it
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trained.decoder = decoders.ByteLevel()
    trained.train_from_iterator(LEARN, trainers.BpeTrainer(
        vocab_size=330, special_tokens=["<s>", "<pad>", "</s>", "<unk>", mask],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    trained.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=trained, bos_token="<s>", eos_token="</s>", sep_token="</s>", cls_token="<s>", unk_token="<unk>",
        pad_token="<pad>", mask_token=mask)
    config = RobertaConfig(vocab_size=len(tokenizer), max_position_embeddings=82, hidden_size=8, num_hidden_layers=1,
                           num_attention_heads=2, intermediate_size=12, num_labels=3, type_vocab_size=1,
                           layer_norm_eps=1e-5, initializer_range=0.7)
    answers = {"vocabulary": len(tokenizer)}
    with torch.no_grad():
        model = saved(RobertaForSequenceClassification(config), tokenizer, "roberta-sequence")
        answers["sequence"] = [{"text": text, "probabilities": model(**tokenizer(text, return_tensors="pt"))
                                .logits.softmax(1)[0].tolist()} for text in TEXTS]
        model = saved(RobertaForMaskedLM(config), tokenizer, "roberta-masked")
        answers["masked"] = hidden(model, tokenizer, [text.replace("[MASK]", "<mask>") for text in MASKED])
    return answers


def hidden(model, tokenizer, texts):
    answers = []
    special = torch.tensor(tokenizer.all_special_ids)
    for text in texts:
        pieces = tokenizer(text, return_tensors="pt")
        places = (pieces["input_ids"][0] == tokenizer.mask_token_id).nonzero()[:, 0]
        probabilities = model(**pieces).logits.softmax(2)[0, places]
        probabilities[:, special] = 0
        answers.append({"text": text, "tokens": tokenizer.convert_ids_to_tokens(probabilities.argmax(1).tolist()),
                        "probabilities": probabilities.max(1).values.tolist()})
    return answers


def gpt2():
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trained.decoder = decoders.ByteLevel()
    trained.post_processor = processors.ByteLevel(trim_offsets=False)
    trained.train_from_iterator(LEARN, trainers.BpeTrainer(
        vocab_size=330, special_tokens=["<|endoftext|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False))
    tokenizer = GPT2TokenizerFast(tokenizer_object=trained)
    model = saved(GPT2LMHeadModel(GPT2Config(
        vocab_size=len(tokenizer), n_positions=32, n_embd=8, n_layer=1, n_head=2, initializer_range=0.7,
        bos_token_id=0, eos_token_id=0)), tokenizer, "gpt2")
    answers = []
    for text in ("The quick", "banana 12", "Fuß"):
        ids = tokenizer(text, return_tensors="pt")["input_ids"]
        written = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=12, pad_token_id=0)
        answers.append({"text": text, "ids": written[0, ids.shape[1]:].tolist(),
                        "written": tokenizer.decode(written[0, ids.shape[1]:], skip_special_tokens=True)})
    return {"vocabulary": len(tokenizer), "texts": answers}


def main():
    torch.manual_seed(7)
    FOLDER.mkdir(parents=True, exist_ok=True)
    answers = {"bert": bert(), "gpt2": gpt2(), "roberta": roberta()}
    (FOLDER / "answers.json").write_text(json.dumps(answers, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
