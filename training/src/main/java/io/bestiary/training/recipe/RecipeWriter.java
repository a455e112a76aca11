package io.bestiary.training.recipe;

import java.io.StringWriter;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes records as YAML that {@link Binder} binds to equal records: every component, in order, none left to defaults. */
public final class RecipeWriter {

    private final Choices choices;

    private RecipeWriter(Choices choices) {
        this.choices = choices;
    }

    /**
     * The YAML of a record.
     *
     * @throws IllegalArgumentException if it holds what no recipe can, such as an infinite number
     */
    public static String write(Record recipe, Choices choices) {
        return new RecipeWriter(choices).yaml(recipe);
    }

    /** As {@link #write(Record, Choices)}, of sections put together by hand: records, maps, lists and values by key. */
    public static String write(Map<String, ?> recipe, Choices choices) {
        return new RecipeWriter(choices).yaml(recipe);
    }

    /** The components of a record by their keys, in order. */
    public static Map<String, Object> components(Object anyRecord) {
        RecordType type = new RecordType(anyRecord.getClass());
        Map<String, Object> components = new LinkedHashMap<>();
        for (int i = 0; i < type.keys().size(); i++) {
            components.put(type.keys().get(i), type.get(anyRecord, i));
        }
        return components;
    }

    private String yaml(Object recipe) {
        DumperOptions options = new DumperOptions();
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        StringWriter text = new StringWriter();
        new Yaml(options).serialize(node(recipe, null), text);
        return text.toString();
    }

    /** The declared type says whether a record was chosen by name; it is null where the value was put in by hand. */
    private Node node(Object value, Type declared) {
        if (value instanceof Optional<?> optional) {
            return node(optional.orElse(null), declared == null ? null : RecordType.argument(declared, 0));
        } else if (value instanceof Map<?, ?> map) {
            Type element = declared == null ? null : RecordType.argument(declared, 1);
            List<NodeTuple> tuples = new ArrayList<>();
            map.forEach((key, inner) -> tuples.add(tuple((String) key, node(inner, element))));
            return mapping(tuples);
        } else if (value instanceof List<?> list) {
            Type element = declared == null ? null : RecordType.argument(declared, 0);
            List<Node> nodes = list.stream().map(inner -> node(inner, element)).toList();
            boolean flat = nodes.stream().allMatch(ScalarNode.class::isInstance);
            return new SequenceNode(Tag.SEQ, nodes, flat ? FlowStyle.FLOW : FlowStyle.BLOCK);
        } else if (value instanceof Record) {
            return section(value, declared == null || choices.has(RecordType.raw(declared)));
        }
        return scalar(value);
    }

    private Node section(Object value, boolean chosen) {
        RecordType type = new RecordType(value.getClass());
        List<NodeTuple> tuples = new ArrayList<>();
        int named = type.keys().indexOf(Section.NAME);
        if (named >= 0) {
            tuples.add(tuple(Section.NAME, node(type.get(value, named), type.typeOf(named))));
        } else if (chosen) {
            choices.nameOf(value.getClass()).ifPresent(name -> tuples.add(tuple(Section.NAME, scalar(name))));
        }
        for (int i = 0; i < type.keys().size(); i++) {
            if (i != named) {
                tuples.add(tuple(type.keys().get(i), node(type.get(value, i), type.typeOf(i))));
            }
        }
        return mapping(tuples);
    }

    private static NodeTuple tuple(String key, Node value) {
        return new NodeTuple(scalar(key), value);
    }

    private static MappingNode mapping(List<NodeTuple> tuples) {
        return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
    }

    private static ScalarNode scalar(Object value) {
        if (value == null) {
            return plain(Tag.NULL, "null");
        } else if (value instanceof Boolean) {
            return plain(Tag.BOOL, value.toString());
        } else if (value instanceof Integer || value instanceof Long) {
            return plain(Tag.INT, value.toString());
        } else if (value instanceof Double || value instanceof Float) {
            return plain(Tag.FLOAT, number((Number) value));
        } else if (value instanceof Enum<?> constant) {
            return plain(Tag.STR, Scalars.spelling(constant));
        } else if (value instanceof Path) {
            return plain(Tag.STR, value.toString());
        } else if (value instanceof String text) {
            boolean strange = text.codePoints().anyMatch(Character::isISOControl);
            return strange
                    ? new ScalarNode(Tag.STR, text, null, null, ScalarStyle.DOUBLE_QUOTED)
                    : plain(Tag.STR, text);
        }
        throw new IllegalArgumentException(
                "recipe: cannot hold a " + value.getClass().getName() + ", got " + value);
    }

    /** Where a plain text would be read as something else, the quotation marks come by themselves. */
    private static ScalarNode plain(Tag tag, String text) {
        return new ScalarNode(tag, text, null, null, ScalarStyle.PLAIN);
    }

    /** In the form that every reader of YAML 1.1 takes for a number: with a point and a signed exponent. */
    private static String number(Number value) {
        if (!Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("recipe: numbers must be finite, got " + value);
        }
        return value.toString().toLowerCase(Locale.ROOT).replaceFirst("e(?=[0-9])", "e+");
    }
}
