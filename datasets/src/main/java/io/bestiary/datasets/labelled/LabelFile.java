package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.rows.FileLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files of questions as TREC has them: in each line {@code COARSE:fine}, a space and the text.
 *
 * @param path what to learn from
 * @param validationPath what to validate on; none: a share of the training texts
 * @param testPath what to test on; none: a share of the training texts
 * @param classes whether the class is what stands before the colon, or all of it
 * @param validation share to validate on, 0 to 0.9; with 0 there is no validation split
 * @param test share to test on, 0 to 0.9
 * @param splitSeed what the division is a function of
 */
public record LabelFile(
        Path path,
        Optional<Path> validationPath,
        Optional<Path> testPath,
        Classes classes,
        double validation,
        double test,
        long splitSeed)
        implements LabelledTextSpec {
    /** What a recipe need not say; the path it must. */
    public static final LabelFile DEFAULTS =
            new LabelFile(null, Optional.empty(), Optional.empty(), Classes.COARSE, 0.1, 0.2, 0);

    /** Which part of the label counts. */
    public enum Classes {
        COARSE,
        FINE
    }

    public LabelFile {
        new Division(validation, test, splitSeed);
    }

    @Override
    public LabelledTexts open(DataFolders folders) {
        return new TextFiles(path, validationPath, testPath)
                .read(lines -> rows(lines, classes), new Division(validation, test, splitSeed));
    }

    static List<LabelledText> rows(FileLines lines, Classes classes) {
        List<LabelledText> rows = new ArrayList<>();
        for (int i = 0; i < lines.lines().size(); i++) {
            String line = lines.lines().get(i);
            int space = line.indexOf(' ');
            int colon = line.indexOf(':');
            if (colon <= 0 || space < colon + 2) {
                throw new DataException(lines.place(i) + ": must be COARSE:fine, a space and a text, found \""
                        + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + "\"");
            }
            rows.add(new LabelledText(
                    Texts.text(line.substring(space), "text", lines.place(i)),
                    line.substring(0, classes == Classes.COARSE ? colon : space),
                    lines.place(i)));
        }
        return rows;
    }
}
