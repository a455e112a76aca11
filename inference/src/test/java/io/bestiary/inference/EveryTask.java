package io.bestiary.inference;

import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.datasets.image.Resize;
import io.bestiary.datasets.labelled.TextPreparation;
import io.bestiary.datasets.labelled.WordEncoder;
import io.bestiary.datasets.labelled.WordPreparation;
import io.bestiary.datasets.pairs.PairPreprocessor;
import io.bestiary.datasets.pairs.PairPreprocessor.Vocabularies;
import io.bestiary.datasets.text.CharacterTokenizer;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.datasets.text.WordTokenizer.Letters;
import io.bestiary.inference.djl.PipelineBlockFactory;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointCard;
import io.bestiary.zoo.encoderdecoder.BahdanauAttention;
import io.bestiary.zoo.encoderdecoder.UNet;
import io.bestiary.zoo.encoderdecoder.Vae;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.gan.ConditionalGan;
import io.bestiary.zoo.gan.CycleGan;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.rnn.RecurrentClassifier;
import io.bestiary.zoo.rnn.RecurrentTagger;
import io.bestiary.zoo.transformer.Bert;
import io.bestiary.zoo.transformer.Head;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A checkpoint of a small network for each task, with its first values, and inputs for it as JSON knows them. */
@SuppressWarnings("ImmutableEnumChecker") // functions that keep nothing
public enum EveryTask {
    PICTURES(SmallCheckpoint::write, random -> Map.of("image", picture(random, 28))),
    SERIES(SmallSeries::classifier, random -> Map.of("values", series(random))),
    FUTURE(SmallSeries::forecaster, random -> Map.of("values", series(random))),
    WRITER(
            SmallLanguageModel::write,
            random -> Map.of("prompt", letters(random, 8), "max_tokens", 3, "seed", random.nextInt(1000))),
    HIDDEN(EveryTask::hidden, random -> Map.of("text", letters(random, 4) + Vocabulary.MASK + letters(random, 4))),
    TEXTS(EveryTask::texts, random -> Map.of("text", words(random))),
    TAGS(EveryTask::tags, random -> Map.of("text", words(random))),
    TRANSLATOR(EveryTask::translator, random -> Map.of("text", letters(random, 4), "best", 1 + random.nextInt(2))),
    DRAWER(
            EveryTask::drawer,
            random -> Map.of("seed", random.nextInt(10_000), "class", random.nextInt(3), "z1", random.nextDouble())),
    REPEATER(EveryTask::repeater, random -> Map.of("image", picture(random, 8))),
    DIVIDER(EveryTask::divider, random -> Map.of("image", picture(random, 16))),
    REDRAWER(EveryTask::redrawer, random -> Map.of("image", picture(random, 24)));

    private static final List<String> LABELS = List.of("one", "two", "three");
    private static final String ALPHABET = " abcdefghijklmnopqrstuvwxyz";

    private final BiFunction<Path, String, Path> writer;
    private final Function<Random, Map<String, Object>> inputs;

    EveryTask(BiFunction<Path, String, Path> writer, Function<Random, Map<String, Object>> inputs) {
        this.writer = writer;
        this.inputs = inputs;
    }

    /** Writes the checkpoint. */
    public Path write(Path folder, String engine) {
        return writer.apply(folder, engine);
    }

    /** An input that is another one for each number. */
    public Map<String, Object> input(int number) {
        return inputs.apply(new Random(number));
    }

    private static String picture(Random random, int side) {
        byte[] pixels = new byte[side * side];
        random.nextBytes(pixels);
        return "data:image/png;base64,"
                + Base64.getEncoder().encodeToString(new PixelImage(side, side, 1, pixels).toPng());
    }

    private static float[][] series(Random random) {
        return SmallSeries.rows(random.nextInt()).values();
    }

    private static String letters(Random random, int most) {
        return random.ints(1 + random.nextInt(most), 1, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static String words(Random random) {
        return random.ints(1 + random.nextInt(12), 0, 4)
                .mapToObj(i -> i == 0 ? letters(random, 5) : "word" + i)
                .collect(Collectors.joining(" "));
    }

    private static Path hidden(Path folder, String engine) {
        Tokenizer tokenizer = CharacterTokenizer.train(List.of(ALPHABET), List.of(Vocabulary.PADDING, Vocabulary.MASK));
        Bert bert = new Bert(tokenizer.size(), 16, 16, 1, 2, 32, 1, 0, Head.MASKED_LANGUAGE, 2);
        return write(
                folder,
                engine,
                "bert_tiny_masked_language",
                bert,
                Task.LANGUAGE_MODELING,
                new TextPreprocessor(Kind.RUNNING, false, 16),
                List.of(),
                Map.of(Tokenizer.FILE, tokenizer.toJson()));
    }

    private static Path texts(Path folder, String engine) {
        Tokenizer tokenizer = CharacterTokenizer.train(List.of(ALPHABET), TextPreparation.SPECIALS);
        RecurrentClassifier network =
                new RecurrentClassifier(tokenizer.size(), Cell.GRU, 8, 8, 1, Direction.FORWARD, 0, LABELS.size());
        return write(
                folder,
                engine,
                "gru_classifier",
                network,
                Task.TEXT_CLASSIFICATION,
                new TextPreparation(100),
                LABELS,
                Map.of(Tokenizer.FILE, tokenizer.toJson()));
    }

    private static Path tags(Path folder, String engine) {
        WordEncoder words = WordEncoder.train(
                List.of(List.of("word1", "word2", "word3")),
                new WordPreparation(20, false, 8),
                100,
                1,
                Letters.LOWER_CASE);
        RecurrentTagger network = new RecurrentTagger(
                words.vocabulary().size(), Cell.GRU, 8, 8, 1, Direction.BIDIRECTIONAL, 0, LABELS.size());
        return write(
                folder,
                engine,
                "gru_tagger",
                network,
                Task.TOKEN_CLASSIFICATION,
                words.preparation(),
                LABELS,
                words.files());
    }

    private static Path translator(Path folder, String engine) {
        Tokenizer tokenizer = CharacterTokenizer.train(
                List.of(ALPHABET), List.of(Vocabulary.PADDING, Vocabulary.BEGIN, Vocabulary.END));
        BahdanauAttention network = new BahdanauAttention(tokenizer.size(), tokenizer.size(), Cell.GRU, 8, 12, 6, 0);
        return write(
                folder,
                engine,
                "gru_bahdanau",
                network,
                Task.TRANSLATION,
                new PairPreprocessor(Letters.LOWER_CASE, Vocabularies.JOINT, 4, 2, 1),
                List.of(),
                Map.of(Tokenizer.FILE, tokenizer.toJson()));
    }

    private static Path drawer(Path folder, String engine) {
        return write(
                folder,
                engine,
                "conditional_gan",
                new ConditionalGan(8, 16, 8, 1, LABELS.size()),
                Task.IMAGE_GENERATION,
                pictures(8),
                LABELS,
                Map.of());
    }

    private static Path repeater(Path folder, String engine) {
        return write(
                folder,
                engine,
                "vae_mnist",
                new Vae(4, 16, 1, 8, 1),
                Task.IMAGE_RECONSTRUCTION,
                pictures(8),
                List.of(),
                Map.of());
    }

    private static Path divider(Path folder, String engine) {
        return write(
                folder,
                engine,
                "unet_small",
                new UNet(8, 2, 16, 1, 2),
                Task.IMAGE_SEGMENTATION,
                pictures(16),
                List.of(),
                Map.of());
    }

    private static Path redrawer(Path folder, String engine) {
        return write(
                folder,
                engine,
                "cyclegan",
                new CycleGan(2, 1, 24, 1),
                Task.IMAGE_TO_IMAGE,
                new ImagePreprocessor(24, 24, 1, List.of(0.5), List.of(0.5), Resize.STRETCH),
                List.of(),
                Map.of());
    }

    private static ImagePreprocessor pictures(int side) {
        return new ImagePreprocessor(side, side, 1, List.of(0.0), List.of(1.0), Resize.STRETCH);
    }

    /** Writes the checkpoint of a network with the values it begins with. */
    static Path write(
            Path folder,
            String engine,
            String name,
            Architecture architecture,
            Task task,
            Object preprocessor,
            List<String> labels,
            Map<String, byte[]> attachments) {
        CheckpointCard card = new CheckpointCard(
                CheckpointCard.FORMAT,
                name,
                Hyperparameters.values(architecture),
                task.toString(),
                Pipelines.toJson(preprocessor),
                Map.of(),
                Map.of());
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 7)) {
            Checkpoint.write(
                    folder, card, network, labels, PipelineBlockFactory.servingProperties(), attachments, null);
        }
        return folder;
    }
}
