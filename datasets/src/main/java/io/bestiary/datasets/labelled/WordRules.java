package io.bestiary.datasets.labelled;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into words by rules, near to how English treebanks cut: addresses stay whole, so do numbers; {@code don't}
 * becomes {@code do n't}, {@code it's} becomes {@code it 's}; other signs stand alone, or in runs of one and the same.
 */
public final class WordRules {
    private static final String CLITIC = "(?i:['\u2019](?:s|m|d|re|ve|ll))(?![\\p{L}\\p{N}])";
    private static final Pattern WORD = Pattern.compile(String.join(
            "|",
            "(?:https?://|www\\.)[^\\s<>\"]*[\\p{L}\\p{N}/]", // an address of the web
            "[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+", // an address of mail
            "\\p{N}+(?:[.,:/]\\p{N}+)*(?:st|nd|rd|th)?(?![\\p{L}\\p{N}])", // a number, a time, a date
            "(?i:n['\u2019]t)(?![\\p{L}\\p{N}])", // not
            CLITIC,
            "[\\p{L}\\p{N}\\p{M}]+?(?=(?i:n['\u2019]t)(?![\\p{L}\\p{N}]))", // what not hangs on
            "(?:\\p{Lu}\\.){2,}", // U.S.
            "[\\p{L}\\p{N}\\p{M}_]+(?:['\u2019](?!(?i:s|m|d|re|ve|ll)(?![\\p{L}\\p{N}]))[\\p{L}\\p{N}\\p{M}_]+)*",
            "([^\\s\\p{L}\\p{N}])\\1*")); // a sign, or a run of it

    private WordRules() {}

    /**
     * Where a word stands in a text, in UTF-16 units.
     *
     * @param end exclusive
     */
    public record Word(String text, int start, int end) {}

    /** Cuts a text; white space separates words, and belongs to none. */
    public static List<Word> cut(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(new Word(matcher.group(), matcher.start(), matcher.end()));
        }
        return words;
    }

    /** Words that were cut already, as they stand with a space between. */
    public static List<Word> joined(List<String> words) {
        List<Word> placed = new ArrayList<>();
        int start = 0;
        for (String word : words) {
            placed.add(new Word(word, start, start + word.length()));
            start += word.length() + 1;
        }
        return placed;
    }
}
