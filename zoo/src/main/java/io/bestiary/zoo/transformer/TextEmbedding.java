package io.bestiary.zoo.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.attention.AddedPositions;
import java.util.Optional;

/**
 * Vectors of tokens, their places and, if there are any, their types, added: tokens (B, T) -> (B, T, C). Types (B, T) may
 * come as a second input; otherwise all are 0.
 */
final class TextEmbedding extends NamedBlock {
    private final Embedding words;
    private final AddedPositions positions;
    private final Optional<Embedding> types;
    private final Block norm;
    private final Block dropout;

    TextEmbedding(Embedding words, AddedPositions positions, Optional<Embedding> types, Block norm, Block dropout) {
        this.words = child("word_embeddings", words);
        this.positions = child("position_embeddings", positions);
        this.types = types.map(table -> child("token_type_embeddings", table));
        this.norm = child("LayerNorm", norm);
        this.dropout = child("dropout", dropout);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = pass.through(words, inputs.get(0));
        if (types.isPresent()) {
            x = x.add(pass.through(types.get(), inputs.size() > 1 ? inputs.get(1) : first(x)));
        }
        return new NDList(pass.through(dropout, pass.through(norm, positions.add(pass, x, 0))));
    }

    /** The type of all tokens where none is given: (1, 1). */
    private static NDArray first(NDArray like) {
        return HostMemory.array(like.getManager(), new long[1], new Shape(1, 1));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = tracer.one(words, inputs[0]);
        types.ifPresent(table -> tracer.one(table, inputs[0]));
        return tracer.through(dropout, tracer.one(norm, tracer.one(positions, x)));
    }
}
