package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How generated texts are written; of a scored one, its score instead. */
final class GeneratedForm implements AnswerForm<GeneratedText> {

    @Override
    public Map<String, Object> toJson(GeneratedText answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (answer.score().isPresent()) {
            GeneratedText.Score score = answer.score().get();
            json.put("nats", score.nats());
            json.put("tokens", score.tokens());
            json.put("characters", score.characters());
            return json;
        }
        json.put("text", answer.text());
        json.put("tokens", answer.tokens());
        json.put("finish", answer.finish().name().toLowerCase(Locale.ROOT));
        return json;
    }

    @Override
    public List<Part<GeneratedText>> parts() {
        return List.of(
                new Part<>(
                        TensorForm.of("text", Datatype.BYTES),
                        answer ->
                                Tensor.strings(List.of(), List.of(answer.text().getBytes(StandardCharsets.UTF_8)))),
                new Part<>(
                        TensorForm.of("nats", Datatype.FP32),
                        answer -> Tensor.floats(List.of(), new float[] {
                            answer.score()
                                    .map(GeneratedText.Score::nats)
                                    .orElse(0.0)
                                    .floatValue()
                        })));
    }
}
