package io.bestiary.inference.djl;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.Pipeline;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets plain DJL and DJL Serving answer with a checkpoint's own pipeline; named in {@code serving.properties}.
 *
 * <p>For every task: {@code Input -> Output} as DJL Serving asks, {@code NDList -> NDList} for the bare network, and the
 * pipeline's own input and answer. For classes also DJL's {@code Classifications}, for pictures DJL's {@code Image}.
 */
public final class PipelineTranslatorFactory implements TranslatorFactory {

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(
                new Pair<>(Image.class, Classifications.class),
                new Pair<>(Input.class, Output.class),
                new Pair<>(NDList.class, NDList.class));
    }

    /** What a pipeline takes and gives is known once its checkpoint is open. */
    @Override
    public boolean isSupported(Class<?> input, Class<?> output) {
        return input == NDList.class == (output == NDList.class);
    }

    @Override
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments) {
        if (input == NDList.class && output == NDList.class) {
            @SuppressWarnings("unchecked") // the types have just been compared
            Translator<I, O> bare = (Translator<I, O>) new NoopTranslator(Batchifier.STACK);
            return bare;
        }
        Block block = model.getBlock();
        if (!(block instanceof PipelineBlock made)) {
            throw new IllegalArgumentException("blockFactory: must be " + PipelineBlockFactory.class.getName()
                    + " for " + input.getSimpleName() + " -> " + output.getSimpleName() + ", made a "
                    + block.getClass().getName());
        }
        return translator(made.pipeline(), input, output);
    }

    private static <I, O, R, E, A> Translator<I, O> translator(
            Pipeline<R, E, A> pipeline, Class<I> input, Class<O> output) {
        return new PipelineTranslator<>(pipeline, reading(pipeline, input), writing(pipeline, output));
    }

    private static <I, R> Function<I, R> reading(Pipeline<R, ?, ?> pipeline, Class<I> type) {
        Class<R> own = pipeline.inputForm().type();
        if (type == own) {
            return own::cast;
        }
        if (type == Input.class) {
            return given -> Requests.read(pipeline.inputForm(), (Input) given);
        }
        if (type == Image.class && own == Requests.PICTURE) {
            return given -> own.cast(Requests.picture((Image) given));
        }
        throw new IllegalArgumentException("input: must be one of " + own.getSimpleName() + ", Input"
                + (own == Requests.PICTURE ? ", Image" : "") + ", got " + type.getSimpleName());
    }

    private static <O, A> Function<A, O> writing(Pipeline<?, ?, A> pipeline, Class<O> type) {
        if (type == Output.class) {
            return answer -> type.cast(Requests.write(pipeline.answerForm(), answer));
        }
        if (type == Classifications.class) {
            return answer -> type.cast(Requests.classifications((Classification) answer));
        }
        return type::cast;
    }
}
