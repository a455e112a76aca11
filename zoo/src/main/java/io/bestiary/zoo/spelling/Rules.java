package io.bestiary.zoo.spelling;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that follow from ours by rules: the first that fits a beginning replaces it, the rest stays. */
final class Rules implements Spelling {
    private record Rule(Pattern beginning, Function<MatchResult, List<String>> replacement) {}

    private final List<Rule> rules = new ArrayList<>();
    private BiFunction<String, Shape, Shape> shapes = (ours, shape) -> shape;

    /**
     * @param beginning ends before a dot or at the end of a name
     * @param replacement of the beginning
     */
    Rules with(String beginning, Function<MatchResult, String> replacement) {
        return apart(beginning, match -> List.of(replacement.apply(match)));
    }

    Rules with(String beginning, String replacement) {
        return with(beginning, match -> replacement);
    }

    /** The same where the parts, along the first axis, are kept apart. */
    Rules apart(String beginning, Function<MatchResult, List<String>> replacements) {
        rules.add(new Rule(Pattern.compile(beginning + "(?=\\.|$)"), replacements));
        return this;
    }

    /** Shapes of the other library, by our name and our shape. */
    Rules shaped(BiFunction<String, Shape, Shape> theirs) {
        shapes = theirs;
        return this;
    }

    @Override
    public Shape shape(String ours, Shape shape) {
        return shapes.apply(ours, shape);
    }

    /** A number that a rule found. */
    static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }

    @Override
    public List<String> names(String ours) {
        for (Rule rule : rules) {
            Matcher matcher = rule.beginning().matcher(ours);
            if (matcher.lookingAt()) {
                String rest = ours.substring(matcher.end());
                return rule.replacement().apply(matcher.toMatchResult()).stream()
                        .map(name -> name + rest)
                        .toList();
            }
        }
        return List.of(ours);
    }
}
