package io.bestiary.datasets;

import java.net.URI;

/**
 * A file of a data set and where the public can get it.
 *
 * @param name file name
 * @param address http or https; null where no public address is known that serves this very content
 * @param size bytes as published, for people and progress bars
 * @param sha256 SHA-256 in hexadecimal of the content, unpacked where the name ends in {@code .gz}: however a mirror
 *     packed the same content, it is the same data
 */
public record RemoteFile(String name, URI address, long size, String sha256) {

    /** Whether the file is packed with gzip. */
    public boolean packed() {
        return name.endsWith(".gz");
    }

    /** The name of the content: without {@code .gz}. */
    public String contentName() {
        return packed() ? name.substring(0, name.length() - 3) : name;
    }
}
