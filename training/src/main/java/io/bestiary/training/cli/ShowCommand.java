package io.bestiary.training.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.training.recipe.Spelling;
import io.bestiary.training.report.Table;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.ZooEntry;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The card of a network. */
@Command(
        name = "show",
        description = "Shows a network: its paper, hyperparameters and layers.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";

    @Parameters(paramLabel = "NAME", description = "A network of bestiary list.")
    private String name;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ZooEntry entry = Zoo.find(name).orElseThrow(() -> unknown(name));
        Outline outline = Outline.of(entry.architecture());
        if (json) {
            System.out.println(document(entry, outline));
        } else {
            print(entry, outline);
        }
        return Bestiary.DONE;
    }

    private static String document(ZooEntry entry, Outline outline) {
        Architecture architecture = entry.architecture();
        Paper paper = entry.paper();
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("model", entry.name());
        card.put("family", entry.family().toString());
        card.put("tasks", tasks(architecture));
        card.put("title", paper.title());
        card.put("authors", paper.authors());
        card.put("year", paper.year());
        card.put("link", paper.link());
        card.put("deviations", paper.deviations());
        card.put("hyperparameters", hyperparameters(architecture).objects());
        card.put("layers", layers(architecture, outline).objects());
        card.put("parameters", outline.parameterCount());
        card.put("bytes", outline.bytes());
        card.put("multiply_adds", outline.multiplications());
        card.put("training_bytes", outline.trainingBytes());
        card.put("training_bytes_each_example", outline.exampleBytes());
        try {
            return new ObjectMapper().writeValueAsString(card);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a card cannot be written", e);
        }
    }

    private static List<String> tasks(Architecture architecture) {
        return architecture.tasks().stream().map(Task::toString).sorted().toList();
    }

    private static void print(ZooEntry entry, Outline outline) {
        Architecture architecture = entry.architecture();
        Paper paper = entry.paper();
        String tasks = String.join(", ", tasks(architecture));
        System.out.printf(
                "%s (%s; %s)%n",
                entry.name(), entry.family(), tasks.isEmpty() ? "an encoder that others build on" : tasks);
        System.out.printf("%s, %s, %d%n%s%n", paper.title(), paper.authors(), paper.year(), paper.link());
        for (String deviation : paper.deviations()) {
            System.out.println("Departs from the paper: " + deviation);
        }
        System.out.println();
        hyperparameters(architecture).print(System.out, false);
        System.out.println();
        layers(architecture, outline).print(System.out, false);
        System.out.printf(
                "%n%,d trainable parameters%s, %s%n",
                outline.parameterCount(), halves(outline), Bytes.of(outline.bytes()));
        System.out.printf(
                Locale.ROOT,
                "%s multiply-adds for one example, which tables often call FLOPs%n",
                Bytes.scaled(outline.multiplications(), ""));
        System.out.printf(
                "training with Adam takes %s, and about %s for each example of a batch%n",
                Bytes.of(outline.trainingBytes()), Bytes.of(outline.exampleBytes()));
    }

    /** Those of a generator and of its discriminator, which others publish apart. */
    private static String halves(Outline outline) {
        Map<String, Long> parts = new LinkedHashMap<>();
        outline.trainable()
                .forEach(each -> parts.merge(
                        each.replaceFirst("\\..*", ""),
                        outline.parameters().get(each).size(),
                        Long::sum));
        return parts.keySet().equals(Set.of(GENERATOR, DISCRIMINATOR))
                ? String.format(" (generator %,d, discriminator %,d)", parts.get(GENERATOR), parts.get(DISCRIMINATOR))
                : "";
    }

    private ParameterException unknown(String given) {
        String hint = Spelling.nearest(
                        given, Zoo.entries().stream().map(ZooEntry::name).toList())
                .map(near -> "; did you mean " + near + "?")
                .orElse("; bestiary list shows all");
        return new ParameterException(spec.commandLine(), given + ": no such network" + hint);
    }

    private static Table hyperparameters(Architecture architecture) {
        Table table = new Table("hyperparameter", "default", "range", "meaning");
        Map<String, Object> values = Hyperparameters.values(architecture);
        for (RecordComponent component : architecture.getClass().getRecordComponents()) {
            Hyperparameter rule = component.getAnnotation(Hyperparameter.class);
            String key = Hyperparameters.snakeCase(component.getName());
            table.row(key, values.get(key), range(component, rule), rule == null ? "" : rule.value());
        }
        return table;
    }

    /** From the least to the most, or all that can be said. */
    private static String range(RecordComponent component, Hyperparameter rule) {
        if (component.getType().isEnum()) {
            return Arrays.stream(component.getType().getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
        if (component.getType() == boolean.class) {
            return "true, false";
        }
        return rule == null || !Double.isFinite(rule.min()) || !Double.isFinite(rule.max())
                ? ""
                : number(rule.min()) + " to " + number(rule.max());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,d", (long) value) : String.valueOf(value);
    }

    private static Table layers(Architecture architecture, Outline outline) {
        Table table = new Table("layer", "kind", "output", "parameters", "multiply-adds");
        for (TensorSpec input : architecture.inputs()) {
            table.row(input.name(), "input " + input.dataType(), input.batch(1), "", "");
        }
        outline.layers()
                .forEach(layer -> table.row(
                        layer.name(),
                        layer.kind(),
                        layer.output(),
                        layer.parameters() == 0 ? "" : layer.parameters(),
                        layer.multiplications() == 0 ? "" : layer.multiplications()));
        return table;
    }
}
