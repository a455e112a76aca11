package io.bestiary.datasets.text;

import java.util.List;
import java.util.Optional;

/**
 * Texts to learn a language from, in three parts; none of them need fit into memory.
 *
 * @param kind whether each part is one text, handed over in pieces, or many
 * @param test what the result is measured on
 * @param validation what chooses between epochs; without texts where none was asked for
 * @param answer what stands before the part of a text that is to be learned, such as {@code =}; empty where all is
 * @param sha256 of the original data
 */
public record TextData(Kind kind, Part train, Part validation, Part test, Optional<String> answer, String sha256) {

    /** What a part consists of. */
    public enum Kind {
        /** One text, in pieces that follow on each other. */
        RUNNING,
        /** Texts that have nothing to do with each other. */
        SEPARATE
    }

    /**
     * One part.
     *
     * @param name for messages, such as the file's
     * @param texts in their order
     * @param characters Unicode code points of all texts, the line feed after each of separate ones counted
     * @param whole the lines of all parts, by which a line is found; none where there is no file
     */
    public record Part(String name, Iterable<String> texts, long characters, Iterable<String> whole) {

        /** Of texts that lie in no file. */
        public Part(String name, Iterable<String> texts, long characters) {
            this(name, texts, characters, List.of());
        }

        /** Where a line of the texts stands, for messages: name and number of the first line that holds it. */
        public String place(String line) {
            long number = 0;
            for (String one : whole) {
                number++;
                if (one.contains(line)) {
                    return name + ":" + number;
                }
            }
            return name;
        }

        /** Whether there is nothing in it. */
        public boolean isEmpty() {
            return characters == 0;
        }
    }
}
