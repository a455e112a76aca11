package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How translations are written: the best one with its score, all where several were asked for, and what was looked at. */
final class TranslationForm implements AnswerForm<Translation> {

    @Override
    public Map<String, Object> toJson(Translation translation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", translation.text());
        json.put("score", translation.candidates().get(0).score());
        if (translation.candidates().size() > 1) {
            json.put("candidates", translation.candidates());
        }
        translation.attention().ifPresent(attention -> json.put("attention", attention));
        return json;
    }

    @Override
    public List<Part<Translation>> parts() {
        return List.of(
                new Part<>(
                        TensorForm.of("text", Datatype.BYTES),
                        answer ->
                                Tensor.strings(List.of(), List.of(answer.text().getBytes(StandardCharsets.UTF_8)))),
                new Part<>(
                        TensorForm.of("score", Datatype.FP32),
                        answer -> Tensor.floats(
                                List.of(),
                                new float[] {(float) answer.candidates().get(0).score()})));
    }
}
