package io.bestiary.training.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.training.recipe.FlatRecipe;
import io.bestiary.training.report.RunData;
import io.bestiary.training.report.Table;
import io.bestiary.training.report.Trail;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says in what two runs differ. */
@Command(
        name = "diff",
        description = "Says in what two runs differ: recipe, record, metrics, and the first step with other weights.",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN", description = "A run's folder.")
    private Path one;

    @Parameters(index = "1", paramLabel = "RUN", description = "Another run's folder.")
    private Path other;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        RunData here = RunData.of(one);
        RunData there = RunData.of(other);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("recipe", here.values().differences(there.values()));
        document.put("record", differences(here.record(), there.record()));
        document.put("metrics", metrics(here, there));
        Trail trail = Trail.of(here.fingerprints(), there.fingerprints());
        document.put("compared_steps", trail.compared());
        document.put("last_equal_step", trail.lastEqual());
        document.put("first_different_step", trail.difference().orElse(null));
        if (json) {
            System.out.println(new ObjectMapper().writeValueAsString(document));
            return Bestiary.DONE;
        }
        for (String part : new String[] {"recipe", "record", "metrics"}) {
            Table table = new Table(part, here.name(), there.name());
            ((Map<?, ?>) document.get(part)).forEach((key, value) -> {
                FlatRecipe.Difference difference = (FlatRecipe.Difference) value;
                table.row(key, difference.here(), difference.there());
            });
            if (((Map<?, ?>) document.get(part)).isEmpty()) {
                System.out.println(part + ": no difference");
            } else {
                table.print(System.out, false);
            }
            System.out.println();
        }
        System.out.println(trail.sentence());
        return Bestiary.DONE;
    }

    static Map<String, FlatRecipe.Difference> differences(Map<String, Object> here, Map<String, Object> there) {
        Map<String, FlatRecipe.Difference> differences = new LinkedHashMap<>();
        Set<String> keys = new LinkedHashSet<>(here.keySet());
        keys.addAll(there.keySet());
        for (String key : keys) {
            String mine = String.valueOf(here.get(key));
            String others = String.valueOf(there.get(key));
            if (!Objects.equals(mine, others)) {
                differences.put(key, new FlatRecipe.Difference(mine, others));
            }
        }
        return differences;
    }

    private static Map<String, FlatRecipe.Difference> metrics(RunData here, RunData there) {
        return differences(metrics(here), metrics(there));
    }

    private static Map<String, Object> metrics(RunData run) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        JsonNode values = run.result().map(result -> result.path("metrics")).orElse(null);
        if (values != null) {
            values.properties()
                    .forEach(metric ->
                            metrics.put(metric.getKey(), metric.getValue().asText()));
        }
        return metrics;
    }
}
