package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bestiary.zoo.checkpoint.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of other tools, from the command line to an answer and out again. */
class ImportIT {
    @TempDir
    private Path folder;

    @Test
    void aStoryTellerServesAtOnce() {
        Path weights = data("weights/stories260K");
        Path checkpoint = folder.resolve("stories");

        CommandLineRun imported = CommandLineRun.of(
                "import",
                "llama_stories260k",
                weights.resolve("stories260K.bin"),
                "--tokenizer",
                weights.resolve("tok512.bin"),
                "--to",
                checkpoint);
        assertThat(imported.err()).contains("Use it: bestiary generate " + checkpoint);
        assertThat(imported.exit()).isZero();

        CommandLineRun told = CommandLineRun.of("generate", checkpoint, "--greedy", "--prompt", "Once upon a time");
        assertThat(told.out()).contains("there was a little girl named Lily. She loved to play outside in the park.");

        Path file = folder.resolve("stories.safetensors");
        assertThat(CommandLineRun.of("export", checkpoint, "--style", "huggingface", "--to", file)
                        .exit())
                .isZero();
        Path again = folder.resolve("again");
        CommandLineRun back = CommandLineRun.of(
                "import", "llama_stories260k", file, "--tokenizer", weights.resolve("tok512.bin"), "--to", again);
        assertThat(back.err()).contains("checkpoint written");
        assertThat(again.resolve("model.safetensors")).hasSameBinaryContentAs(checkpoint.resolve("model.safetensors"));
    }

    /** textgenrnn's weights of Keras write what a program in torch writes of the same windows. */
    @Test
    void aWriterOfTitlesServesAtOnce() {
        Path weights = data("weights/textgenrnn");
        Path checkpoint = folder.resolve("titles");
        CommandLineRun imported = Imports.textgenrnn(weights, checkpoint);
        assertThat(imported.err()).contains("Use it: bestiary generate " + checkpoint);
        CommandLineRun told =
                CommandLineRun.of("generate", checkpoint, "--greedy", "--max-tokens", 60, "--prompt", "Show HN: ");
        assertThat(told.out()).contains("Star Wars that will be a post in the state of the state of t");
    }

    /** SqueezeNet's weights of Caffe, by its names and in its order of colours. */
    @Test
    void whatCaffeLearnedServesAtOnce() {
        Path weights = data("weights/squeezenet10-deepcompressed/squeezenet10_decoded.safetensors");
        Path checkpoint = folder.resolve("squeezenet");
        CommandLineRun imported = CommandLineRun.of(
                "import",
                "squeezenet1_0",
                weights,
                "--mean",
                ".482,.459,.408",
                "--deviation",
                ".00392,.00392,.00392",
                "--to",
                checkpoint);
        assertThat(imported.exit()).as(imported.err()).isZero();
        float[] ours;
        float[] caffes;
        try (Safetensors written = Safetensors.open(checkpoint.resolve("model.safetensors"));
                Safetensors read = Safetensors.open(weights)) {
            ours = written.floats("features.0.weight");
            caffes = read.floats("conv1.w");
        }
        int area = 7 * 7;
        for (int i = 0; i < caffes.length; i++) {
            int channel = i / area % 3;
            assertThat(ours[i + (2 - 2 * channel) * area]).isEqualTo(caffes[i]);
        }
    }

    /** The halves of a GAN are saved apart. */
    @Test
    void aGeneratorDrawsAtOnce() {
        Path weights = data("weights/mnist-gan-vae-lenet");
        Path generator = weights.resolve("G--300.safetensors");
        Path discriminator = weights.resolve("D--300.safetensors");
        Path checkpoint = folder.resolve("gan");
        CommandLineRun twice = CommandLineRun.of("import", "mlp_gan", generator, discriminator, "--to", checkpoint);
        assertThat(twice.err())
                .contains("D--300.safetensors: 0.bias: must be in one file, is in two of")
                .contains("PART=FILE says which part of the network a file holds");

        CommandLineRun imported = CommandLineRun.of(
                "import", "mlp_gan", "generator=" + generator, "discriminator=" + discriminator, "--to", checkpoint);
        assertThat(imported.err()).contains("Use it: bestiary generate " + checkpoint);
        Path pictures = folder.resolve("pictures");
        CommandLineRun drawn = CommandLineRun.of("generate", checkpoint, "--count", 4, "--output", pictures);
        assertThat(drawn.exit()).as(drawn.err()).isZero();
        assertThat(pictures.resolve("grid.png")).exists();
        Path alone = folder.resolve("alone");
        CommandLineRun.of("import", "mlp_gan", "generator=" + generator, "--anew", "discriminator", "--to", alone);
        Path same = folder.resolve("same");
        CommandLineRun.of("generate", alone, "--count", 4, "--output", same);
        assertThat(same.resolve("grid.png")).hasSameBinaryContentAs(pictures.resolve("grid.png"));

        Path autoencoder = folder.resolve("vae");
        CommandLineRun vae = CommandLineRun.of(
                "import", "vae_mnist", weights.resolve("vae_epoch_25.safetensors"), "--to", autoencoder);
        assertThat(vae.err()).contains("Use it: bestiary predict " + autoencoder);
        CommandLineRun kept = CommandLineRun.of("predict", autoencoder, pictures.resolve("000001.png"));
        assertThat(kept.out()).contains("\"squared_error\":");
    }

    @Test
    void namesTheMistake() {
        Path file = folder.resolve("none.safetensors");
        CommandLineRun unknown = CommandLineRun.of("import", "resnet19", file, "--to", folder.resolve("a"));
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("resnet19: must be a known network; nearest is resnet1");

        CommandLineRun size =
                CommandLineRun.of("import", "gpt2", file, "--set", "heads=7", "--to", folder.resolve("a"));
        assertThat(size.err()).contains("--heads: must divide hidden_size 768, got 7");
        CommandLineRun encoder = CommandLineRun.of("import", "bert_tiny", file, "--to", folder.resolve("a"));
        assertThat(encoder.err()).contains("bert_tiny: must answer something to be served");
        CommandLineRun missing = CommandLineRun.of("import", "resnet18", file, "--to", folder.resolve("a"));
        assertThat(missing.err()).contains(file.toString());
        assertThat(missing.exit()).isEqualTo(2);
    }

    @Test
    void listsAndShowsWithoutAnEngine() {
        CommandLineRun list = CommandLineRun.of("list", "vgg1?_bn");
        assertThat(list.out().lines().skip(1))
                .extracting(line -> line.split(" ", 2)[0])
                .containsExactly("vgg11_bn", "vgg13_bn", "vgg16_bn", "vgg19_bn");
        assertThat(CommandLineRun.of("list", "modells", "x").err())
                .contains("must be one of models, datasets, recipes, tasks, got modells; nearest is models");
        assertThat(list.out().lines().findFirst().orElseThrow()).contains("trains on", "infers on");
        assertThat(CommandLineRun.of("list", "resnt50").err())
                .contains("resnt50: no network is named so; nearest is resnet50");
        CommandLineRun family = CommandLineRun.of("list", "--family", "cn");
        assertThat(family.err())
                .contains(
                        "--family: must be one of cnn, rnn, gan, transformer, encoder-decoder, got cn; nearest is cnn");
        assertThat(family.exit()).isEqualTo(2);
        assertThat(CommandLineRun.of("show", "resnet50").out())
                .contains("resnet50 (cnn; image-classification)", "basic, bottleneck", "1 to 100,000")
                .contains("25,557,032 trainable parameters, 102 MB")
                .contains("4.09 G multiply-adds");
        assertThat(CommandLineRun.of("show", "lenet5", "--json").out())
                .startsWith("{\"model\":\"lenet5\",\"family\":\"cnn\",\"tasks\":[\"image-classification\"]")
                .contains("{\"layer\":\"fc3\",\"kind\":\"Linear\",\"output\":\"(1, 10)\",\"parameters\":850,")
                .contains("\"parameters\":61706,");
        assertThat(CommandLineRun.of("show", "pix2pix").out())
                .contains("(generator 54,413,955, discriminator 2,768,705)");
    }

    private static Path data(String name) {
        String folder = System.getenv("BESTIARY_DATA");
        assumeTrue(folder != null && Files.exists(Path.of(folder, name)), "the data folder has no " + name);
        return Path.of(folder, name);
    }
}
