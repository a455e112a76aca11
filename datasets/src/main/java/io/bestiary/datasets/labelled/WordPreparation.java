package io.bestiary.datasets.labelled;

/**
 * How words become what a tagger reads.
 *
 * @param longest most words of a sentence
 * @param characters whether the network sees the characters of each word
 * @param longestWord characters of a word that are seen: of a longer one the first and the last half of these
 */
public record WordPreparation(int longest, boolean characters, int longestWord) {

    public WordPreparation {
        if (longest < 1) {
            throw new IllegalArgumentException("longest: must be at least 1, got " + longest);
        }
        if (longestWord < 2 || longestWord > 1000) {
            throw new IllegalArgumentException("longest_word: must be between 2 and 1000, got " + longestWord);
        }
    }
}
