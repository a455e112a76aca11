package io.bestiary.training.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.image.Gaussians;
import io.bestiary.datasets.image.MaskFolder;
import io.bestiary.datasets.image.MaskedImage;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.ImageClassifier;
import io.bestiary.inference.ImageGenerator;
import io.bestiary.inference.ImageReconstructor;
import io.bestiary.inference.Segmenter;
import io.bestiary.inference.pipeline.Original;
import io.bestiary.inference.pipeline.Reconstruction;
import io.bestiary.inference.pipeline.Segmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What networks that read or draw pictures are asked. */
final class AskedPictures {
    private static final List<String> BANDS = List.of("above", "amid", "below");
    private static final int SIDE = 9;

    private AskedPictures() {}

    /** Noise, lighter in one of three bands. */
    private static PixelImage banded(SplittableRandom random, int band) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int at = 0; at < pixels.length; at++) {
            pixels[at] = (byte) (random.nextInt(200) + (at * BANDS.size() / pixels.length == band ? 55 : 0));
        }
        return new PixelImage(SIDE, SIDE, 1, pixels);
    }

    /** Writes a folder of pictures for each band, and returns those of the test in the order of their files. */
    private static List<PixelImage> write(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<PixelImage> asked = new ArrayList<>();
        for (int i = 0; i < 300 + Asked.INPUTS; i++) {
            PixelImage picture = banded(random, i % BANDS.size());
            Path file = folder.resolve(i < 300 ? "train" : "test")
                    .resolve(BANDS.get(i % BANDS.size()))
                    .resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, picture.toPng());
            if (i >= 300) {
                asked.add(picture);
            }
        }
        return asked;
    }

    private static List<Map<String, Object>> requests(List<PixelImage> pictures) {
        return pictures.stream()
                .map(picture -> Map.<String, Object>of("image", Asked.json(picture)))
                .toList();
    }

    private static String classifier(Path pictures) {
        return """
            task: image-classification
            model: lenet5
            data: {name: image-folder, path: %s, validation: 0}
            training: {epochs: 3, batch: 32, optimizer: {name: adamw, rate: 0.002}}
            """.formatted(pictures);
    }

    static Asked classes(Path folder) throws IOException {
        List<PixelImage> pictures = write(folder.resolve("pictures"));
        return new Asked(
                classifier(folder.resolve("pictures")),
                requests(pictures),
                (run, engine) -> {
                    try (ImageClassifier classifier = ImageClassifier.open(run, engine, "cpu")) {
                        return classifier
                                .classify(pictures.stream()
                                        .map(PixelImage::toBufferedImage)
                                        .toList())
                                .stream()
                                .map(Asked::json)
                                .toList();
                    }
                },
                Asked.classes(IntStream.range(0, Asked.INPUTS)
                        .mapToObj(i -> BANDS.get(i % BANDS.size()))
                        .toList()));
    }

    static Asked again(Path folder) throws IOException {
        List<PixelImage> pictures = write(folder.resolve("pictures"));
        String recipe = """
            task: image-reconstruction
            model: {name: vae_mnist, image_size: 8, latent_size: 4, width: 16}
            data: {name: image-folder, path: %s, validation: 0}
            training: {epochs: 2, batch: 32, optimizer: {name: adam, rate: 0.003}}
            """.formatted(folder.resolve("pictures"));
        return new Asked(
                recipe,
                requests(pictures),
                (run, engine) -> {
                    try (ImageReconstructor reconstructor = ImageReconstructor.open(run, engine, "cpu")) {
                        List<Reconstruction> drawn = reconstructor.reconstruct(pictures.stream()
                                .map(picture -> new Original(picture, 0))
                                .toList());
                        return drawn.stream()
                                .map(one -> Map.of("squared_error", one.error(), "picture", Asked.json(one.picture())))
                                .toList();
                    }
                },
                answers -> Map.of(
                        "error",
                        answers.stream()
                                .mapToDouble(
                                        answer -> answer.get("squared_error").asDouble())
                                .average()
                                .orElseThrow()));
    }

    /** Light discs on a dark ground; nine in ten are for the test. */
    static Asked masks(Path folder) throws IOException {
        int side = 16;
        SplittableRandom random = new SplittableRandom(2);
        Path data = folder.resolve("discs");
        Files.createDirectories(data.resolve("images"));
        Files.createDirectories(data.resolve("masks"));
        for (int i = 0; i < 1111; i++) {
            double x = random.nextDouble(4, 12);
            double y = random.nextDouble(4, 12);
            double radius = random.nextDouble(2, 5);
            byte[] image = new byte[side * side];
            byte[] mask = new byte[side * side];
            for (int at = 0; at < image.length; at++) {
                int row = at / side;
                boolean inside = Math.hypot(at % side - x, row - y) < radius;
                image[at] = (byte) random.nextInt(inside ? 100 : 20, inside ? 240 : 160);
                mask[at] = (byte) (inside ? 255 : 0);
            }
            Files.write(data.resolve("images/" + i + ".png"), new PixelImage(side, side, 1, image).toPng());
            Files.write(data.resolve("masks/" + i + ".png"), new PixelImage(side, side, 1, mask).toPng());
        }
        Dataset<MaskedImage> test = new MaskFolder(data, 0.9, 0, 0)
                .open(DataFolders.of(null))
                .splits()
                .test();
        List<MaskedImage> asked =
                IntStream.range(0, test.size()).mapToObj(test::get).toList();
        return new Asked(
                """
                task: image-segmentation
                model: {name: unet_small, width: 8, depth: 2}
                data: {name: image-mask-folder, path: %s, test: 0.9, validation: 0}
                preprocess: {size: 16}
                training: {epochs: 3, batch: 16, optimizer: {name: adam, rate: 0.005}}
                """.formatted(data),
                requests(asked.stream().map(MaskedImage::image).toList()),
                (run, engine) -> {
                    try (Segmenter segmenter = Segmenter.open(run, engine, "cpu")) {
                        return asked.stream()
                                .map(one -> segmenter.segment(one.image()))
                                .map(AskedPictures::json)
                                .toList();
                    }
                },
                answers -> Map.of("dice", dice(answers, asked)));
    }

    private static Map<String, Object> json(Segmentation answer) {
        return Map.of("share", answer.share(), "mask", Asked.json(answer.mask()));
    }

    private static double dice(List<JsonNode> answers, List<MaskedImage> truth) {
        double sum = 0;
        for (int i = 0; i < truth.size(); i++) {
            byte[] told = Asked.picture(answers.get(i).get("mask")).pixels();
            byte[] mask = truth.get(i).mask().pixels();
            int both = 0;
            int all = 0;
            for (int at = 0; at < mask.length; at++) {
                both += told[at] != 0 && mask[at] != 0 ? 1 : 0;
                all += (told[at] != 0 ? 1 : 0) + (mask[at] != 0 ? 1 : 0);
            }
            sum += all == 0 ? 1 : 2.0 * both / all;
        }
        return sum / truth.size();
    }

    /** Points near a circle, which the network has hardly learned. */
    static Asked points() {
        Gaussians ring = new Gaussians("ring", 2000, 0.5, 0);
        return new Asked(
                """
                task: image-generation
                model: {name: mlp_gan, latent_size: 2, width: 16}
                data: {name: ring, examples: 2000, deviation: 0.5}
                measure: {samples: %d}
                training: {epochs: 2, batch: 100, optimizer: {name: adam, rate: 0.005}}
                """.formatted(Asked.INPUTS),
                IntStream.range(0, Asked.INPUTS)
                        .mapToObj(i -> Map.of("seed", Asked.INPUTS + i))
                        .toList(),
                (run, engine) -> {
                    try (ImageGenerator generator = ImageGenerator.open(run, engine, "cpu")) {
                        return generator.draw(Asked.INPUTS, -1, Asked.INPUTS).stream()
                                .map(picture -> Map.of("picture", Asked.json(picture)))
                                .toList();
                    }
                },
                answers -> Map.of("quality", quality(answers, ring)));
    }

    private static double quality(List<JsonNode> answers, Gaussians ring) {
        long near = 0;
        for (JsonNode answer : answers) {
            for (double[] centre : ring.centres()) {
                double x = answer.at("/point/0").asDouble() - centre[0];
                double y = answer.at("/point/1").asDouble() - centre[1];
                near += Math.hypot(x, y) <= 3 * ring.deviation() ? 1 : 0;
            }
        }
        return (double) near / answers.size();
    }

    /** Pictures of a class, judged by the classifier of {@link #classes}. */
    static Asked drawings(Path folder) throws IOException {
        Path pictures = folder.resolve("pictures");
        Path judge = folder.resolve("judge");
        write(pictures);
        Path recipe = Files.writeString(folder.resolve("judge.yaml"), classifier(pictures));
        CommandLineRun training = CommandLineRun.of("train", recipe, "--run", judge);
        if (training.exit() != 0) {
            throw new AssertionError(training.err());
        }
        return new Asked(
                """
                task: image-generation
                model: {name: conditional_gan, image_size: 8, latent_size: 8, width: 16}
                data: {name: image-folder, path: %s, validation: 0}
                measure: {samples: %d, judge: %s}
                training: {epochs: 2, batch: 25}
                """.formatted(pictures, Asked.INPUTS, judge),
                IntStream.range(0, Asked.INPUTS)
                        .mapToObj(i -> Asked.ordered("seed", 1_000_000 + i, "class", i % BANDS.size()))
                        .toList(),
                (run, engine) -> {
                    try (ImageGenerator generator = ImageGenerator.open(run, engine, "cpu")) {
                        return IntStream.range(0, Asked.INPUTS)
                                .mapToObj(i -> generator.draw(1_000_000 + i, i % BANDS.size()))
                                .map(picture -> Map.of("picture", Asked.json(picture)))
                                .toList();
                    }
                },
                answers -> judged(answers, judge));
    }

    private static Map<String, Double> judged(List<JsonNode> answers, Path judge) {
        double top = 0;
        double asked = 0;
        try (ImageClassifier classifier = ImageClassifier.open(judge, "pytorch", "cpu")) {
            var told = classifier.classify(answers.stream()
                    .map(answer -> Asked.picture(answer.get("picture")).toBufferedImage())
                    .toList());
            for (int i = 0; i < answers.size(); i++) {
                top += told.get(i).best().probability();
                asked += told.get(i).best().name().equals(BANDS.get(i % BANDS.size())) ? 1 : 0;
            }
        }
        return Map.of("top_probability", top / answers.size(), "asked", asked / answers.size());
    }
}
