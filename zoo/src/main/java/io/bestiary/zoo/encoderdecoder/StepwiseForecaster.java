package io.bestiary.zoo.encoderdecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Tracer;
import java.util.Optional;

/** Reads a past (B, L, C), then tells one time after another, each from the one told before: -> (B, horizon, C). */
final class StepwiseForecaster extends NamedBlock {
    private final Recurrent encoder;
    private final Recurrent decoder;
    private final Block fc;
    private final int horizon;

    StepwiseForecaster(Recurrent encoder, Recurrent decoder, Block fc, int horizon) {
        this.encoder = child("encoder", encoder);
        this.decoder = child("decoder", decoder);
        this.fc = child("fc", fc);
        this.horizon = horizon;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray past = inputs.singletonOrThrow();
        NDList state = encoder.run(pass, past, Optional.empty(), new NDList()).state();
        NDArray value = past.get(":, -1:");
        NDList told = new NDList();
        for (int i = 0; i < horizon; i++) {
            Recurrent.Result step = decoder.run(pass, value, Optional.empty(), state);
            value = pass.through(fc, step.output());
            state = step.state();
            told.add(value);
        }
        return new NDList(NDArrays.concat(told, 1));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape past = inputs[0];
        tracer.one(encoder, past);
        Shape steps = new Shape(past.get(0), horizon, past.get(2));
        return tracer.through(fc, tracer.one(decoder, steps));
    }
}
