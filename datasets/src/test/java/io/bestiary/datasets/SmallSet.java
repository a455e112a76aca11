package io.bestiary.datasets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A data set of text files. */
final class SmallSet {

    private SmallSet() {}

    static NamedSet set(String name, String address, Map<String, String> files) {
        List<RemoteFile> remote = new TreeMap<>(files)
                .entrySet().stream()
                        .map(file -> new RemoteFile(
                                file.getKey(),
                                URI.create(address + file.getKey()),
                                file.getValue().length(),
                                sha256(file.getValue())))
                        .toList();
        return new NamedSet(name, name, "CC0", address, remote);
    }

    static String sha256(String text) {
        try {
            return Sha256.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
