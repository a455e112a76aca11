package io.bestiary.training.recipe;

import io.bestiary.training.recipe.Value.Entry;
import io.bestiary.training.recipe.Value.Items;
import io.bestiary.training.recipe.Value.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML into values that know where they were written; makes objects of no class that the text names. */
final class YamlReader {
    private static final int MOST_CHARACTERS = 100_000;
    private static final Set<Tag> UNTAGGED = Set.of(Tag.STR, Tag.SEQ, Tag.MAP);

    private final Function<Mark, Origin> origins;
    private final Mistakes mistakes;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    YamlReader(Function<Mark, Origin> origins, Mistakes mistakes) {
        this.origins = origins;
        this.mistakes = mistakes;
    }

    /**
     * Reads a text that is one YAML document.
     *
     * @param path the key that it belongs to, empty for a whole file
     * @param whole where to report what has no line
     * @return null after a mistake that keeps it from being read at all
     */
    Entry read(String text, String path, Origin whole) {
        if (text.length() > MOST_CHARACTERS) {
            mistakes.add(whole, path, "must be at most " + MOST_CHARACTERS + " characters long, got " + text.length());
            return null;
        }
        OptionalInt strange =
                text.codePoints().filter(c -> !StreamReader.isPrintable(c)).findFirst();
        if (strange.isPresent()) {
            String shown = String.format("U+%04X", strange.getAsInt());
            Mark mark = markOf(text, text.indexOf(strange.getAsInt()));
            mistakes.add(origins.apply(mark), path, "not valid YAML: must be text, got the character " + shown);
            return null;
        }
        try {
            Node node = compose(text);
            if (node == null) {
                return new Entry(whole, new Scalar("", true));
            }
            return new Entry(origins.apply(node.getStartMark()), value(node, path, origins.apply(node.getStartMark())));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            mistakes.add(mark == null ? whole : origins.apply(mark), path, "not valid YAML: " + problem(e));
        } catch (YAMLException e) {
            mistakes.add(whole, path, "not valid YAML: " + e.getMessage());
        }
        return null;
    }

    private static Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        // Types are decided by who reads the value, so nothing is resolved here and every tag stands out.
        Resolver untyped = new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        };
        return new Composer(new ParserImpl(new StreamReader(text), options), untyped, options).getSingleNode();
    }

    private static Mark markOf(String text, int index) {
        int line = (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
        return new Mark("", index, line, 0, new int[0], 0);
    }

    private static String problem(MarkedYAMLException e) {
        boolean tab = e.getProblem().contains("TAB");
        return tab ? "lines must be indented with spaces, got a tab" : e.getProblem();
    }

    /** Null after a mistake that leaves nothing to read. */
    private Value value(Node node, String path, Origin origin) {
        if (!UNTAGGED.contains(node.getTag())) {
            mistakes.add(origin, path, "must have no tag, got " + node.getTag());
        }
        if (node instanceof ScalarNode scalar) {
            return new Scalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
        }
        if (!seen.add(node)) {
            // Aliases of aliases grow without bound, and may hold themselves.
            mistakes.add(origin, path, "must be written out, got an alias of another section or list");
            return null;
        }
        return node instanceof SequenceNode sequence
                ? items(sequence, path)
                : section((MappingNode) node, path, origin);
    }

    private Items items(SequenceNode node, String path) {
        List<Entry> entries = new ArrayList<>();
        for (Node item : node.getValue()) {
            Origin origin = origins.apply(item.getStartMark());
            Value value = value(item, path + "[" + entries.size() + "]", origin);
            if (value != null) {
                entries.add(new Entry(origin, value));
            }
        }
        return new Items(entries);
    }

    private Section section(MappingNode node, String path, Origin origin) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Origin keyOrigin = origins.apply(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode) || !UNTAGGED.contains(keyNode.getTag())) {
                mistakes.add(keyOrigin, path, "a key must be a plain word");
                continue;
            }
            String key = Section.join(path, keyNode.getValue());
            Value value = value(tuple.getValueNode(), key, keyOrigin);
            Entry first = value == null ? null : entries.putIfAbsent(keyNode.getValue(), new Entry(keyOrigin, value));
            if (first != null) {
                mistakes.add(
                        keyOrigin,
                        key,
                        "must be given once, is also at " + first.origin().where());
            }
        }
        return new Section(path, origin, entries, mistakes);
    }
}
