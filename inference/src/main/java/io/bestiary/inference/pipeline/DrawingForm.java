package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How drawings are written.
 *
 * @param side height and width of the pictures
 * @param channels of the pictures
 * @param labelled whether they have classes
 * @param points whether they are points
 */
record DrawingForm(int side, int channels, boolean labelled, boolean points) implements AnswerForm<Drawing> {

    @Override
    public Map<String, Object> toJson(Drawing drawing) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (points) {
            json.put("point", drawing.point());
        }
        if (labelled) {
            json.put("class", drawing.label());
        }
        json.put("picture", PictureForm.toJson(drawing.picture()));
        return json;
    }

    @Override
    public List<Part<Drawing>> parts() {
        List<Part<Drawing>> parts = new ArrayList<>();
        if (points) {
            parts.add(coordinate("x", 0));
            parts.add(coordinate("y", 1));
            return parts;
        }
        if (labelled) {
            parts.add(new Part<>(
                    TensorForm.of("class", Datatype.BYTES),
                    drawing -> Tensor.strings(List.of(), List.of(drawing.label().getBytes(StandardCharsets.UTF_8)))));
        }
        parts.add(new Part<>(
                PictureForm.tensor("picture", side, side, channels),
                drawing -> PictureForm.toTensor(drawing.picture())));
        return parts;
    }

    private static Part<Drawing> coordinate(String name, int index) {
        return new Part<>(
                TensorForm.of(name, Datatype.FP32),
                drawing -> Tensor.floats(
                        List.of(), new float[] {drawing.point().get(index).floatValue()}));
    }
}
