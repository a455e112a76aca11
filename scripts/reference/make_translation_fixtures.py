"""Makes the fixture of the translation metrics: python3 scripts/reference/make_translation_fixtures.py

Needs sacrebleu. Sentences made by a grammar of a few lines, with numbers, signs, capitals and letters of several alphabets;
for each a "translation" that is the sentence with words lost, doubled, exchanged or respelled. Beside them the scores that
sacrebleu gives: all pairs with and without case, and parts of them where an order of n-grams has no match.
"""
import json
import random
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

FILE = Path(__file__).resolve().parents[2] / "training/src/test/resources/translation/metrics.json"
WHO = ["A man", "Two women", "The Müller family", "Zoë", "Ein Hund", "Une vieille dame", "Иван", "李雷", "Ångström's cat"]
DOES = ["paid $1,234.50 for", "looks at", "sold 12-15 of", "isn't afraid of", "wrote \"read me\" on", "carries 3.14 kg of",
        "says &quot;no&quot; to", "runs (slowly) past", "e-mails a@b.example about", "traverse"]
WHAT = ["red apples", "the well-known house", "an old, grey dog", "50% of it", "l'arbre", "naïve café-goers", "R&amp;D",
        "a < b & c > d", "the 😀 sign", "ice\u00a0cream", "x/y"]
END = [".", "!", "?", "...", "", " .", " - at 7:30 p.m.", "; then 5,000.", ", etc."]


def changed(words, rng):
    result = []
    for word in words:
        chance = rng.random()
        if chance < 0.08:
            continue
        if chance < 0.12:
            result += [word, word]
        elif chance < 0.18:
            result.append(rng.choice("the of a and red in 7 , le".split()))
        elif chance < 0.23:
            result.append(word.swapcase())
        elif chance < 0.28:
            result.append(word[:-1] + rng.choice("aeiou"))
        else:
            result.append(word)
    if rng.random() < 0.2 and len(result) > 2:
        i = rng.randrange(len(result) - 1)
        result[i], result[i + 1] = result[i + 1], result[i]
    return result


def pairs():
    rng = random.Random(11)
    made = []
    for _ in range(200):
        reference = " ".join(rng.choice(part) for part in (WHO, DOES, WHAT)) + rng.choice(END)
        made.append([" ".join(changed(reference.split(" "), rng)), reference])
    made[17][0] = ""
    made[18][0] = "one"
    made[19] = ["ab", "abc de fg"]
    made[20] = ["completely different here", "no word in common\twith that"]
    return made


def scores(pairs, lowercase=False):
    texts, references = zip(*pairs)
    bleu, chrf = BLEU(lowercase=lowercase), CHRF(lowercase=lowercase)
    result = {"bleu": bleu.corpus_score(texts, [references]).score, "chrf": chrf.corpus_score(texts, [references]).score}
    return {**result, "bleu_signature": str(bleu.get_signature()), "chrf_signature": str(chrf.get_signature())}


def main():
    made = pairs()
    parts = [[0, 200], [0, 50], [17, 21], [18, 19], [19, 20], [20, 21], [30, 31], [31, 32], [40, 43]]
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps({
        "pairs": made,
        "parts": [{"from": a, "to": b, **scores(made[a:b])} for a, b in parts],
        "lowercase": scores(made, True),
    }, ensure_ascii=False, indent=0) + "\n")


if __name__ == "__main__":
    main()
