"""Makes the fixtures of TokenizerTest with Hugging Face's tokenizers: what it learns, and what it makes of texts.

    python scripts/reference/make_tokenizer_fixtures.py datasets/src/test/resources/io/bestiary/datasets/text
"""

import base64
import json
import pathlib
import sys

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

LEARN = [
    "the cat sat on the mat, and the rat that the cat had met sat there too.",
    "The quick brown fox can't jump over 1234 lazy dogs; they're 5678 more, aren't they?",
    "banana bandana ananas aaaa aaaaaaa abababab",
    "Überraschung: der Fuß des Bären ist größer als gedacht, naïve façade, œuvre.",
    "Съешь же ещё этих мягких французских булок, да выпей чаю.",
    "日本語の文章。中文文本。한국어 문장 👍🏽 👍🏽 😀😀",
    "tabs\tand\n\nlines  with   spaces \n",
]

ASK = LEARN + [
    "",
    " ",
    "\n",
    "a",
    "  leading and trailing  ",
    "unseen: ŵxyz ‘quotes’ – dashes … ½ ² ٣ x\u0301 e\u0301\u0323",
    "I'll I'LL we've 's ' ''s",
    "zero\u200dwidth\u00a0no-break\u2003em\u0085next\u2028line",
    "👩‍👩‍👧‍👦 🇫🇷 \U0001f9ff \U000e0100",
    "ΣΊΣΥΦΟΣ İstanbul ǅ ﬁ ẞ",
    "snake_case __init__ a.b,c;d-e 3.14e-10",
    "x < y > z",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
    "\U00010330\U00010331 ᏣᎳᎩ نص עברית हिन्दी ภาษาไทย",
    "\u0000\u0001\u001f\u007f",
]

OF_BERT = [
    "[CLS] the [MASK] [SEP] ##an an##d",
    "a\ufffdb\u200bc\u00add \ufeff\ue000e\u0378f",
    "ÀÉÎÕÜ ñandú ąęł Ελλάδα Й ё \u0e33 \u0d4a \uac00\u11a8 \u1100\u1161",
    "漢字kanji漢 \U00020000x\uf900y\u3007z ｆｕｌｌ、ｗｉｄｔｈ",
    "$1+2=3<4>5^6`7|8~9 \u00a7\u00b6\u00ab\u00bb\u2014\u20ac",
    "cat " + "a" * 100 + " " + "a" * 101 + " cat",
]


OF_T5 = ["a\u00a0b \ufb01n \u00bd x\u0301y \u2026\u2581c \u2581\u2581d e\u0301\u0323 \u0001z", "\u2581 the"]


def answers(tokenizer, texts):
    found = []
    for text in texts:
        try:
            encoding = tokenizer.encode(text, add_special_tokens=False)
        except Exception:
            continue
        found.append({"text": text, "ids": encoding.ids, "offsets": encoding.offsets, "decoded": tokenizer.decode(encoding.ids)})
    return found


def byte_pairs():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False)
    tokenizer.decoder = decoders.ByteLevel(add_prefix_space=False, trim_offsets=False)
    tokenizer.train_from_iterator(
        LEARN,
        trainers.BpeTrainer(
            vocab_size=330,
            min_frequency=2,
            special_tokens=["<pad>", "<eos>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    return tokenizer


def words():
    counts = {}
    lower = normalizers.Lowercase()
    for text in LEARN:
        for word, _ in pre_tokenizers.Whitespace().pre_tokenize_str(lower.normalize_str(text)):
            counts[word] = counts.get(word, 0) + 1
    chosen = sorted((w for w in counts if counts[w] >= 1), key=lambda w: (-counts[w], w.encode("utf-16-be")))
    vocab = {token: i for i, token in enumerate((["<pad>", "<unk>"] + chosen)[:60])}
    tokenizer = Tokenizer(models.WordLevel(vocab, unk_token="<unk>"))
    tokenizer.normalizer = lower
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(["<pad>", "<unk>"])
    return tokenizer


def characters():
    known = sorted({c for text in LEARN for c in text})
    vocab = {token: i for i, token in enumerate(["<unk>"] + known)}
    tokenizer = Tokenizer(models.WordLevel(vocab, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens(["<unk>"])
    return tokenizer


def pieces():
    """The form of Llama's tokenizer, with merges that are learned from words; rare characters are spelled in bytes."""
    normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    learner = Tokenizer(models.BPE())
    learner.normalizer = normalizer
    learner.pre_tokenizer = pre_tokenizers.Split("\u2581", "merged_with_next")
    learner.train_from_iterator(
        LEARN, trainers.BpeTrainer(vocab_size=120, limit_alphabet=45, show_progress=False))
    model = json.loads(learner.to_str())["model"]
    specials = ["<unk>", "<s>", "</s>"]
    learned = sorted(model["vocab"], key=model["vocab"].get)
    tokens = specials + [f"<0x{value:02X}>" for value in range(256)] + learned
    tokenizer = Tokenizer(models.BPE(
        {token: i for i, token in enumerate(tokens)}, [tuple(merge) for merge in model["merges"]], unk_token="<unk>",
        fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizer
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens(specials)
    return tokenizer


# What SentencePiece 0.2.2 compiles of the rules in WRITTEN: SentencePieceNormalizer(rule_tsv=..., add_dummy_prefix=False).
WRITTEN = {"\ufb01": "fi", "\u00bd": "1\u20442", "\u00a0": " ", "\u2003": " ", "e\u0301": "\u00e9", "\u2026": "...",
           "\u00b2": "2", "\u0001": "", "\uff46": "f", "x\u0301": "q", "\u2028": " "}
CHARSMAP = (
    "AAQAAAAMAAAAAACAAQ0AAMwYAgCBBQAAFgAAgMwAAgCBPQAAFAAAgKANAAABAACADQAAgAcAAICABAIAAwAAgIMVAACBBQAAEQAAgIYFAAAPAACAvWEAAB"
    "cAAAAUAAAAFQAAABoAAAAbAAAAGAAAALJBAAAeAAAAHwAAABwAAAAdAAAAIgAAACMAAACszAIAIQAAAKi5AAAnAAAAJAAAACUAAAAqAAAAKwAAAKaRAAAp"
    "AAAALgAAAC8AAAAsAAAALQAAADIAAAAzAAAAMAAAAL2cAgA2AAAANwAAADQAAAA1AAAAOgAAADsAAAA4AAAAOQAAAD4AAAA/AAAAPAAAAD0AAABCAAAAQw"
    "AAAEAAAABBAAAARgAAAEcAAABEAAAARQAAAEoAAABLAAAASAAAAEkAAABOAAAATwAAAEwAAABNAAAAUgAAAFMAAABQAAAAUQAAAFYAAABXAAAAVAAAAFUA"
    "AABaAAAAWwAAAFgAAABZAAAAXgAAAF8AAABcAAAAXQAAAGIAAABjAAAAYAAAAGEAAABmAAAAZwAAAGWkAgBlAAAAagAAAGsAAABoAAAAaQAAAG4AAABvAA"
    "AAbAAAAG0AAAByAAAAcwAAAHAAAABxAAAAdgAAAHcAAAB0AAAAdQAAAHoAAAB7AAAAeAAAAHjEAgB+AAAAfwAAAHwAAAB9AAAAggAAAIMAAACAAAAAgQAA"
    "AIYAAACHAAAAhAAAAIUAAACKAAAAiwAAAIgAAACJAAAAjgAAAI8AAACMAAAAjQAAAJIAAACTAAAAkAAAAJEAAACWAAAAlwAAAJQAAACVAAAAmgAAAJsAAA"
    "CYAAAAmQAAAJ4AAACfAAAAnAAAAJ0AAACiAAAAowAAAKAAAAChAAAApgAAAKcAAACkAAAApQAAAKoAAACrAAAAqAAAAKkAAACuAAAArwAAAKwAAACtAAAA"
    "sgAAALMAAACwAAAAsQAAALYAAAC3AAAAtAAAALUAAAC6AAAAuwAAALgAAAC5AAAAvgAAAL8AAAC8AAAAvQAAAMIAAADCoAEAwAAAAMEAAADGAAAAxwAAAM"
    "QAAADFAAAAygAAAMsAAADIAAAAyQAAAM4AAADPAAAAzAAAAM0AAADSAAAA0wAAANAAAADRAAAA1gAAANcAAADUAAAA1QAAANoAAADbAAAA2AAAANkAAADe"
    "AAAA3wAAANwAAADdAAAA4gAAAOKwAQDgAAAA4QAAAOYAAADnAAAA5AAAAOUAAADqAAAA6wAAAOgAAADpAAAA74gBAO8AAADsAAAA7QAAAPIAAADzAAAA8A"
    "AAAPEAAAD2AAAA9wAAAPQAAAD1AAAA+gAAAPsAAAD4AAAA+QAAAP4AAAD/AAAA/AAAAP0AAAAAIAAuLi4AMeKBhDIAMgBmAGZpAHEAw6kA")


def unigram():
    """The form of T5's tokenizer: pieces with scores, and rules for characters that are written otherwise first."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Precompiled(base64.b64decode(CHARSMAP))
    assert all(tokenizer.normalizer.normalize_str(text) == written for text, written in WRITTEN.items())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("\u2581", "always")])
    tokenizer.decoder = decoders.Metaspace("\u2581", "always")
    tokenizer.train_from_iterator(LEARN, trainers.UnigramTrainer(
        vocab_size=150, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B:1 </s>:1", special_tokens=[("</s>", 1)])
    tokenizer.encode_special_tokens = True
    return tokenizer


def word_pieces(lower):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lower)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=220, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(LEARN, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.encode_special_tokens = True
    return tokenizer


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, make in (("byte-pairs", byte_pairs), ("words", words), ("characters", characters), ("pieces", pieces),
                       ("unigram", unigram),
                       ("word-pieces", lambda: word_pieces(True)), ("word-pieces-cased", lambda: word_pieces(False))):
        tokenizer = make()
        texts = ASK + OF_BERT if name.startswith("word-pieces") else ASK + OF_T5 if name == "unigram" else ASK
        content = {"learn": LEARN, "tokenizer": json.loads(tokenizer.to_str()), "answers": answers(tokenizer, texts)}
        (folder / f"{name}.json").write_text(json.dumps(content, ensure_ascii=True), encoding="utf-8")


if __name__ == "__main__":
    main()
