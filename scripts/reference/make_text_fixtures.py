"""Makes the fixture of the text tests: python3 scripts/reference/make_text_fixtures.py

Needs scikit-learn. Made-up texts of three classes, and what multinomial naive Bayes with add-one smoothing tells of others,
unknown words among them: the probability of each class; accuracy and macro F1.
"""
import json
import random
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.naive_bayes import MultinomialNB

FILE = Path(__file__).resolve().parents[2] / "training/src/test/resources/text/naive-bayes.json"
WORDS = {
    "food": "Soup bread butter cheese apple salt the a of, tasty! don't pan".split(),
    "sport": "Ball goal team run jump the a of, win! didn't field 100".split(),
    "weather": "Rain sun wind cloud the a of, cold! it's storm degrees 30".split(),
}


def text(chance, label, strange):
    words = [chance.choice(WORDS[label] if chance.random() < 0.6 else WORDS[chance.choice(list(WORDS))])
             for _ in range(chance.randint(3, 9))]
    return " ".join(words + (["zebra", "Ünicode"] if strange else []))


def main():
    chance = random.Random(5)
    labels = [chance.choice(["food", "food", "sport", "weather"]) for _ in range(60)]
    train = [text(chance, label, False) for label in labels]
    asked = [chance.choice(list(WORDS)) for _ in range(30)]
    test = [text(chance, label, i % 3 == 0) for i, label in enumerate(asked)]
    counter = CountVectorizer(token_pattern=r"\w+|[^\w\s]+", lowercase=True)
    model = MultinomialNB(alpha=1).fit(counter.fit_transform(train), labels)
    told = model.predict(counter.transform(test))
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps({
        "classes": list(model.classes_),
        "train": list(map(list, zip(train, labels))),
        "test": list(map(list, zip(test, asked))),
        "probabilities": [[round(float(p), 9) for p in row]
                          for row in model.predict_proba(counter.transform(test))],
        "accuracy": accuracy_score(asked, told),
        "macro_f1": f1_score(asked, told, average="macro"),
    }, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
