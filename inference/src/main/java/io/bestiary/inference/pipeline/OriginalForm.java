package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.NumberField;
import io.bestiary.inference.form.PictureField;
import io.bestiary.inference.form.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How pictures to be drawn again are written: a picture, and the number of its class where the network is told. */
final class OriginalForm implements InputForm<Original> {
    private final PictureField picture;
    private final Optional<NumberField> label;

    OriginalForm(int channels, List<String> labels) {
        this.picture = new PictureField("image", "a picture of any size", channels);
        this.label = labels.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        NumberField.choice("class", "number of the picture's class", 0, labels, Optional.of(0.0)));
    }

    @Override
    public Class<Original> type() {
        return Original.class;
    }

    @Override
    public List<Field<?>> fields() {
        List<Field<?>> fields = new ArrayList<>(List.of(picture));
        label.ifPresent(fields::add);
        return fields;
    }

    @Override
    public Original make(Values values) {
        PixelImage image = values.get(picture);
        return new Original(
                image, label.map(field -> values.get(field).intValue()).orElse(0));
    }
}
