package io.bestiary.training.recipe;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys and values of one level of a document.
 *
 * <p>What its methods find wrong is collected with the document and thrown by {@link Binder#finish}.
 */
public final class Section implements Value {
    /** The key that chooses one of several records. */
    static final String NAME = "name";

    private final String path;
    private final Origin origin;
    private final Map<String, Entry> entries;
    private final Mistakes mistakes;

    Section(String path, Origin origin, Map<String, Entry> entries, Mistakes mistakes) {
        this.path = path;
        this.origin = origin;
        this.entries = entries;
        this.mistakes = mistakes;
    }

    /** The section that a name alone is short for. */
    static Section ofName(String path, Entry name, Mistakes mistakes) {
        return new Section(path, name.origin(), Map.of(NAME, name), mistakes);
    }

    static String join(String path, String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    /** The keys, in the order of the file. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** The section under a key, empty where the key is not there; any other value is a mistake. */
    public Section section(String key) {
        Entry entry = entries.get(key);
        if (entry != null && entry.value() instanceof Section section) {
            return section;
        }
        if (entry != null) {
            mistake(key, "must be a section, got " + entry.value().shown());
        }
        return new Section(join(path, key), entry == null ? origin : entry.origin(), Map.of(), mistakes);
    }

    /** As {@link #section}, but a text alone is allowed: {@code model: lenet5} is short for {@code model: {name: lenet5}}. */
    public Section named(String key) {
        Entry entry = entries.get(key);
        boolean name = entry != null
                && entry.value() instanceof Scalar
                && !entry.value().isNothing();
        return name ? ofName(join(path, key), entry, mistakes) : section(key);
    }

    /** The text under a key, empty where the key is not there; a section, a list or nothing is a mistake. */
    public Optional<String> text(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((String) Scalars.read(String.class, entry.value()));
        } catch (IllegalArgumentException e) {
            mistake(key, e.getMessage());
            return Optional.empty();
        }
    }

    /** Reports every key that is not allowed, with the nearest that is. */
    public void only(Collection<String> allowed) {
        for (String key : entries.keySet()) {
            if (!allowed.contains(key)) {
                mistake(key, "unknown key" + Spelling.hint(key, allowed));
            }
        }
    }

    /**
     * Reports a mistake.
     *
     * @param key a key of this section or a dotted path below it; empty for the section itself. Where it was not written,
     *     the section's line is shown
     * @param message the rule and the value received
     */
    public void mistake(String key, String message) {
        mistakes.add(origin(key), join(path, key), message);
    }

    String path() {
        return path;
    }

    /** The value under a key, or null. */
    Entry entry(String key) {
        return entries.get(key);
    }

    /** A copy with one value, at a path of keys below this section, put in; null where a list is in the way. */
    Section with(List<String> keys, Entry given) {
        String key = keys.get(0);
        Entry old = entries.get(key);
        Entry next = given;
        if (keys.size() > 1) {
            boolean empty = old == null || old.value().isNothing();
            if (!empty && old.value() instanceof Items) {
                return null;
            }
            Section inner = empty ? new Section(join(path, key), given.origin(), Map.of(), mistakes) : named(key);
            Section changed = inner.with(keys.subList(1, keys.size()), given);
            if (changed == null) {
                return null;
            }
            next = new Entry(inner.origin, changed);
        }
        Map<String, Entry> copy = new LinkedHashMap<>(entries);
        copy.put(key, next);
        return new Section(path, origin, copy, mistakes);
    }

    private Origin origin(String key) {
        String[] parts = key.split("[.\\[]", 2);
        Entry entry = entries.get(parts[0]);
        if (entry == null) {
            return origin;
        }
        return parts.length > 1 && entry.value() instanceof Section inner ? inner.origin(parts[1]) : entry.origin();
    }

    @Override
    public String shown() {
        return "a section";
    }
}
