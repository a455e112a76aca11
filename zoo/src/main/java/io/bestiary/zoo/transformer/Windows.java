package io.bestiary.zoo.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;

/**
 * How a picture of tokens (B, H, W, C) is cut into square windows.
 *
 * @param height tokens of the picture
 * @param width tokens of the picture
 * @param side of a window; the picture is filled up with zeros to a multiple of it
 * @param down by how much all windows are shifted; what leaves on one end comes back on the other
 * @param right as much
 */
record Windows(int height, int width, int side, int down, int right) {
    /** What torchvision adds to the score of tokens that must not see each other. */
    private static final float HIDDEN = -100;

    /** Along an axis that one window covers nothing is shifted. */
    static Windows over(long height, long width, int side, int shift) {
        return new Windows(
                Math.toIntExact(height),
                Math.toIntExact(width),
                side,
                height <= side ? 0 : shift,
                width <= side ? 0 : shift);
    }

    boolean isShifted() {
        return down + right > 0;
    }

    int count() {
        return rows() * columns();
    }

    private int rows() {
        return (height + side - 1) / side;
    }

    private int columns() {
        return (width + side - 1) / side;
    }

    /** (B, H, W, C) -> (B windows, side side, C). */
    NDArray cut(NDArray x) {
        NDArray whole = rolled(rolled(filled(x, side), 1, down), 2, right);
        return whole.reshape(x.size(0), rows(), side, columns(), side, x.size(3))
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(-1, (long) side * side, x.size(3));
    }

    /** The way back. */
    NDArray join(NDArray windows) {
        long channels = windows.size(2);
        NDArray whole = windows.reshape(-1, rows(), columns(), side, side, channels)
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(-1, (long) rows() * side, (long) columns() * side, channels);
        NDArray back = rolled(rolled(whole, 1, rows() * side - down), 2, columns() * side - right);
        return back.size(1) == height && back.size(2) == width
                ? back
                : back.get(":, :" + height + ", :" + width + ", :");
    }

    /** What to add to the scores of two tokens of each window, (windows, side side, side side). */
    NDArray apart(NDManager manager) {
        int tokens = side * side;
        float[] scores = new float[count() * tokens * tokens];
        for (int i = 0; i < scores.length; i++) {
            int window = i / (tokens * tokens);
            scores[i] = end(window, i / tokens % tokens) == end(window, i % tokens) ? 0 : HIDDEN;
        }
        return HostMemory.array(manager, scores, new Shape(count(), tokens, tokens));
    }

    /** Which of the parts that the shift has put beside each other a token is of. */
    private int end(int window, int token) {
        int row = window / columns() * side + token / side;
        int column = window % columns() * side + token % side;
        return 3 * part(row, rows() * side, down) + part(column, columns() * side, right);
    }

    private int part(int place, int length, int shift) {
        return place < length - side ? 0 : place < length - shift ? 1 : 2;
    }

    /** Zeros below and to the right, up to a multiple of the step: (B, H, W, C) -> (B, H', W', C). */
    static NDArray filled(NDArray x, int step) {
        NDArray y = x;
        for (int axis = 1; axis <= 2; axis++) {
            long[] missing = y.getShape().getShape().clone();
            missing[axis] = (step - missing[axis] % step) % step;
            if (missing[axis] > 0) {
                y = y.concat(y.getManager().zeros(new Shape(missing), y.getDataType()), axis);
            }
        }
        return y;
    }

    /** What is before the place goes behind the rest. */
    private static NDArray rolled(NDArray x, int axis, int place) {
        if (place == 0 || place == x.size(axis)) {
            return x;
        }
        String before = axis == 1 ? ":, " : ":, :, ";
        return x.get(before + place + ":").concat(x.get(before + ":" + place), axis);
    }
}
