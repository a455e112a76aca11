package io.bestiary.inference.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.zoo.engine.HostMemory;
import java.awt.image.BufferedImage;
import java.util.List;

/** DJL's pictures to DJL's classifications, prepared as in training. */
final class ImageTranslator implements Translator<Image, Classifications> {
    private final ImagePreprocessor preprocessor;
    private final List<String> labels;

    ImageTranslator(ImagePreprocessor preprocessor, List<String> labels) {
        this.preprocessor = preprocessor;
        this.labels = labels;
    }

    @Override
    public NDList processInput(TranslatorContext context, Image input) {
        if (!(input.getWrappedImage() instanceof BufferedImage picture)) {
            throw new IllegalArgumentException("picture: must wrap a BufferedImage, got "
                    + input.getWrappedImage().getClass().getName());
        }
        return prepare(context, PixelImage.of(picture));
    }

    NDList prepare(TranslatorContext context, PixelImage picture) {
        return new NDList(HostMemory.array(context.getNDManager(), preprocessor.apply(picture), preprocessor.shape()));
    }

    @Override
    public Classifications processOutput(TranslatorContext context, NDList logits) {
        return new Classifications(labels, logits.singletonOrThrow().softmax(0));
    }
}
