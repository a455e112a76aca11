package io.bestiary.inference.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.Points;
import io.bestiary.datasets.labelled.PiecePreparation;
import io.bestiary.datasets.labelled.TextPreparation;
import io.bestiary.datasets.labelled.WordEncoder;
import io.bestiary.datasets.labelled.WordPreparation;
import io.bestiary.datasets.pairs.FramedPairs;
import io.bestiary.datasets.pairs.PairPreprocessor;
import io.bestiary.datasets.pairs.PairTokens;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.text.FilledWindows;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the pipeline that answers for a checkpoint. */
public final class Pipelines {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Pipelines() {}

    /**
     * Makes the pipeline of a checkpoint's task.
     *
     * @throws CheckpointException if the preprocessor does not fit the task
     */
    public static Pipeline<?, ?, ?> of(Checkpoint checkpoint, Network network) {
        Task task = Task.of(checkpoint.card().task());
        return switch (task) {
            case IMAGE_CLASSIFICATION ->
                new ImageClassificationPipeline(network, imagePreprocessor(checkpoint), checkpoint.labels());
            case LANGUAGE_MODELING ->
                checkpoint.card().preprocessor().has("filler")
                        ? filled(network, tokenizer(checkpoint), preprocessor(checkpoint, FilledWindows.class))
                        : languageModel(
                                network, tokenizer(checkpoint), preprocessor(checkpoint, TextPreprocessor.class));
            case FORECASTING -> new ForecastingPipeline(network, seriesPreprocessor(checkpoint));
            case SERIES_CLASSIFICATION ->
                new SeriesClassificationPipeline(network, seriesPreprocessor(checkpoint), checkpoint.labels());
            case TRANSLATION -> new TranslationPipeline(network, pairTokens(checkpoint));
            case TEXT_CLASSIFICATION ->
                new TextClassificationPipeline(
                        network,
                        tokenizer(checkpoint),
                        preprocessor(checkpoint, TextPreparation.class),
                        checkpoint.labels());
            case TOKEN_CLASSIFICATION ->
                tokenizer(checkpoint).frame().isPresent()
                        ? new PieceTaggingPipeline(
                                network,
                                tokenizer(checkpoint),
                                preprocessor(checkpoint, PiecePreparation.class),
                                checkpoint.labels())
                        : new TokenClassificationPipeline(network, wordEncoder(checkpoint), checkpoint.labels());
            case IMAGE_GENERATION -> generation(checkpoint, network);
            case IMAGE_RECONSTRUCTION ->
                new ImageReconstructionPipeline(network, imagePreprocessor(checkpoint), checkpoint.labels());
            case IMAGE_SEGMENTATION -> new ImageSegmentationPipeline(network, imagePreprocessor(checkpoint));
            case IMAGE_TO_IMAGE -> new ImageToImagePipeline(network, imagePreprocessor(checkpoint));
        };
    }

    private static Pipeline<?, ?, ?> filled(Network network, Tokenizer tokenizer, FilledWindows windows) {
        int filler = tokenizer.vocabulary().id(windows.filler());
        return new LanguageModelPipeline(network, tokenizer, windows.texts(), OptionalInt.of(filler));
    }

    private static Pipeline<?, ?, ?> languageModel(
            Network network, Tokenizer tokenizer, TextPreprocessor preprocessor) {
        return network.block() instanceof Autoregressive
                ? new LanguageModelPipeline(network, tokenizer, preprocessor)
                : new MaskedLanguagePipeline(network, tokenizer, preprocessor);
    }

    /**
     * The pipeline of a checkpoint that draws, whatever it was trained for.
     *
     * @throws CheckpointException if its network does not draw
     */
    public static ImageGenerationPipeline generation(Checkpoint checkpoint, Network network) {
        if (!(checkpoint.architecture() instanceof ImageGeneration architecture)) {
            throw new CheckpointException(checkpoint.folder() + ": must hold a network that draws pictures, holds "
                    + checkpoint.card().architecture() + " for "
                    + checkpoint.card().task());
        }
        boolean points = checkpoint.card().preprocessor().has("scale");
        return new ImageGenerationPipeline(
                network,
                architecture,
                checkpoint.labels(),
                points ? Optional.of(preprocessor(checkpoint, Points.class)) : Optional.empty());
    }

    /** The preprocessor of a checkpoint that takes pictures. */
    public static ImagePreprocessor imagePreprocessor(Checkpoint checkpoint) {
        return preprocessor(checkpoint, ImagePreprocessor.class);
    }

    private static SeriesPreprocessor seriesPreprocessor(Checkpoint checkpoint) {
        return preprocessor(checkpoint, SeriesPreprocessor.class);
    }

    /**
     * The tokenizer of a checkpoint that reads text.
     *
     * @throws io.bestiary.datasets.DataException if it does what none of ours does
     */
    static Tokenizer tokenizer(Checkpoint checkpoint) {
        return tokenizer(checkpoint, Tokenizer.FILE);
    }

    private static Tokenizer tokenizer(Checkpoint checkpoint, String file) {
        byte[] json = checkpoint
                .attachment(file)
                .orElseThrow(() -> new CheckpointException(
                        checkpoint.folder() + ": must hold " + file + ", as its task reads text"));
        return Tokenizer.read(json, checkpoint.folder().resolve(file).toString());
    }

    private static PairTokens pairTokens(Checkpoint checkpoint) {
        boolean framed = checkpoint.card().preprocessor().has("begin");
        Optional<FramedPairs> signs =
                framed ? Optional.of(preprocessor(checkpoint, FramedPairs.class)) : Optional.empty();
        PairPreprocessor preprocessor =
                signs.map(FramedPairs::pairs).orElseGet(() -> preprocessor(checkpoint, PairPreprocessor.class));
        Tokenizer source = tokenizer(checkpoint);
        Tokenizer target = switch (preprocessor.vocabularies()) {
            case JOINT -> source;
            case SEPARATE -> tokenizer(checkpoint, PairTokens.TARGET_FILE);
        };
        return signs.map(around -> new PairTokens(around, source, target))
                .orElseGet(() -> new PairTokens(preprocessor, source, target));
    }

    private static WordEncoder wordEncoder(Checkpoint checkpoint) {
        Optional<Tokenizer> characters = checkpoint
                .attachment(WordEncoder.CHARACTERS_FILE)
                .map(json -> Tokenizer.read(
                        json,
                        checkpoint.folder().resolve(WordEncoder.CHARACTERS_FILE).toString()));
        return WordEncoder.of(
                preprocessor(checkpoint, WordPreparation.class),
                tokenizer(checkpoint),
                characters,
                checkpoint.folder().toString());
    }

    /** A preprocessor as a checkpoint keeps it. */
    public static JsonNode toJson(Object preprocessor) {
        return JSON.valueToTree(preprocessor);
    }

    private static <P> P preprocessor(Checkpoint checkpoint, Class<P> type) {
        try {
            return JSON.treeToValue(checkpoint.card().preprocessor(), type);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    checkpoint.folder() + ": bestiary.json: preprocessor: " + e.getOriginalMessage(), e);
        }
    }
}
