package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A trained classifier that reads what another network draws. */
final class Judge {
    private static final int BATCH = 256;

    private final Checkpoint checkpoint;

    private Judge(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /**
     * What the judge made of pictures.
     *
     * @param features (N, F) what its last layer reads
     * @param probabilities (N, K)
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    record Reading(float[][] features, float[][] probabilities) {

        /** The most probable class of a picture. */
        int best(int picture) {
            float[] all = probabilities[picture];
            int best = 0;
            for (int k = 1; k < all.length; k++) {
                best = all[k] > all[best] ? k : best;
            }
            return best;
        }

        /** The mean probability of the most probable class. */
        double topProbability() {
            double sum = 0;
            for (int i = 0; i < probabilities.length; i++) {
                sum += probabilities[i][best(i)];
            }
            return sum / probabilities.length;
        }

        /** How many pictures are most probably of each class. */
        int[] histogram() {
            int[] counts = new int[probabilities[0].length];
            for (int i = 0; i < probabilities.length; i++) {
                counts[best(i)]++;
            }
            return counts;
        }
    }

    /**
     * Opens a run or a checkpoint.
     *
     * @throws CheckpointException if it holds no picture classifier of these classes
     */
    static Judge open(Path folder, List<String> classes) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.open(folder);
        } catch (CheckpointException e) {
            throw new CheckpointException("measure.judge: must be a trained picture classifier: " + e.getMessage(), e);
        }
        String task = checkpoint.card().task();
        if (!task.equals(Task.IMAGE_CLASSIFICATION.toString())
                || !checkpoint.labels().equals(classes)) {
            throw new CheckpointException("measure.judge: must be a picture classifier of the classes " + classes
                    + ", got " + folder + ", for " + task
                    + (checkpoint.labels().isEmpty() ? "" : " of " + checkpoint.labels()));
        }
        return new Judge(checkpoint);
    }

    Reading read(NDManager manager, List<PixelImage> pictures) {
        ImagePreprocessor preprocessor = Pipelines.imagePreprocessor(checkpoint);
        float[][] features = new float[pictures.size()][];
        float[][] probabilities = new float[pictures.size()][];
        try (Network network = checkpoint.network(manager)) {
            for (int from = 0; from < pictures.size(); from += BATCH) {
                List<PixelImage> some = pictures.subList(from, Math.min(pictures.size(), from + BATCH));
                int first = from;
                Questions.within(manager, arrays -> {
                    NDList inputs = new NDList(batch(preprocessor, some, arrays));
                    rows(network.features(inputs), features, first);
                    rows(network.forward(inputs, false).head().softmax(1), probabilities, first);
                    return inputs;
                });
            }
        }
        return new Reading(features, probabilities);
    }

    private static NDArray batch(ImagePreprocessor preprocessor, List<PixelImage> pictures, NDManager arrays) {
        int size = Math.toIntExact(preprocessor.shape().size());
        float[] values = new float[pictures.size() * size];
        for (int i = 0; i < pictures.size(); i++) {
            preprocessor.normalize(preprocessor.fit(pictures.get(i)), values, i * size);
        }
        return HostMemory.array(arrays, values, new Shape(pictures.size()).addAll(preprocessor.shape()));
    }

    private static void rows(NDArray matrix, float[][] target, int from) {
        float[] values = matrix.toFloatArray();
        int width = Math.toIntExact(matrix.size(1));
        for (int i = 0; i < values.length / width; i++) {
            target[from + i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
    }
}
