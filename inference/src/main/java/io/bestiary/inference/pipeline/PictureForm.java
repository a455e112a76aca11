package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How pictures are written in answers: in JSON as PNG in a {@code data:} address, in tensors as pixels (H, W, C). */
public final class PictureForm {
    private static final String PNG = "data:image/png;base64,";

    private PictureForm() {}

    static String toJson(PixelImage picture) {
        return PNG + Base64.getEncoder().encodeToString(picture.toPng());
    }

    /** The first picture of an answer in JSON, as a PNG file. */
    public static Optional<byte[]> png(Map<String, Object> answer) {
        return answer.values().stream()
                .filter(value -> value instanceof String text && text.startsWith(PNG))
                .findFirst()
                .map(value -> Base64.getDecoder().decode(((String) value).substring(PNG.length())));
    }

    /** The form of pictures; a size of -1 is any. */
    static TensorForm tensor(String name, long height, long width, long channels) {
        return TensorForm.of(name, Datatype.UINT8, height, width, channels);
    }

    static Tensor toTensor(PixelImage picture) {
        return Tensor.of(
                Datatype.UINT8,
                List.of((long) picture.height(), (long) picture.width(), (long) picture.channels()),
                ByteBuffer.wrap(picture.pixels()));
    }
}
