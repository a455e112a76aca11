package io.bestiary.zoo.surgery;

import io.bestiary.zoo.nn.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Names of parameters that a pattern means. */
final class Names {

    private Names() {}

    /**
     * Finds names by patterns with * and ?, several with commas between; a pattern means all below a name, too, so that
     * {@code layer1} is a stage.
     *
     * @param what is named in messages
     * @throws SurgeryException if a pattern means none
     */
    static List<String> find(String what, String patterns, Collection<String> names) {
        List<Pattern> expressions = Arrays.stream(patterns.split(",", -1))
                .map(String::strip)
                .map(pattern -> expression(what, pattern, names))
                .toList();
        return names.stream()
                .filter(name ->
                        expressions.stream().anyMatch(e -> e.matcher(name).matches()))
                .toList();
    }

    private static Pattern expression(String what, String pattern, Collection<String> names) {
        String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        Pattern expression = Pattern.compile(quoted + "(\\..*)?");
        if (names.stream().noneMatch(name -> expression.matcher(name).matches())) {
            throw new SurgeryException(
                    what + ": must name parameters of the network, got " + pattern + Nearest.hint(pattern, names));
        }
        return expression;
    }
}
