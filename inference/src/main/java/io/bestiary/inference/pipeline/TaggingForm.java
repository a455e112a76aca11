package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How tagged words are written: an object for each in JSON; in tensors and tables the words, places and tags apart by spaces. */
final class TaggingForm implements AnswerForm<Tagging> {

    @Override
    public Map<String, Object> toJson(Tagging answer) {
        return Map.of("tokens", answer.tokens());
    }

    @Override
    public List<Part<Tagging>> parts() {
        return List.of(
                part("tokens", Tagging.Token::token),
                part("offsets", token -> token.start() + ":" + token.end()),
                part("tags", Tagging.Token::tag));
    }

    private static Part<Tagging> part(String name, Function<Tagging.Token, String> value) {
        return new Part<>(TensorForm.of(name, Datatype.BYTES), answer -> {
            String joined = answer.tokens().stream().map(value).collect(Collectors.joining(" "));
            return Tensor.strings(List.of(), List.of(joined.getBytes(StandardCharsets.UTF_8)));
        });
    }
}
