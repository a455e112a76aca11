package io.bestiary.inference.djl;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.checkpoint.Checkpoint;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;

/** Lets plain DJL and DJL Serving answer with a checkpoint's own pipeline; named in {@code serving.properties}. */
public final class PipelineTranslatorFactory implements TranslatorFactory {

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(
                new Pair<>(Image.class, Classifications.class),
                new Pair<>(Input.class, Output.class),
                new Pair<>(NDList.class, NDList.class));
    }

    @Override
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new IllegalArgumentException("types: must be one of " + getSupportedTypes() + ", got "
                    + input.getSimpleName() + " and " + output.getSimpleName());
        }
        if (input == NDList.class) {
            return cast(new NoopTranslator(Batchifier.STACK));
        }
        Checkpoint checkpoint = Checkpoint.open(model.getModelPath());
        ImageTranslator images = new ImageTranslator(Pipelines.imagePreprocessor(checkpoint), checkpoint.labels());
        return cast(input == Image.class ? images : new RequestTranslator(images));
    }

    @SuppressWarnings("unchecked") // the types were checked against those supported
    private static <I, O> Translator<I, O> cast(Translator<?, ?> translator) {
        return (Translator<I, O>) translator;
    }
}
