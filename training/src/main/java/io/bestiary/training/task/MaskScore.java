package io.bestiary.training.task;

import io.bestiary.datasets.image.MaskedImage;
import io.bestiary.datasets.image.PixelImage;
import java.util.Map;

/** How masks agree with the true ones: the mean over the pictures, so that each counts alike; two empty masks agree. */
final class MaskScore {
    static final Metric DICE = new Metric("dice", true, true);
    static final Metric IOU = new Metric("iou", true, true);

    private double dice;
    private double iou;
    private int pictures;

    /** Counts a mask, 255 or 0, against the true one of its size. */
    void add(PixelImage told, PixelImage truth) {
        long both = 0;
        long ofTold = 0;
        long ofTruth = 0;
        for (int at = 0; at < truth.pixels().length; at++) {
            boolean first = (told.pixels()[at] & 0xff) >= MaskedImage.BELONGS;
            boolean second = (truth.pixels()[at] & 0xff) >= MaskedImage.BELONGS;
            ofTold += first ? 1 : 0;
            ofTruth += second ? 1 : 0;
            both += first && second ? 1 : 0;
        }
        boolean empty = ofTold + ofTruth == 0;
        dice += empty ? 1 : 2.0 * both / (ofTold + ofTruth);
        iou += empty ? 1 : (double) both / (ofTold + ofTruth - both);
        pictures++;
    }

    Map<String, Double> metrics() {
        return Map.of(DICE.name(), dice / pictures, IOU.name(), iou / pictures);
    }

    Evaluation evaluation() {
        return new Evaluation(pictures, metrics(), Map.of());
    }
}
