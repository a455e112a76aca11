package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.cnn.Mobile.convNorm;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.sigmoid;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.cnn.Mobile.Norm;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Residual;
import io.bestiary.zoo.nn.SqueezeExcite;
import java.util.ArrayList;
import java.util.List;

/** Residual networks whose widths follow a line; Radosavovic et al., 2020. Parameter names are torchvision's. */
@Paper(
        title = "Designing Network Design Spaces",
        authors = "Radosavovic, Kosaraju, Girshick, He, Dollar",
        year = 2020,
        link = "https://arxiv.org/abs/2003.13678")
public record RegNetY(
        @Hyperparameter(value = "units of all stages together (the paper's d)", min = 1, max = 1000)
        int depth,

        @Hyperparameter(value = "width of the first unit, a multiple of 8 (w0)", min = 8, max = 65_536)
        int initialWidth,

        @Hyperparameter(value = "by how much each unit is wider than the one before (wa)", min = 0, max = 10_000)
        double slope,

        @Hyperparameter(value = "by which factor stages are wider than the ones before (wm)", min = 1.01, max = 100)
        double step,

        @Hyperparameter(value = "channels of a group of the 3x3 convolutions", min = 1, max = 1024)
        int groupWidth,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    /** Units of one width. */
    private record Stage(int width, int units) {}

    public RegNetY {
        Hyperparameters.check(RegNetY.class, depth, initialWidth, slope, step, groupWidth, channels, classes);
        if (initialWidth % 8 != 0) {
            throw new IllegalArgumentException("initial_width: must be a multiple of 8, got " + initialWidth);
        }
    }

    /** Of 400 million multiplications and additions. */
    public static RegNetY regnetY400mf() {
        return new RegNetY(16, 48, 27.89, 2.09, 8, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        List<Stage> stages = stages();
        List<Part> trunk = new ArrayList<>();
        int width = 32;
        for (int i = 1; i <= stages.size(); i++) { // each halves height and width
            trunk.add(part("block" + i, stage(i, width, stages.get(i - 1))));
            width = stages.get(i - 1).width();
        }
        return sequence(
                part("stem", convNorm(32, 3, 2, 1, Norm.STANDARD, relu())), // (B, C, 224, 224) -> (B, 32, 112, 112)
                part("trunk_output", sequence(trunk.toArray(Part[]::new))), // -> (B, 440, 7, 7)
                part("avgpool", globalAveragePool()), // -> (B, 440)
                part("fc", startingAt(Distribution.normal(0.01), linear(classes))));
    }

    /** Unit j wants the width w0 + wa j; it gets the nearest w0 wm^k, rounded to 8 and then to whole groups. */
    private List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        for (int j = 0; j < depth; j++) {
            double k = Math.rint(Math.log((initialWidth + slope * j) / initialWidth) / Math.log(step));
            int width = (int) Math.rint(initialWidth * Math.pow(step, k) / 8) * 8;
            Stage last = stages.isEmpty() ? new Stage(0, 0) : stages.get(stages.size() - 1);
            if (width == last.width()) {
                stages.set(stages.size() - 1, new Stage(width, last.units() + 1));
            } else {
                stages.add(new Stage(width, 1));
            }
        }
        return stages.stream()
                .map(stage -> new Stage(wholeGroups(stage.width()), stage.units()))
                .toList();
    }

    private int wholeGroups(int width) {
        int group = Math.min(groupWidth, width);
        int rounded = Math.max(group, (width + group / 2) / group * group);
        return rounded < 0.9 * width ? rounded + group : rounded;
    }

    private Block stage(int number, int in, Stage stage) {
        List<Part> units = new ArrayList<>();
        for (int i = 0; i < stage.units(); i++) {
            units.add(part(
                    "block" + number + "-" + i,
                    i == 0 ? unit(in, stage.width(), 2) : unit(stage.width(), stage.width(), 1)));
        }
        return sequence(units.toArray(Part[]::new));
    }

    private Block unit(int in, int out, int stride) {
        int groups = out / Math.min(groupWidth, out);
        Block body = sequence(
                part("a", convNorm(out, 1, 1, 1, Norm.STANDARD, relu())),
                part("b", convNorm(out, 3, stride, groups, Norm.STANDARD, relu())),
                part("se", new SqueezeExcite(out, (int) Math.rint(in * 0.25), relu(), sigmoid())),
                part("c", convNorm(out, 1, 1, 1, Norm.STANDARD, null)));
        Block shortcut = in == out && stride == 1 ? identity() : convNorm(out, 1, stride, 1, Norm.STANDARD, null);
        return sequence(part("", new Residual(part("f", body), part("proj", shortcut))), part("activation", relu()));
    }
}
