package io.bestiary.training.cli;

import io.bestiary.datasets.text.Llama2cTokenizer;
import io.bestiary.datasets.text.TextgenRnnVocabulary;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.WordPieceTokenizer;
import io.bestiary.datasets.text.WordTokenizer.Letters;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.rnn.TextgenRnn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The tokenizers that an imported network was trained with. */
final class ImportedTokenizer {
    /** Tables of T5 and others have rows to spare, so that their sizes are multiples of 128. */
    private static final int SPARE = 127;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "tokenizer.json, BERT's vocab.txt, the .bin of llama2.c or textgenrnn's vocabulary: what a"
                    + " network that reads text needs to answer.")
    private Path source;

    @Option(
            names = "--target-tokenizer",
            paramLabel = "FILE",
            description = "The same of what a network writes, if it is not what it reads.")
    private Path target;

    @Option(
            names = "--characters",
            paramLabel = "FILE",
            description = "tokenizer.json of the characters, if a tagger sees those of each word.")
    private Path characters;

    @Option(names = "--cased", description = "The words of vocab.txt have capital letters and accents.")
    private boolean cased;

    boolean isGiven() {
        return source != null;
    }

    /** What messages call the tokenizer of what is read. */
    Path file() {
        return source;
    }

    /** Cuts what a network reads, whose size has one of the names. */
    Tokenizer source(Architecture architecture, String size, boolean spare) {
        return fitting(source, architecture, size, spare);
    }

    /** Cuts what it writes, if that is another one. */
    Optional<Tokenizer> target(Architecture architecture) {
        return Optional.ofNullable(target).map(file -> fitting(file, architecture, "target_vocabulary", true));
    }

    Optional<Tokenizer> characters(Architecture architecture) {
        Object known = Hyperparameters.values(architecture).get("characters");
        if (known != null && characters == null) {
            throw new CheckpointException("--characters: must be given, as the network sees those of each word");
        }
        return known == null ? Optional.empty() : Optional.of(fitting(characters, architecture, "characters", false));
    }

    private Tokenizer fitting(Path file, Architecture architecture, String size, boolean spare) {
        Tokenizer cuts = read(file, architecture);
        int known = (int) Hyperparameters.values(architecture).get(size);
        if (cuts.size() > known || cuts.size() < known - (spare ? SPARE : 0)) {
            throw new CheckpointException(
                    file + ": must have " + known + " tokens, as many as the network, has " + cuts.size());
        }
        return cuts;
    }

    private Tokenizer read(Path file, Architecture architecture) {
        if (file.toString().endsWith(".bin")) {
            return Llama2cTokenizer.read(file);
        }
        if (file.toString().endsWith(".txt")) {
            return WordPieceTokenizer.readVocabulary(file, cased ? Letters.AS_WRITTEN : Letters.LOWER_CASE);
        }
        if (architecture instanceof TextgenRnn) {
            return TextgenRnnVocabulary.read(file);
        }
        try {
            return Tokenizer.read(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new CheckpointException(file + ": must be a tokenizer.json, found " + e.getMessage(), e);
        }
    }
}
