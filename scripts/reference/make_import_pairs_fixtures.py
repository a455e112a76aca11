"""Makes the fixtures of ImportPairsIT: python3 scripts/reference/make_import_pairs_fixtures.py

Tiny networks from text to text with random weights as transformers and torch save them, with their tokenizers, and what they
write greedily. Needs torch, transformers, tokenizers and safetensors; see reference.py.
"""
import json

from make_import_fixtures import FOLDER, saved
import torch
from make_encoder_decoder_fixtures import Luong
from make_tokenizer_fixtures import LEARN, unigram
from safetensors.torch import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import (
    BartConfig, BartForConditionalGeneration, GenerationConfig, PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration)

TEXTS = ["The quick brown fox can't jump.", "banana, bandana: ananas", "Überraschung"]


def written(model, tokenizer, **how):
    answers = []
    for text in TEXTS:
        inputs = tokenizer(text, return_tensors="pt")
        # As many tokens as Bestiary writes for a source of so many.
        most = 2 * inputs["input_ids"].shape[1] + 10
        ids = model.generate(**inputs, do_sample=False, max_new_tokens=most, **how)[0].tolist()
        answers.append({"text": text, "source": inputs["input_ids"][0].tolist(), "ids": ids,
                        "written": tokenizer.decode(ids, skip_special_tokens=True).strip()})
    return answers


def t5():
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=unigram(), pad_token="<pad>", eos_token="</s>", unk_token="<unk>")
    model = T5ForConditionalGeneration(T5Config(
        vocab_size=len(tokenizer) + 28, d_model=8, d_kv=4, d_ff=12, num_layers=1, num_heads=2, initializer_factor=4.0,
        relative_attention_num_buckets=8, relative_attention_max_distance=10, decoder_start_token_id=0))
    torch.nn.init.normal_(model.shared.weight)
    with torch.no_grad():
        model.shared.weight[len(tokenizer):] = 0  # as if never trained
    model = saved(model, tokenizer, "t5")
    model.generation_config = GenerationConfig(decoder_start_token_id=0, eos_token_id=1, pad_token_id=0)
    return {"vocabulary": model.config.vocab_size, "texts": written(model, tokenizer)}


def bart():
    mask = AddedToken("<mask>", lstrip=True, special=True)
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
    model = saved(BartForConditionalGeneration(BartConfig(
        vocab_size=len(tokenizer), max_position_embeddings=96, d_model=8, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=12, decoder_ffn_dim=12, init_std=0.9)),
        tokenizer, "bart")
    model.generation_config = GenerationConfig(
        decoder_start_token_id=2, forced_bos_token_id=0, eos_token_id=2, pad_token_id=1, bos_token_id=0)
    return {"vocabulary": len(tokenizer), "texts": written(model, tokenizer)}


def words(texts, name):
    tokens = sorted({word for text in texts for word in text.split()})
    tokenizer = Tokenizer(models.WordLevel(
        {token: i for i, token in enumerate(["<pad>", "<unk>", "<sos>", "<eos>"] + tokens)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(["<pad>", "<unk>", "<sos>", "<eos>"])
    tokenizer.save(str(FOLDER / f"luong-{name}.json"))
    return tokenizer


def luong():
    source = words(["the cat sat on the mat", "a rat met the cat", "they are there"], "source")
    target = words(["le chat est assis sur le tapis", "un rat a vu le chat", "ils sont ici"], "target")
    model = Luong("gru", source.get_vocab_size(), target.get_vocab_size(), 6, 8, 1)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=1.2)
    save_file({name: tensor.half() for name, tensor in model.state_dict().items()}, FOLDER / "luong.safetensors")
    model.load_state_dict({name: tensor.half().float() for name, tensor in model.state_dict().items()})
    answers = []
    for text in ("the cat sat", "they met a rat on the mat", "a dog"):
        ids = source.encode(text).ids + [source.token_to_id("<eos>")]
        told = [target.token_to_id("<sos>")]
        for _ in range(2 * len(ids) + 10):
            with torch.no_grad():
                logits = model(torch.tensor([ids]), torch.tensor([len(ids)]), torch.tensor([told]))
            told.append(int(logits[0, -1].argmax()))
            if told[-1] == target.token_to_id("<eos>"):
                break
        answers.append({"text": text, "source": ids, "ids": told, "written": target.decode(told)})
    return {"source_vocabulary": source.get_vocab_size(), "target_vocabulary": target.get_vocab_size(), "texts": answers}


def main():
    torch.manual_seed(12)
    answers = {"t5": t5(), "bart": bart(), "luong": luong()}
    (FOLDER / "pairs.json").write_text(json.dumps(answers, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
