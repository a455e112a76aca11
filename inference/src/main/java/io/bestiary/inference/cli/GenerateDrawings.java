package io.bestiary.inference.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.datasets.image.Plot;
import io.bestiary.inference.pipeline.Drawing;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.Wish;
import io.bestiary.zoo.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws pictures: a PNG file for each seed, and all of them as one. */
final class GenerateDrawings implements GenerateCommand.Generator {
    private static final int BATCH = 64;
    private static final int COLUMNS = 10;

    @Override
    public void generate(Path run, GenerateOptions options, BackendOptions backends) {
        if (options.writesTexts()) {
            throw new DataException(
                    "--prompt and what else is for texts: must not be given, " + run + " draws pictures");
        }
        List<Integer> classes = classes(options.classes, Checkpoint.open(run).labels());
        Path folder = options.output == null ? Path.of("drawings") : options.output;
        try (Session<Wish, Drawing> session = Session.drawing(run, backends.start())) {
            List<PixelImage> pictures = new ArrayList<>();
            Files.createDirectories(folder);
            for (int from = 0; from < options.count; from += BATCH) {
                List<Wish> wishes = new ArrayList<>();
                for (int i = from; i < Math.min(options.count, from + BATCH); i++) {
                    wishes.add(Wish.of(options.seed + i, classes.get(i % classes.size())));
                }
                List<Drawing> drawn = session.answer(wishes);
                for (int i = 0; i < drawn.size(); i++) {
                    long seed = wishes.get(i).seed();
                    Files.write(
                            folder.resolve(String.format(Locale.ROOT, "%06d.png", seed)),
                            drawn.get(i).picture().toPng());
                    pictures.add(drawn.get(i).picture());
                }
            }
            Path grid = folder.resolve("grid.png");
            Files.write(
                    grid, Plot.grid(pictures, Math.min(COLUMNS, options.count)).toPng());
            System.out.printf("%d pictures in %s, all of them in %s%n", pictures.size(), folder, grid);
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** The numbers of the classes to draw in turn. */
    private static List<Integer> classes(List<String> names, List<String> labels) {
        if (names == null) {
            return List.of(Wish.ANY);
        }
        if (labels.isEmpty()) {
            throw new DataException("--classes: must not be given, this network draws without classes");
        }
        for (String name : names) {
            if (!labels.contains(name)) {
                throw new DataException("--classes: must be among " + labels + ", got " + name);
            }
        }
        return names.stream().map(labels::indexOf).toList();
    }
}
