package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How masks are written: as pictures, and the share of the pixels that belong. */
final class SegmentationForm implements AnswerForm<Segmentation> {

    @Override
    public Map<String, Object> toJson(Segmentation answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("share", answer.share());
        json.put("mask", PictureForm.toJson(answer.mask()));
        return json;
    }

    @Override
    public List<Part<Segmentation>> parts() {
        return List.of(
                new Part<>(
                        TensorForm.of("share", Datatype.FP32),
                        answer -> Tensor.floats(List.of(), new float[] {(float) answer.share()})),
                new Part<>(PictureForm.tensor("mask", -1, -1, 1), answer -> PictureForm.toTensor(answer.mask())));
    }
}
