package io.bestiary.datasets.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;

/**
 * How BERT cuts a text into words: at white space, around each sign of punctuation, and around each character of Chinese.
 * Characters that control are left out.
 *
 * @param lowerCase whether capital letters become small
 * @param stripAccents whether letters lose their marks
 */
record BertWords(boolean lowerCase, boolean stripAccents) {

    /**
     * A word as the vocabulary knows it.
     *
     * @param letters Unicode code points
     * @param starts where in the text the character begins that each came of
     * @param ends where that ends
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    record Word(int[] letters, int[] starts, int[] ends) {

        int size() {
            return letters.length;
        }

        String text(int from, int to) {
            return new String(letters, from, to - from);
        }
    }

    List<Word> cut(String text) {
        List<Word> words = new ArrayList<>();
        Encoding.Builder open = new Encoding.Builder(); // the letters of the word that is being read
        int next;
        for (int i = 0; i < text.length(); i = next) {
            next = text.offsetByCodePoints(i, 1);
            int c = text.codePointAt(i);
            if (isLeftOut(c)) {
                continue;
            }
            if (isWhite(c)) {
                open = close(open, words);
                continue;
            }
            for (int letter : letters(c)) {
                boolean alone = isChinese(c) || isPunctuation(letter);
                open = alone ? close(open, words) : open;
                open.add(letter, i, next);
                open = alone ? close(open, words) : open;
            }
        }
        close(open, words);
        return words;
    }

    private static Encoding.Builder close(Encoding.Builder open, List<Word> words) {
        Encoding letters = open.build();
        if (letters.size() == 0) {
            return open;
        }
        words.add(new Word(letters.ids(), letters.starts(), letters.ends()));
        return new Encoding.Builder();
    }

    /** What becomes of a character: each for itself, so that the result does not depend on what stands beside it. */
    private int[] letters(int c) {
        String letters = Character.toString(c);
        if (stripAccents) {
            letters = Normalizer.normalize(letters, Form.NFD)
                    .codePoints()
                    .filter(each -> Character.getType(each) != Character.NON_SPACING_MARK)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        return (lowerCase ? WordTokenizer.Letters.LOWER_CASE.apply(letters) : letters)
                .codePoints()
                .toArray();
    }

    private static boolean isLeftOut(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
            case Character.FORMAT, Character.PRIVATE_USE -> true;
            default -> c == 0xFFFD;
        };
    }

    private static boolean isWhite(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == '\t' || c == '\n' || c == '\r';
        };
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
        };
    }

    /** The blocks that Hugging Face's library knows. */
    private static boolean isChinese(int c) {
        return c >= 0x3400
                && ((c <= 0x4DBF)
                        || (c >= 0x4E00 && c <= 0x9FFF)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0x20000 && c <= 0x2A6DF)
                        || (c >= 0x2A700 && c <= 0x2B73F)
                        || (c >= 0x2B740 && c <= 0x2B81F)
                        || (c >= 0x2B920 && c <= 0x2CEAF)
                        || (c >= 0x2F800 && c <= 0x2FA1F));
    }
}
