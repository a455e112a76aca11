package io.bestiary.inference.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.Classification.Label;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** DJL's types to ours and back. */
final class Requests {
    static final Class<PixelImage> PICTURE = PixelImage.class;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Requests() {}

    /** A request of DJL Serving: JSON with the fields, or else the bytes of the main one. */
    static <R> R read(InputForm<R> form, Input request) {
        byte[] bytes = request.getData().getAsBytes();
        if (!request.getProperty("Content-Type", "").startsWith("application/json")) {
            return form.fromBytes(bytes, "request");
        }
        try {
            return form.fromJson(JSON.readTree(bytes));
        } catch (IOException e) {
            throw new DataException("request: must be JSON: " + e.getMessage(), e);
        }
    }

    static PixelImage picture(Image image) {
        if (!(image.getWrappedImage() instanceof BufferedImage picture)) {
            throw new IllegalArgumentException("picture: must wrap a BufferedImage, got "
                    + image.getWrappedImage().getClass().getName());
        }
        return PixelImage.of(picture);
    }

    static <A> Output write(AnswerForm<A> form, A answer) {
        Output output = new Output();
        output.addProperty("Content-Type", "application/json");
        try {
            output.add(JSON.writeValueAsString(form.toJson(answer)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return output;
    }

    static Classifications classifications(Classification answer) {
        return new Classifications(
                answer.labels().stream().map(Label::name).toList(),
                answer.labels().stream().map(Label::probability).toList());
    }
}
