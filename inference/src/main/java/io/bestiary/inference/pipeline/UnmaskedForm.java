package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How texts whose hidden tokens were told are written: the text, and the most probable tokens of each place. */
final class UnmaskedForm implements AnswerForm<Unmasked> {
    private static final int TOKENS_IN_JSON = 5;

    @Override
    public Map<String, Object> toJson(Unmasked answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", answer.text());
        json.put(
                "masks",
                answer.masks().stream().map(mask -> mask.top(TOKENS_IN_JSON)).toList());
        return json;
    }

    @Override
    public List<Part<Unmasked>> parts() {
        return List.of(new Part<>(
                TensorForm.of("text", Datatype.BYTES),
                answer -> Tensor.strings(List.of(), List.of(answer.text().getBytes(StandardCharsets.UTF_8)))));
    }
}
