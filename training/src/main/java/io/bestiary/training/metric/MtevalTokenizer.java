package io.bestiary.training.metric;

import java.util.List;
import java.util.regex.Pattern;

/** Cuts texts into words as NIST's {@code mteval-v13a} does for Western languages: the {@code tok:13a} of sacrebleu. */
final class MtevalTokenizer {
    private static final Pattern SIGNS = Pattern.compile("[{-~\\[-` -&(-+:-@/]");
    private static final Pattern AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])-");

    private MtevalTokenizer() {}

    static List<String> words(String text) {
        String line = Spaces.stripEnd(text)
                .replace("<skipped>", "")
                .replace("-\n", "")
                .replace("\n", " ")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
        line = SIGNS.matcher(" " + line + " ").replaceAll(" $0 ");
        line = AFTER_NO_DIGIT.matcher(line).replaceAll("$1 $2 ");
        line = BEFORE_NO_DIGIT.matcher(line).replaceAll(" $1 $2");
        line = DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 - ");
        return Spaces.split(line);
    }
}
