package io.bestiary.zoo.spelling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What follows from ours by rules: of names, the first that fits a beginning replaces it, and the rest stays; with no rule, all
 * is as ours.
 */
final class Rules implements Spelling {
    private record Rule(Pattern beginning, Function<MatchResult, List<String>> replacement) {}

    private final List<Rule> rules = new ArrayList<>();
    private BiFunction<String, Shape, Shape> shapes = (ours, shape) -> shape;
    private Predicate<String> turned = ours -> false;
    private Function<Set<String>, Map<String, String>> copies = ours -> Map.of();
    private Map<String, Function<NDManager, NDArray>> constants = Map.of();

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

    /** Which matrices, by our name, the other library keeps transposed. */
    Rules turned(Predicate<String> theirs) {
        turned = theirs;
        return this;
    }

    /** What the other library saves twice: of all our names, its second names and ours. */
    Rules copied(Function<Set<String>, Map<String, String>> theirs) {
        copies = theirs;
        return this;
    }

    /** What the other library saves beside the parameters. */
    Rules beside(Map<String, Function<NDManager, NDArray>> theirs) {
        constants = Map.copyOf(theirs);
        return this;
    }

    @Override
    public Shape shape(String ours, Shape shape) {
        return shapes.apply(ours, shape);
    }

    @Override
    public boolean transposed(String ours) {
        return turned.test(ours);
    }

    @Override
    public Map<String, String> copies(Set<String> ours) {
        return copies.apply(ours);
    }

    @Override
    public Map<String, Function<NDManager, NDArray>> constants() {
        return constants;
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
