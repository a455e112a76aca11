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
 * BERT, a Transformer that reads in both directions; Devlin et al., 2018. Names are those of Hugging Face's
 * {@code BertModel}, {@code BertForMaskedLM}, {@code BertForSequenceClassification} and
 * {@code BertForTokenClassification}.
 */
@Paper(
        title = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
        authors = "Devlin, Chang, Lee, Toutanova",
        year = 2018,
        link = "https://arxiv.org/abs/1810.04805",
        deviations = {
            "The encoder alone gives the pooled vector of the first token.",
            "Sizes below base are those of Turc et al., 2019, https://arxiv.org/abs/1908.08962."
        })
public record Bert(
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

        @Hyperparameter(
                value = "kinds of tokens, such as those of a first and of a second sentence",
                min = 1,
                max = 1024)
        int tokenTypes,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter("what the network answers") Head head,

        @Hyperparameter(value = "classes to tell apart, where the head does", min = 1, max = 100_000)
        int classes)
        implements EncoderOfText {

    public Bert {
        Hyperparameters.check(
                Bert.class,
                vocabulary,
                context,
                hiddenSize,
                layers,
                heads,
                feedForward,
                tokenTypes,
                dropout,
                head,
                classes);
        Heads.check(heads, hiddenSize);
    }

    public static Bert bertTiny() {
        return of(128, 2, 2, Head.ENCODER);
    }

    public static Bert bertTinyMaskedLanguage() {
        return of(128, 2, 2, Head.MASKED_LANGUAGE);
    }

    public static Bert bertTinyClassifier() {
        return of(128, 2, 2, Head.SEQUENCE);
    }

    public static Bert bertTinyTagger() {
        return of(128, 2, 2, Head.TOKENS);
    }

    public static Bert bertMini() {
        return of(256, 4, 4, Head.ENCODER);
    }

    public static Bert bertSmall() {
        return of(512, 4, 8, Head.ENCODER);
    }

    public static Bert bertMedium() {
        return of(512, 8, 8, Head.ENCODER);
    }

    public static Bert bertBase() {
        return of(768, 12, 12, Head.ENCODER);
    }

    private static Bert of(int hiddenSize, int layers, int heads, Head head) {
        return new Bert(30_522, 512, hiddenSize, layers, heads, 4 * hiddenSize, 2, 0.1, head, 2);
    }

    @Override
    public Block network() {
        BertEncoder sizes =
                new BertEncoder(context, 0, tokenTypes, hiddenSize, layers, heads, feedForward, 1e-12, dropout);
        Embedding words = sizes.words(vocabulary);
        TextEncoder encoder = sizes.over(words); // (B, T) -> (B, T, C)
        return switch (head) {
            case ENCODER -> sequence(part("", encoder), part("pooler", sizes.firstToken())); // -> (B, C)
            case MASKED_LANGUAGE ->
                sequence(
                        part("bert", encoder),
                        part(
                                "cls.predictions",
                                sizes.unmasking("transform.dense", "transform.LayerNorm", words))); // -> (B, T, V)
            case SEQUENCE ->
                sequence(
                        part("bert", sequence(part("", encoder), part("pooler", sizes.firstToken()))),
                        part("classifier", sizes.dropped(classes))); // -> (B, K)
            case TOKENS -> sequence(part("bert", encoder), part("classifier", sizes.dropped(classes))); // -> (B, T, K)
        };
    }
}
