package io.bestiary.training.recipe;

import io.bestiary.training.recipe.Value.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A YAML file as it was written, with the overrides of the command line; every value knows its line. */
public final class Document {
    private static final int MOST_BYTES = 400_000;

    private final Section root;
    private final Mistakes mistakes;

    private Document(Section root, Mistakes mistakes) {
        this.root = root;
        this.mistakes = mistakes;
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws RecipeException if it is not there, is not YAML or has no keys at the top
     */
    public static Document read(Path file) {
        String name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                throw failure(name, "must be a file, got a folder");
            }
            if (!Files.exists(file)) {
                throw failure(name, "no such file");
            }
            byte[] bytes = beginning(file);
            if (bytes.length > MOST_BYTES) {
                throw failure(name, "must be at most " + MOST_BYTES + " bytes long, got more");
            }
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    name);
        } catch (CharacterCodingException e) {
            throw failure(name, "must be text in UTF-8, got other bytes");
        } catch (IOException e) {
            throw failure(name, "cannot be read (" + e + ")");
        }
    }

    /**
     * Reads a text.
     *
     * @param name what messages call it
     * @throws RecipeException if it is not YAML or has no keys at the top
     */
    public static Document parse(String text, String name) {
        Mistakes mistakes = new Mistakes();
        YamlReader reader = new YamlReader(mark -> Origin.inFile(name, mark), mistakes);
        Entry top = reader.read(text, "", Origin.ofFile(name));
        if (top != null && top.value() instanceof Section section) {
            return new Document(section, mistakes);
        }
        if (top != null) {
            mistakes.add(
                    top.origin(),
                    "",
                    "must hold keys and values, got " + top.value().shown());
        }
        throw mistakes.exception();
    }

    /**
     * This document with values replaced; what is wrong with an assignment is thrown by {@link Binder#finish}.
     *
     * @param assignments each {@code key.path=value}, its value YAML; sections that are not there are made; the last one wins
     */
    public Document set(List<String> assignments) {
        Section changed = root;
        for (int i = 0; i < assignments.size(); i++) {
            Origin origin = Origin.ofOverride(i, assignments.get(i));
            String[] parts = assignments.get(i).split("=", 2);
            if (parts.length < 2 || !parts[0].matches("[\\w-]+(\\.[\\w-]+)*")) {
                mistakes.add(origin, "", "must have the form key.path=value");
                continue;
            }
            Entry value = new YamlReader(mark -> origin, mistakes).read(parts[1], parts[0], origin);
            Section next = value == null ? changed : changed.with(List.of(parts[0].split("\\.")), value);
            if (next == null) {
                mistakes.add(origin, parts[0], "must lead through sections, got a list on the way");
            } else {
                changed = next;
            }
        }
        return new Document(changed, mistakes);
    }

    /** The outermost section. */
    public Section root() {
        return root;
    }

    Mistakes mistakes() {
        return mistakes;
    }

    /** Never more than it takes to see that there is too much: the file may be a device without end. */
    private static byte[] beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    private static RecipeException failure(String name, String message) {
        return new RecipeException(List.of(new Mistake(name, "", message)), 0);
    }
}
