package io.bestiary.inference.djl;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.bestiary.inference.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lets a pipeline answer between DJL's two halves of a prediction: examples wait in the context, the block is handed
 * nothing, and what comes after it is the pipeline's own work, one forward pass or many.
 */
final class PipelineTranslator<I, O, R, E, A> implements Translator<I, O> {
    private static final String EXAMPLES = "bestiary.examples";

    private final Pipeline<R, E, A> pipeline;
    private final Function<I, R> input;
    private final Function<A, O> output;

    PipelineTranslator(Pipeline<R, E, A> pipeline, Function<I, R> input, Function<A, O> output) {
        this.pipeline = pipeline;
        this.input = input;
        this.output = output;
    }

    @Override
    public NDList processInput(TranslatorContext context, I given) {
        return batchProcessInput(context, List.of(given));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<I> given) {
        List<E> examples = new ArrayList<>();
        given.forEach(one -> examples.add(pipeline.prepare(input.apply(one))));
        context.setAttachment(EXAMPLES, examples);
        return new NDList();
    }

    @Override
    public O processOutput(TranslatorContext context, NDList nothing) {
        return batchProcessOutput(context, nothing).get(0);
    }

    @Override
    public List<O> batchProcessOutput(TranslatorContext context, NDList nothing) {
        @SuppressWarnings("unchecked") // what batchProcessInput left there
        List<E> examples = (List<E>) context.getAttachment(EXAMPLES);
        return pipeline.answer(context.getNDManager(), examples).stream()
                .map(output)
                .toList();
    }

    /** Any but none: it is not used, and without one DJL would ask for each input apart. */
    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }
}
