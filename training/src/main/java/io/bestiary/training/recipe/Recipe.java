package io.bestiary.training.recipe;

import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.ZooEntry;
import io.bestiary.zoo.engine.Backend.EngineName;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What to train, on which data, how: a YAML file read into records, with all defaults filled in. */
public final class Recipe {
    private static final List<String> COMMON = List.of("task", "engine", "device", "model", "training");

    private final Document document;
    private final Binder binder;
    private final Choices choices;
    private final Task task;
    private final EngineName engine;
    private final String device;
    private final String model;
    private final Architecture architecture;
    private final Training training;
    private final Record sections;

    private Recipe(
            Document document,
            Binder binder,
            Choices choices,
            Task task,
            EngineName engine,
            String device,
            String model,
            Architecture architecture,
            Training training,
            Record sections) {
        this.document = document;
        this.binder = binder;
        this.choices = choices;
        this.task = task;
        this.engine = engine;
        this.device = device;
        this.model = model;
        this.architecture = architecture;
        this.training = training;
        this.sections = sections;
    }

    /**
     * Reads a recipe.
     *
     * @param choices the records that names stand for
     * @param sectionsOf the record whose components are the sections of a task, for every task that can be trained
     * @throws RecipeException with every mistake there is
     */
    public static Recipe read(Document document, Choices choices, Map<Task, Class<? extends Record>> sectionsOf) {
        Binder binder = new Binder(document, choices);
        Section root = document.root();
        Task task = oneOf(root, "task", sectionsOf.keySet(), Task::of, null);
        EngineName engine = oneOf(root, "engine", List.of(EngineName.values()), EngineName::of, EngineName.PYTORCH);
        String device = root.text("device").orElse("auto");
        if (!device.matches("auto|cpu|gpu(:\\d{1,3})?")) {
            root.mistake("device", "must be auto, cpu, gpu or gpu:N, got " + Quote.quoted(device));
        }
        Section modelSection = root.named("model");
        ZooEntry entry = entry(modelSection, task);
        Architecture architecture =
                entry == null ? null : binder.bindOver(modelSection, entry.architecture(), Set.of("name"));
        Training training = binder.bind(root.section("training"), Training.class, Training.DEFAULTS);
        Record sections = null;
        if (task != null) {
            sections = binder.bindAmong(root, sectionsOf.get(task), Set.copyOf(COMMON));
        }
        binder.finish();
        return new Recipe(
                document, binder, choices, task, engine, device, entry.name(), architecture, training, sections);
    }

    private static <T> T oneOf(Section root, String key, Iterable<T> values, Function<String, T> parse, T otherwise) {
        List<String> allowed = new ArrayList<>();
        values.forEach(value -> allowed.add(value.toString()));
        String given = root.text(key).orElse(null);
        if (given == null) {
            if (otherwise == null) {
                root.mistake(key, "must be given (allowed: " + String.join(", ", allowed) + ")");
            }
            return otherwise;
        }
        if (!allowed.contains(given)) {
            root.mistake(
                    key, "must be a known " + key + ", got " + Quote.quoted(given) + Spelling.hint(given, allowed));
            return null;
        }
        return parse.apply(given);
    }

    private static ZooEntry entry(Section model, Task task) {
        List<String> names = Zoo.entries().stream()
                .filter(entry -> task == null || entry.architecture().tasks().contains(task))
                .map(ZooEntry::name)
                .toList();
        String name = model.text("name").orElse(null);
        if (name == null) {
            model.mistake("name", "must be given (allowed: " + String.join(", ", names) + ")");
            return null;
        }
        if (names.contains(name)) {
            return Zoo.find(name).orElseThrow();
        }
        model.mistake(
                "name",
                Zoo.find(name).isPresent()
                        ? "must be a network for " + task + ", got " + Quote.quoted(name) + " (allowed: "
                                + String.join(", ", names) + ")"
                        : "must be a known network, got " + Quote.quoted(name) + Spelling.hint(name, names));
        return null;
    }

    /** Whether the file or the command line gives a value, so that it must not be filled in from the data. */
    public boolean states(String section, String key) {
        return document.root().named(section).keys().contains(key);
    }

    /** Refuses a value that turned out not to fit, naming its line. */
    public RecipeException refuse(String section, String key, String message) {
        document.root().named(section).mistake(key, message);
        try {
            binder.finish();
        } catch (RecipeException e) {
            return e;
        }
        throw new IllegalStateException("a mistake was reported and not thrown");
    }

    /**
     * The recipe as YAML with all values filled in; reads back as the same recipe.
     *
     * @param resolved the network with the sizes of the data
     * @param resolvedSections the task's sections with what was measured on the data
     */
    public String toYaml(Architecture resolved, Record resolvedSections) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("task", task.toString());
        content.put("engine", engine.toString());
        content.put("device", device);
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("name", model);
        network.putAll(RecipeWriter.components(resolved));
        content.put("model", network);
        content.putAll(RecipeWriter.components(resolvedSections));
        content.put("training", training);
        return RecipeWriter.write(content, choices);
    }

    public Task task() {
        return task;
    }

    public EngineName engine() {
        return engine;
    }

    public String device() {
        return device;
    }

    /** The registered name of the network. */
    public String model() {
        return model;
    }

    /** The network, before the data have their say. */
    public Architecture architecture() {
        return architecture;
    }

    public Training training() {
        return training;
    }

    /** The sections of the task. */
    public Record sections() {
        return sections;
    }
}
