package io.bestiary.inference;

import io.bestiary.inference.pipeline.Classification;
import java.nio.file.Path;

/** The README's example: everything that an application needs to use a trained classifier. */
public final class ClassifyPicture {

    private ClassifyPicture() {}

    /** Takes the folder of a run or a checkpoint, and a picture. */
    public static void main(String[] arguments) {
        try (ImageClassifier classifier = ImageClassifier.open(Path.of(arguments[0]))) {
            Classification answer = classifier.classify(Path.of(arguments[1]));
            answer.top(3).forEach(label -> System.out.printf("%s %.3f%n", label.name(), label.probability()));
        }
    }
}
