package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.attention.Heads;

/**
 * RoBERTa, BERT's encoder with another training; Liu et al., 2019. Names are those of Hugging Face's
 * {@code RobertaModel}, {@code RobertaForMaskedLM}, {@code RobertaForSequenceClassification} and
 * {@code RobertaForTokenClassification}.
 */
@Paper(
        title = "RoBERTa: A Robustly Optimized BERT Pretraining Approach",
        authors = "Liu, Ott, Goyal, Du, Joshi, Chen, Levy, Lewis, Zettlemoyer, Stoyanov",
        year = 2019,
        link = "https://arxiv.org/abs/1907.11692",
        deviations = "The table of positions begins with two rows that stand for padding, as in the published code.")
public record Roberta(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(value = "most tokens that are read at once", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(value = "width of the vectors", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "layers", min = 1, max = 1000)
        int layers,

        @Hyperparameter(value = "heads of attention, a divisor of the width", min = 1, max = 1024)
        int heads,

        @Hyperparameter(value = "width of the feed-forward network", min = 1, max = 1_000_000)
        int feedForward,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter("what the network answers") Head head,

        @Hyperparameter(value = "classes to tell apart, where the head does", min = 1, max = 100_000)
        int classes)
        implements EncoderOfText {

    public Roberta {
        Hyperparameters.check(
                Roberta.class, vocabulary, context, hiddenSize, layers, heads, feedForward, dropout, head, classes);
        Heads.check(heads, hiddenSize);
    }

    public static Roberta robertaBase() {
        return new Roberta(50_265, 512, 768, 12, 12, 3072, 0.1, Head.ENCODER, 2);
    }

    @Override
    public Block network() {
        BertEncoder sizes = new BertEncoder(context + 2, 2, 1, hiddenSize, layers, heads, feedForward, 1e-5, dropout);
        Embedding words = sizes.words(vocabulary);
        TextEncoder encoder = sizes.over(words); // (B, T) -> (B, T, C)
        return switch (head) {
            case ENCODER -> sequence(part("", encoder), part("pooler", sizes.firstToken())); // -> (B, C)
            case MASKED_LANGUAGE ->
                sequence(
                        part("roberta", encoder),
                        part("lm_head", sizes.unmasking("dense", "layer_norm", words))); // -> (B, T, V)
            case SEQUENCE ->
                sequence(part("roberta", encoder), part("classifier", sizes.classifier(classes))); // -> (B, K)
            case TOKENS ->
                sequence(part("roberta", encoder), part("classifier", sizes.dropped(classes))); // -> (B, T, K)
        };
    }
}
