package io.bestiary.training.task;

import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.Sha256;
import io.bestiary.datasets.image.Gaussians;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.datasets.image.Plot;
import io.bestiary.datasets.image.Points;
import io.bestiary.inference.pipeline.Drawing;
import io.bestiary.inference.pipeline.Wish;
import io.bestiary.training.task.LearningTask.Floor;
import io.bestiary.training.task.LearningTask.Serving;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Points of the plane, pictures of one pixel with two channels; measured by the distributions that they were drawn from. */
record PointDrawings(Gaussians gaussians, int samples) implements Drawings {
    /** The share within 3 deviations of a centre, of each centre no more than its due: 1 is perfect. */
    static final Metric BALANCE = new Metric("balance", true, true);
    /** Centres that had at least one sample within 3 deviations. */
    static final Metric MODES = new Metric("modes", false, true);
    /** The share within 3 deviations of a centre. */
    static final Metric QUALITY = new Metric("quality", true, true);

    private static final double REACH = 3;
    private static final int SHOWN = 2500;

    @Override
    public String unit() {
        return "points";
    }

    @Override
    public int size(SplitName split) {
        return split == SplitName.TRAIN ? gaussians.examples() : samples;
    }

    /** Of the words that say how the points are made. */
    @Override
    public String sha256() {
        try {
            return Sha256.of(new ByteArrayInputStream(gaussians.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("gaussians", e);
        }
    }

    @Override
    public Collator collator() {
        double[][] all = gaussians.points("train", gaussians.examples());
        return (indices, epoch) -> {
            float[] values = new float[2 * indices.length];
            for (int i = 0; i < indices.length; i++) {
                values[2 * i] = (float) (all[indices[i]][0] / gaussians.scale());
                values[2 * i + 1] = (float) (all[indices[i]][1] / gaussians.scale());
            }
            HostTensor points = HostTensor.floats(values, indices.length, 2, 1, 1);
            return new Batch(
                    List.of(points), List.of(HostTensor.longs(new long[indices.length], indices.length)), indices);
        };
    }

    @Override
    public List<Metric> metrics() {
        return List.of(BALANCE, MODES, QUALITY);
    }

    @Override
    public List<Wish> wishes(SplitName split) {
        int from = split == SplitName.TEST ? samples : 0;
        return IntStream.range(from, from + samples)
                .mapToObj(seed -> Wish.of(seed))
                .toList();
    }

    @Override
    public Evaluation measure(NDManager manager, SplitName split, List<Drawing> drawn) {
        return measure(points(drawn));
    }

    private static double[][] points(List<Drawing> drawn) {
        return drawn.stream()
                .map(one ->
                        one.point().stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
    }

    Evaluation measure(double[][] points) {
        double[][] centres = gaussians.centres();
        int[] near = new int[centres.length];
        for (double[] point : points) {
            for (int k = 0; k < centres.length; k++) {
                double distance = Math.hypot(point[0] - centres[k][0], point[1] - centres[k][1]);
                near[k] += distance <= REACH * gaussians.deviation() ? 1 : 0;
            }
        }
        double count = points.length;
        double balance = IntStream.of(near)
                .mapToDouble(n -> Math.min(n / count, 1.0 / centres.length))
                .sum();
        return new Evaluation(
                points.length,
                Map.of(
                        BALANCE.name(),
                        balance,
                        MODES.name(),
                        (double) IntStream.of(near).filter(n -> n > 0).count(),
                        QUALITY.name(),
                        IntStream.of(near).sum() / count),
                Map.of("near", near));
    }

    /** As many points of the distributions themselves. */
    @Override
    public Floor floor(SplitName split) {
        return new Floor(
                "real points",
                measure(gaussians.points(split.toString(), samples)).metrics());
    }

    @Override
    public List<Wish> shown() {
        return IntStream.range(0, SHOWN).mapToObj(seed -> Wish.of(seed)).toList();
    }

    @Override
    public PixelImage sheet(List<Drawing> drawn) {
        return Plot.points(points(drawn), gaussians.scale());
    }

    @Override
    public Serving serving() {
        return new Serving(new Points(gaussians.scale()), List.of(), Map.of(), Map.of());
    }
}
