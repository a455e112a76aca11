package io.bestiary.datasets.labelled;

import io.bestiary.datasets.Sha256;
import io.bestiary.datasets.rows.FileLines;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The files of a data set, of which those to validate and to test on may be given or not. */
record TextFiles(Path train, Optional<Path> validation, Optional<Path> test) {

    /** Reads the texts of all files, and divides them. */
    LabelledTexts read(Function<FileLines, List<LabelledText>> reader, Division division) {
        SortedMap<String, String> hashes = new TreeMap<>();
        Function<Path, List<LabelledText>> open = path -> reader.apply(lines(path, hashes));
        List<LabelledText> texts = open.apply(train);
        return LabelledTexts.of(
                division.divide(
                        train.toString(),
                        texts,
                        validation.map(open),
                        test.map(open),
                        LabelledText::text,
                        LabelledText::label),
                train.toString(),
                hash(hashes));
    }

    /** Reads the sentences of all files, and divides them. */
    TaggedSentences readSentences(Function<FileLines, List<TaggedSentence>> reader, Division division) {
        SortedMap<String, String> hashes = new TreeMap<>();
        Function<Path, List<TaggedSentence>> open = path -> reader.apply(lines(path, hashes));
        List<TaggedSentence> sentences = open.apply(train);
        return TaggedSentences.of(
                division.divide(
                        train.toString(),
                        sentences,
                        validation.map(open),
                        test.map(open),
                        TaggedSentence::words,
                        sentence -> ""),
                train.toString(),
                hash(hashes));
    }

    private FileLines lines(Path path, SortedMap<String, String> hashes) {
        FileLines lines = FileLines.read(path);
        Path folder = train.toAbsolutePath().getParent();
        hashes.put(folder.relativize(path.toAbsolutePath()).toString(), lines.sha256());
        return lines;
    }

    /** Of several files that of the list that {@code sha256sum} prints. */
    private static String hash(SortedMap<String, String> hashes) {
        return hashes.size() == 1 ? hashes.get(hashes.firstKey()) : Sha256.ofFiles(hashes);
    }
}
