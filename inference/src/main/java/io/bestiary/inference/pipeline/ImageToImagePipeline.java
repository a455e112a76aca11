package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.PictureField;
import io.bestiary.zoo.gan.Translated;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;

/** Pictures of one kind to pictures of another, in the network's size. */
public final class ImageToImagePipeline implements Pipeline<PixelImage, float[], Drawing> {
    private final Network network;
    private final ImagePreprocessor preprocessor;

    /**
     * Makes a pipeline.
     *
     * @param network whose block is {@link Translated}
     * @param preprocessor that leaves values in [-1, 1]
     */
    public ImageToImagePipeline(Network network, ImagePreprocessor preprocessor) {
        this.network = network;
        this.preprocessor = preprocessor;
    }

    @Override
    public InputForm<PixelImage> inputForm() {
        return InputForm.of(
                PixelImage.class, new PictureField("image", "a picture of any size", preprocessor.channels()));
    }

    @Override
    public AnswerForm<Drawing> answerForm() {
        return new DrawingForm(preprocessor.height(), preprocessor.channels(), false, false);
    }

    @Override
    public float[] prepare(PixelImage picture) {
        return preprocessor.apply(picture);
    }

    @Override
    public List<Drawing> answer(NDManager manager, List<float[]> examples) {
        NDList batch = new NDList(FloatBatch.of(manager, examples, preprocessor.shape()));
        float[] made = network.forward(((Translated) network.block()).generator(), batch, false)
                .head()
                .toFloatArray();
        int size = made.length / examples.size();
        List<Drawing> drawings = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            PixelImage picture =
                    Tones.signed(made, i * size, preprocessor.width(), preprocessor.height(), preprocessor.channels());
            drawings.add(new Drawing(picture, "", List.of()));
        }
        return drawings;
    }
}
