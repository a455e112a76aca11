package io.bestiary.training.loop;

import io.bestiary.training.journal.EventFile;
import io.bestiary.training.task.Exhibit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Exhibits as files of their own, {@code samples/epoch-0003-<title>-01.png}, and as entries of TensorBoard. */
final class SampleFiles {

    private SampleFiles() {}

    static void write(RunFolder run, int epoch, Exhibit sample) {
        String name = String.format(Locale.ROOT, "samples/epoch-%04d-%s", epoch, slug(sample.title()));
        if (sample instanceof Exhibit.Pictures pictures) {
            for (int i = 0; i < pictures.pictures().size(); i++) {
                run.write(
                        String.format(Locale.ROOT, "%s-%02d.png", name, i + 1),
                        pictures.pictures().get(i).png());
            }
        } else {
            run.write(name + ".md", markdown(sample).getBytes(StandardCharsets.UTF_8));
        }
    }

    static void show(EventFile events, long step, Exhibit exhibit) throws IOException {
        String tag = "samples/" + exhibit.title();
        if (exhibit instanceof Exhibit.Pictures pictures) {
            for (int i = 0; i < pictures.pictures().size(); i++) {
                byte[] png = pictures.pictures().get(i).png();
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
                if (image == null) {
                    throw new IOException(exhibit.title() + ": picture " + i + " must be a PNG file");
                }
                events.image(step, tag + "/" + (i + 1), image.getHeight(), image.getWidth(), png);
            }
        } else {
            events.text(step, tag, markdown(exhibit));
        }
    }

    private static String slug(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private static String markdown(Exhibit exhibit) {
        StringBuilder text = new StringBuilder();
        if (exhibit instanceof Exhibit.Texts texts) {
            row(text, texts.header());
            row(text, texts.header().stream().map(name -> "---").toList());
            texts.rows().forEach(row -> row(text, row));
        } else if (exhibit instanceof Exhibit.Matrix matrix) {
            text.append("| ")
                    .append(matrix.down())
                    .append(" / ")
                    .append(matrix.across())
                    .append(' ');
            row(text, matrix.columns());
            text.append("|---");
            row(text, matrix.columns().stream().map(name -> "---").toList());
            for (int i = 0; i < matrix.rows().size(); i++) {
                text.append("| ").append(cell(matrix.rows().get(i))).append(' ');
                row(
                        text,
                        matrix.values().get(i).stream().map(SampleFiles::number).toList());
            }
        }
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        cells.forEach(cell -> text.append("| ").append(cell(cell)).append(' '));
        text.append("|\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ⏎ ");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
