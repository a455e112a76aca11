package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.MaskedImage;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.datasets.image.Resize;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.PictureField;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;

/** Pictures to masks of their own size. */
public final class ImageSegmentationPipeline
        implements Pipeline<PixelImage, ImageSegmentationPipeline.Fitted, Segmentation> {
    private final Network network;
    private final ImagePreprocessor preprocessor;

    /** A picture ready for the network, and the size that it had. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Fitted(float[] values, int height, int width) {}

    public ImageSegmentationPipeline(Network network, ImagePreprocessor preprocessor) {
        this.network = network;
        this.preprocessor = preprocessor;
    }

    @Override
    public InputForm<PixelImage> inputForm() {
        return InputForm.of(
                PixelImage.class, new PictureField("image", "a picture of any size", preprocessor.channels()));
    }

    @Override
    public AnswerForm<Segmentation> answerForm() {
        return new SegmentationForm();
    }

    @Override
    public Fitted prepare(PixelImage picture) {
        return new Fitted(preprocessor.apply(picture), picture.height(), picture.width());
    }

    @Override
    public List<Segmentation> answer(NDManager manager, List<Fitted> examples) {
        NDArray batch =
                FloatBatch.of(manager, examples.stream().map(Fitted::values).toList(), preprocessor.shape());
        float[] margins =
                margin(network.forward(new NDList(batch), false).head()).toFloatArray();
        int area = preprocessor.height() * preprocessor.width();
        List<Segmentation> masks = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            masks.add(mask(margins, i * area, examples.get(i)));
        }
        return masks;
    }

    /** How much more a pixel belongs than not: logits (B, 2, H, W) -> (B, H, W). */
    public static NDArray margin(NDArray logits) {
        return logits.get(":, 1").sub(logits.get(":, 0"));
    }

    /** Probabilities in the network's size, as grey values, brought to the size of the picture. */
    private Segmentation mask(float[] margins, int from, Fitted example) {
        byte[] likely = new byte[preprocessor.height() * preprocessor.width()];
        for (int at = 0; at < likely.length; at++) {
            likely[at] = (byte) Math.round(255 / (1 + Math.exp(-margins[from + at])));
        }
        PixelImage small = new PixelImage(preprocessor.width(), preprocessor.height(), 1, likely);
        PixelImage full = new ImagePreprocessor(
                        example.height(), example.width(), 1, List.of(0.0), List.of(1.0), Resize.STRETCH)
                .fit(small);
        byte[] mask = new byte[full.pixels().length];
        int belonging = 0;
        for (int at = 0; at < mask.length; at++) {
            boolean belongs = (full.pixels()[at] & 0xff) >= MaskedImage.BELONGS;
            mask[at] = (byte) (belongs ? 255 : 0);
            belonging += belongs ? 1 : 0;
        }
        return new Segmentation(new PixelImage(full.width(), full.height(), 1, mask), (double) belonging / mask.length);
    }
}
