package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/** How pictures are written in answers: in JSON as PNG in a {@code data:} address, in tensors as pixels (H, W, C). */
final class PictureForm {

    private PictureForm() {}

    static String toJson(PixelImage picture) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.toPng());
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
