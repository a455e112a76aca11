package io.bestiary.training.task;

import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Drawing;
import io.bestiary.inference.pipeline.Wish;
import io.bestiary.training.task.LearningTask.Floor;
import io.bestiary.training.task.LearningTask.Serving;
import java.util.List;

/** What a network learns to draw, and how well it does. */
interface Drawings {

    String unit();

    int size(SplitName split);

    String sha256();

    Collator collator();

    List<Metric> metrics();

    /** What to wish for, to measure a network on a split. */
    List<Wish> wishes(SplitName split);

    /** Measures what was drawn, in the order of the wishes. */
    Evaluation measure(NDManager manager, SplitName split, List<Drawing> drawn);

    /** What the data themselves score, after the first measurement. */
    Floor floor(SplitName split);

    /** What to wish for, to be looked at. */
    List<Wish> shown();

    /** The drawings to be looked at, as one picture. */
    PixelImage sheet(List<Drawing> drawn);

    Serving serving();
}
