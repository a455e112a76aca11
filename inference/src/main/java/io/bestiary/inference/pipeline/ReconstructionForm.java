package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How pictures drawn again are written.
 *
 * @param side height and width of the pictures
 * @param channels of the pictures
 */
record ReconstructionForm(int side, int channels) implements AnswerForm<Reconstruction> {

    @Override
    public Map<String, Object> toJson(Reconstruction answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("squared_error", answer.error());
        json.put("picture", PictureForm.toJson(answer.picture()));
        return json;
    }

    @Override
    public List<Part<Reconstruction>> parts() {
        return List.of(
                new Part<>(
                        TensorForm.of("squared_error", Datatype.FP32),
                        answer -> Tensor.floats(List.of(), new float[] {(float) answer.error()})),
                new Part<>(
                        PictureForm.tensor("picture", side, side, channels),
                        answer -> PictureForm.toTensor(answer.picture())));
    }
}
