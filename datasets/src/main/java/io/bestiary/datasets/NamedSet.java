package io.bestiary.datasets;

import java.util.List;

/**
 * A public data set that recipes call by name.
 *
 * @param name as in recipes, and of its folder
 * @param title what it is, for tables
 * @param licence as stated by its makers
 * @param source its home page
 * @param files its original files; none where the data come with Bestiary
 */
public record NamedSet(String name, String title, String licence, String source, List<RemoteFile> files) {

    public NamedSet {
        files = List.copyOf(files);
    }
}
