package io.bestiary.inference.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.bestiary.datasets.image.PixelImage;
import java.io.ByteArrayInputStream;

/** The requests of DJL Serving: a picture's bytes in, JSON out. */
final class RequestTranslator implements Translator<Input, Output> {
    private final ImageTranslator images;

    RequestTranslator(ImageTranslator images) {
        this.images = images;
    }

    @Override
    public NDList processInput(TranslatorContext context, Input request) {
        byte[] bytes = request.getData().getAsBytes();
        return images.prepare(context, PixelImage.read(new ByteArrayInputStream(bytes), "request"));
    }

    @Override
    public Output processOutput(TranslatorContext context, NDList logits) {
        Classifications answer = images.processOutput(context, logits);
        Output output = new Output();
        output.addProperty("Content-Type", "application/json");
        output.add(answer.toJson());
        return output;
    }
}
