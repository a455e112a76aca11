package io.bestiary.training.cli;

import io.bestiary.training.recipe.Spelling;
import io.bestiary.training.report.Table;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.ZooEntry;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.TensorSpec;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The card of a network. */
@Command(
        name = "show",
        description = "Shows a network: its paper, hyperparameters and layers.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "A network of bestiary list.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ZooEntry entry = Zoo.find(name).orElseThrow(() -> unknown(name));
        Architecture architecture = entry.architecture();
        Paper paper = entry.paper();
        System.out.printf("%s (%s)%n", entry.name(), entry.family());
        System.out.printf("%s, %s, %d%n%s%n", paper.title(), paper.authors(), paper.year(), paper.link());
        for (String deviation : paper.deviations()) {
            System.out.println("Departs from the paper: " + deviation);
        }
        System.out.println();
        hyperparameters(architecture).print(System.out, false);
        System.out.println();
        Outline outline = Outline.of(architecture);
        layers(architecture, outline).print(System.out, false);
        System.out.printf("%n%,d trainable parameters, %s%n", outline.parameterCount(), Bytes.of(outline.bytes()));
        System.out.printf(
                Locale.ROOT,
                "%s multiply-adds for one example, which tables often call FLOPs%n",
                Bytes.scaled(outline.multiplications(), ""));
        System.out.printf(
                "training with Adam takes %s, and about %s for each example of a batch%n",
                Bytes.of(outline.trainingBytes()), Bytes.of(outline.exampleBytes()));
        return Bestiary.DONE;
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
            table.row(
                    key,
                    values.get(key),
                    rule == null ? "" : Hyperparameters.range(rule),
                    rule == null ? "" : rule.value());
        }
        return table;
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
