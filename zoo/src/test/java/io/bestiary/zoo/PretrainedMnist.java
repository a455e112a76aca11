package io.bestiary.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.cnn.LeNetRelu;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** A LeNet that others trained on MNIST, which tells digits. */
final class PretrainedMnist {
    static final String FOLDER = "mnist-gan-vae-lenet/";
    private static final int SIDE = 28;
    private static final int WIDE = 32;

    private PretrainedMnist() {}

    static Network judge(NDManager manager) {
        return Pretrained.load(LeNetRelu.lenetRelu(), manager, FOLDER + "lenet_epoch12_test_acc0.991.safetensors", "");
    }

    /** Probabilities (B, 10) of pictures of 28x28 pixels, row by row. */
    static float[] probabilities(Network judge, NDManager manager, float[] pixels) {
        int pictures = pixels.length / (SIDE * SIDE);
        try (NDManager scope = manager.newSubManager()) {
            NDArray wide = scope.create(widened(pixels, pictures), new Shape(pictures, 1, WIDE, WIDE));
            return judge.forward(new NDList(wide), false).head().softmax(1).toFloatArray();
        }
    }

    /** Of the test set, as x / 255. */
    static float[] pixels(int first, int pictures) throws IOException {
        byte[] bytes = read("t10k-images-idx3-ubyte.gz", 16 + first * SIDE * SIDE, pictures * SIDE * SIDE);
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (bytes[i] & 0xFF) / 255f;
        }
        return pixels;
    }

    static byte[] labels(int first, int pictures) throws IOException {
        return read("t10k-labels-idx1-ubyte.gz", 8 + first, pictures);
    }

    private static byte[] read(String name, int start, int length) throws IOException {
        try (InputStream file = new GZIPInputStream(Files.newInputStream(SharedData.file("mnist/" + name)))) {
            return Arrays.copyOfRange(file.readAllBytes(), start, start + length);
        }
    }

    /** Bilinear, as PyTorch's interpolate: the centre of pixel i lies at (i + 1/2) 28 / 32 - 1/2. */
    private static float[] widened(float[] pixels, int pictures) {
        float[] wide = new float[pictures * WIDE * WIDE];
        for (int i = 0; i < wide.length; i++) {
            int start = i / (WIDE * WIDE) * SIDE * SIDE;
            float y = place(i / WIDE % WIDE);
            float x = place(i % WIDE);
            int top = start + ((int) y) * SIDE;
            int bottom = start + Math.min((int) y + 1, SIDE - 1) * SIDE;
            int left = (int) x;
            int right = Math.min(left + 1, SIDE - 1);
            float above = between(pixels[top + left], pixels[top + right], x - left);
            float below = between(pixels[bottom + left], pixels[bottom + right], x - left);
            wide[i] = between(above, below, y - (int) y);
        }
        return wide;
    }

    private static float place(int pixel) {
        return Math.max(0, (pixel + 0.5f) * SIDE / WIDE - 0.5f);
    }

    private static float between(float a, float b, float share) {
        return a + share * (b - a);
    }
}
