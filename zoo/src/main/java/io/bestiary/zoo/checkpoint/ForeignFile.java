package io.bestiary.zoo.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of weights from another tool.
 *
 * @param part of the network that it holds, such as {@code generator}, or nothing if its names are those of the network
 */
public record ForeignFile(Path path, String part) {
    private static final Pattern PART = Pattern.compile("([A-Za-z0-9_.]+)=(.+)");

    /** Of all of a network. */
    static ForeignFile whole(Path path) {
        return new ForeignFile(path, "");
    }

    /** Reads a file's name, or a part and a file's name: {@code generator=G.safetensors}. */
    public static ForeignFile of(String text) {
        Matcher matcher = PART.matcher(text);
        return matcher.matches() && Files.notExists(Path.of(text))
                ? new ForeignFile(Path.of(matcher.group(2)), matcher.group(1))
                : whole(Path.of(text));
    }

    /** The network's name of a tensor in the file. */
    String named(String tensor) {
        return part.isEmpty() ? tensor : part + "." + tensor;
    }
}
