package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.PictureField;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pictures to classes. */
public final class ImageClassificationPipeline implements Pipeline<PixelImage, float[], Classification> {
    private final Network network;
    private final ImagePreprocessor preprocessor;
    private final List<String> labels;

    public ImageClassificationPipeline(Network network, ImagePreprocessor preprocessor, List<String> labels) {
        this.network = network;
        this.preprocessor = preprocessor;
        this.labels = List.copyOf(labels);
    }

    @Override
    public InputForm<PixelImage> inputForm() {
        return InputForm.of(
                PixelImage.class, new PictureField("image", "a picture of any size", preprocessor.channels()));
    }

    @Override
    public AnswerForm<Classification> answerForm() {
        return new ClassificationForm(labels);
    }

    @Override
    public float[] prepare(PixelImage picture) {
        return preprocessor.apply(picture);
    }

    @Override
    public List<Classification> answer(NDManager manager, List<float[]> examples) {
        NDArray batch = FloatBatch.of(manager, examples, preprocessor.shape());
        float[] probabilities = logits(new NDList(batch)).softmax(1).toFloatArray();
        List<Classification> answers = new ArrayList<>(examples.size());
        for (int from = 0; from < probabilities.length; from += labels.size()) {
            answers.add(Classification.of(labels, Arrays.copyOfRange(probabilities, from, from + labels.size())));
        }
        return answers;
    }

    /** The network's raw output for prepared pictures: (B, C, H, W) -> (B, K). */
    public NDArray logits(NDList pictures) {
        return network.forward(pictures, false).head();
    }
}
