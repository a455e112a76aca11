package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        assertThat(CommandLineRun.of("show", "resnet50").out())
                .contains("25,557,032 trainable parameters, 102 MB")
                .contains("4.09 G multiply-adds");
    }

    private static Path data(String name) {
        String folder = System.getenv("BESTIARY_DATA");
        assumeTrue(folder != null && Files.exists(Path.of(folder, name)), "the data folder has no " + name);
        return Path.of(folder, name);
    }
}
