package io.bestiary.training.cli;

import io.bestiary.datasets.labelled.PiecePreparation;
import io.bestiary.datasets.labelled.TextPreparation;
import io.bestiary.datasets.labelled.WordEncoder;
import io.bestiary.datasets.labelled.WordPreparation;
import io.bestiary.datasets.pairs.FramedPairs;
import io.bestiary.datasets.pairs.PairPreprocessor;
import io.bestiary.datasets.pairs.PairPreprocessor.Vocabularies;
import io.bestiary.datasets.pairs.PairTokens;
import io.bestiary.datasets.text.FilledWindows;
import io.bestiary.datasets.text.Frame;
import io.bestiary.datasets.text.TextData;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.datasets.text.WordTokenizer.Letters;
import io.bestiary.training.cli.ImportedInput.Serving;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.encoderdecoder.Bart;
import io.bestiary.zoo.encoderdecoder.T5;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import io.bestiary.zoo.rnn.TextgenRnn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How texts come to an imported network, and how its answers become texts. */
final class ImportedTexts {
    /** Of a text, where the network sets no limit. */
    private static final int MOST_TOKENS = 1024;
    /** Characters of a word that a tagger sees. */
    private static final int MOST_CHARACTERS = 100;

    @Mixin
    private ImportedTokenizer tokenizer;

    @Option(
            names = "--begin",
            split = ",",
            paramLabel = "TOKEN",
            description =
                    "What the texts begin with that a network writes for others, several with commas between; of T5"
                            + " and BART it is known, else <bos>.")
    private List<String> begin;

    @Option(names = "--end", paramLabel = "TOKEN", description = "What those texts end with, else <eos>.")
    private String end;

    @Option(
            names = "--beam",
            paramLabel = "N",
            defaultValue = "1",
            description = "Beginnings that are kept where texts are written for others (${DEFAULT-VALUE}).")
    private int beam;

    boolean areRead() {
        return tokenizer.isGiven();
    }

    Serving language(Architecture architecture) {
        Tokenizer cuts = tokenizer.source(architecture, "vocabulary", false);
        // Where texts end with a token of their own, they begin with it, too.
        TextData.Kind texts =
                cuts.vocabulary().find(Vocabulary.END).isPresent() ? TextData.Kind.SEPARATE : TextData.Kind.RUNNING;
        int context = architecture instanceof RecurrentLanguageModel
                ? 0
                : (int) Hyperparameters.values(architecture).get("context");
        TextPreprocessor preprocessor = new TextPreprocessor(texts, false, context);
        return Serving.used(
                architecture instanceof TextgenRnn ? new FilledWindows(preprocessor, Vocabulary.PADDING) : preprocessor,
                List.of(),
                Map.of(Tokenizer.FILE, cuts.toJson()),
                cuts.frame().isPresent() ? ImportedInput.PREDICT : "generate FOLDER --prompt TEXT");
    }

    Serving classification(Architecture architecture, List<String> labels) {
        Tokenizer cuts = framed(architecture);
        return Serving.used(
                new TextPreparation(longest(architecture)),
                labels,
                Map.of(Tokenizer.FILE, cuts.toJson()),
                ImportedInput.PREDICT);
    }

    /** Of pieces where special tokens stand around a text, else of words. */
    Serving tagging(Architecture architecture, List<String> labels) {
        Tokenizer cuts = framed(architecture);
        if (cuts.frame().isPresent()) {
            return Serving.used(
                    new PiecePreparation(longest(architecture)),
                    labels,
                    Map.of(Tokenizer.FILE, cuts.toJson()),
                    ImportedInput.PREDICT);
        }
        Optional<Tokenizer> characters = tokenizer.characters(architecture);
        WordPreparation preparation =
                new WordPreparation(longest(architecture), characters.isPresent(), MOST_CHARACTERS);
        WordEncoder words =
                WordEncoder.of(preparation, cuts, characters, tokenizer.file().toString());
        return Serving.used(preparation, labels, words.files(), ImportedInput.PREDICT);
    }

    /** The heads of BERT and its kind see the special tokens around a text, which the tokenizer must know. */
    private Tokenizer framed(Architecture architecture) {
        Tokenizer cuts = tokenizer.source(architecture, "vocabulary", false);
        if (cuts.frame().isEmpty() && Hyperparameters.values(architecture).containsKey("head")) {
            throw new CheckpointException(
                    tokenizer.file() + ": must say which special tokens stand around a text, as BERT's do");
        }
        return cuts;
    }

    private static int longest(Architecture architecture) {
        return (int) Hyperparameters.values(architecture).getOrDefault("context", MOST_TOKENS);
    }

    Serving translation(Architecture architecture) {
        Map<String, Object> sizes = Hyperparameters.values(architecture);
        Tokenizer source = tokenizer.source(
                architecture, sizes.containsKey("vocabulary") ? "vocabulary" : "source_vocabulary", true);
        Optional<Tokenizer> own =
                sizes.containsKey("target_vocabulary") ? tokenizer.target(architecture) : Optional.empty();
        if (own.isEmpty()
                && !sizes.getOrDefault("target_vocabulary", 0).equals(sizes.getOrDefault("source_vocabulary", 0))) {
            throw new CheckpointException("--target-tokenizer: must be given, as the network reads "
                    + sizes.get("source_vocabulary") + " tokens and writes " + sizes.get("target_vocabulary"));
        }
        Vocabulary written = own.orElse(source).vocabulary();
        List<String> first = begin(architecture).stream()
                .map(sign -> sign("--begin", sign, written))
                .toList();
        String last = sign("--end", end(architecture), written);
        int signs = Math.max(first.size() + 1, source.frame().map(Frame::size).orElse(1));
        PairPreprocessor pairs;
        try {
            pairs = new PairPreprocessor(
                    Letters.AS_WRITTEN,
                    own.isPresent() ? Vocabularies.SEPARATE : Vocabularies.JOINT,
                    longest(architecture) - signs,
                    beam,
                    1);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("--" + e.getMessage(), e);
        }
        Map<String, byte[]> files = new HashMap<>(Map.of(Tokenizer.FILE, source.toJson()));
        own.ifPresent(cuts -> files.put(PairTokens.TARGET_FILE, cuts.toJson()));
        return Serving.used(new FramedPairs(pairs, first, last), List.of(), files, ImportedInput.PREDICT);
    }

    /** What a target begins with: the decoder's first token, and the one that transformers makes it write next. */
    private List<String> begin(Architecture architecture) {
        if (begin != null) {
            return begin;
        }
        return architecture instanceof T5
                ? List.of("<pad>")
                : architecture instanceof Bart ? List.of("</s>", "<s>") : List.of(Vocabulary.BEGIN);
    }

    private String end(Architecture architecture) {
        if (end != null) {
            return end;
        }
        return architecture instanceof T5 || architecture instanceof Bart ? "</s>" : Vocabulary.END;
    }

    private static String sign(String option, String sign, Vocabulary written) {
        if (written.find(sign).isEmpty()) {
            throw new CheckpointException(
                    option + ": must be a token of the tokenizer, such as " + written.specials() + ", got " + sign);
        }
        return sign;
    }
}
