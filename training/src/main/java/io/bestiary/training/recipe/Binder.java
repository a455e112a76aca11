package io.bestiary.training.recipe;

import io.bestiary.training.recipe.Value.Entry;
import io.bestiary.training.recipe.Value.Items;
import io.bestiary.training.recipe.Value.Scalar;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes records of the sections of a document, and collects all that is wrong.
 *
 * <p>The keys of a section are the components of the record in snake case. A component may be an {@code int},
 * {@code long}, {@code float}, {@code double}, {@code boolean}, {@code String}, {@code Path}, an enum constant (in lower
 * case, with hyphens), a record, a type of {@link Choices}, or a {@code List}, {@code Map} by text or {@code Optional} of
 * these.
 *
 * <p>A key that is missing takes its value from the defaults: those given, else a constant {@code DEFAULTS} of the record's
 * own type in the record. Where there is none, or it has null there, the key must be given.
 *
 * <p>Ranges are the constructor's to check: it throws {@link IllegalArgumentException} with a message {@code key: rule, got
 * value}, which becomes a mistake at that key. The default then takes the place of the value, and the constructor is asked
 * again, until it has no more to say.
 */
public final class Binder {
    private static final Pattern RULE =
            Pattern.compile("(?<key>(?<first>[a-z][a-z0-9_]*)[a-z0-9_.\\[\\]-]*): (?<rule>.*)", Pattern.DOTALL);

    private final Choices choices;
    private final Mistakes mistakes;

    public Binder(Document document, Choices choices) {
        this.choices = choices;
        this.mistakes = document.mistakes();
    }

    /**
     * Makes a record of a section.
     *
     * @param defaults what missing keys get; null for the {@code DEFAULTS} of the type
     * @return the record, or null where a mistake kept it from being made, so that {@link #finish} will throw
     */
    public <R extends Record> R bind(Section section, Class<R> type, R defaults) {
        RecordType recordType = new RecordType(type);
        return type.cast(record(recordType, section, defaults == null ? recordType.defaults() : defaults, Set.of()));
    }

    /**
     * Makes a record of a section that has other keys, too.
     *
     * @param alsoAllowed keys of the section that are read elsewhere
     */
    public <R extends Record> R bindAmong(Section section, Class<R> type, Set<String> alsoAllowed) {
        RecordType recordType = new RecordType(type);
        return type.cast(record(recordType, section, recordType.defaults(), alsoAllowed));
    }

    /**
     * Makes a copy of a record, with the values of a section in place of its own.
     *
     * @param base any record
     * @param alsoAllowed keys of the section that are read elsewhere
     * @return the copy, or the base where mistakes kept it from being made, so that {@link #finish} will throw
     */
    @SuppressWarnings("unchecked") // A record of the base's class.
    public <T> T bindOver(Section section, T base, Set<String> alsoAllowed) {
        Object copy = record(new RecordType(base.getClass()), section, base, alsoAllowed);
        return copy == null ? base : (T) copy;
    }

    /**
     * Ends the binding.
     *
     * @throws RecipeException if there was any mistake, with all of them
     */
    public void finish() {
        mistakes.throwAny();
    }

    /** Null after mistakes, here and below. */
    private Object record(RecordType type, Section section, Object defaults, Set<String> alsoAllowed) {
        int before = mistakes.count();
        Set<String> allowed = new LinkedHashSet<>(type.keys());
        allowed.addAll(alsoAllowed);
        section.only(allowed);
        List<String> keys = type.keys();
        Object[] values = new Object[keys.size()];
        Object[] fallbacks = new Object[keys.size()];
        boolean complete = true;
        for (int i = 0; i < values.length; i++) {
            fallbacks[i] = defaults == null ? null : type.get(defaults, i);
            values[i] = component(section, keys.get(i), type.typeOf(i), fallbacks[i]);
            complete &= values[i] != null;
        }
        return complete ? create(type, section, values, fallbacks, mistakes.count() > before) : null;
    }

    /** Asks the constructor until it is content; what it says about defaults may follow from an earlier mistake. */
    private Object create(RecordType type, Section section, Object[] values, Object[] fallbacks, boolean mistaken) {
        boolean silent = mistaken;
        while (true) {
            try {
                return type.create(values);
            } catch (IllegalArgumentException e) {
                Matcher matcher = RULE.matcher(String.valueOf(e.getMessage()));
                int index = matcher.matches() ? type.keys().indexOf(matcher.group("first")) : -1;
                if (index < 0) {
                    section.mistake("", String.valueOf(e.getMessage()));
                    return null;
                }
                if (!silent || section.entry(matcher.group("first")) != null) {
                    section.mistake(matcher.group("key"), matcher.group("rule"));
                }
                if (fallbacks[index] == null || values[index] == fallbacks[index]) {
                    return null;
                }
                silent = true;
                values[index] = fallbacks[index];
            }
        }
    }

    private Object component(Section section, String key, Type type, Object fallback) {
        Entry entry = section.entry(key);
        Object value = entry == null
                ? missing(section, key, type, fallback)
                : value(entry, Section.join(section.path(), key), type, fallback);
        return value == null ? fallback : value;
    }

    private Object missing(Section section, String key, Type type, Object fallback) {
        if (RecordType.raw(type) == Optional.class) {
            return fallback == null ? Optional.empty() : fallback;
        }
        if (RecordType.raw(type).isRecord() && !choices.has(RecordType.raw(type))) {
            RecordType recordType = new RecordType(RecordType.raw(type));
            Object defaults = fallback == null ? recordType.defaults() : fallback;
            if (defaults != null) {
                return record(recordType, section.section(key), defaults, Set.of());
            }
        }
        if (fallback == null) {
            section.mistake(key, "must be given");
        }
        return fallback;
    }

    /** Null after a mistake. */
    private Object value(Entry entry, String path, Type type, Object fallback) {
        Class<?> raw = RecordType.raw(type);
        Value value = entry.value();
        if (raw == Optional.class) {
            Object inner = fallback instanceof Optional<?> optional ? optional.orElse(null) : null;
            return value.isNothing()
                    ? Optional.empty()
                    : Optional.ofNullable(value(entry, path, RecordType.argument(type, 0), inner));
        } else if (raw == List.class) {
            return value instanceof Items items
                    ? list(items, path, RecordType.argument(type, 0))
                    : refuse(entry, path, "a list");
        } else if (raw == Map.class) {
            return value instanceof Section section
                    ? map(section, RecordType.argument(type, 1))
                    : refuse(entry, path, "a section");
        } else if (choices.has(raw)) {
            return choice(entry, path, raw, fallback);
        } else if (raw.isRecord()) {
            RecordType recordType = new RecordType(raw);
            return value instanceof Section section
                    ? record(recordType, section, fallback == null ? recordType.defaults() : fallback, Set.of())
                    : refuse(entry, path, "a section");
        }
        try {
            return Scalars.read(raw, value);
        } catch (IllegalArgumentException e) {
            mistakes.add(entry.origin(), path, e.getMessage());
            return null;
        }
    }

    private Object list(Items items, String path, Type type) {
        List<Object> values = new ArrayList<>();
        for (Entry item : items.entries()) {
            values.add(value(item, path + "[" + values.size() + "]", type, null));
        }
        return values.contains(null) ? null : Collections.unmodifiableList(values);
    }

    private Object map(Section section, Type type) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key : section.keys()) {
            values.put(key, value(section.entry(key), Section.join(section.path(), key), type, null));
        }
        return values.containsValue(null) ? null : Collections.unmodifiableMap(values);
    }

    /** A name starts from the defaults of its record; a section without a name goes on from the fallback. */
    private Object choice(Entry entry, String path, Class<?> base, Object fallback) {
        Section section;
        if (entry.value() instanceof Section given) {
            section = given;
        } else if (entry.value() instanceof Scalar && !entry.value().isNothing()) {
            section = Section.ofName(path, entry, mistakes);
        } else {
            return refuse(entry, path, "a name or a section with a name");
        }
        if (section.entry(Section.NAME) == null && fallback != null) {
            return record(new RecordType(fallback.getClass()), section, fallback, Set.of(Section.NAME));
        }
        if (section.entry(Section.NAME) == null) {
            section.mistake(Section.NAME, "must be given (allowed: " + String.join(", ", choices.names(base)) + ")");
            return null;
        }
        Optional<String> name = section.text(Section.NAME);
        Class<?> chosen = name.map(given -> choices.find(base, given)).orElse(null);
        if (chosen == null) {
            name.ifPresent(given -> section.mistake(
                    Section.NAME, "unknown name " + Quote.quoted(given) + Spelling.hint(given, choices.names(base))));
            return null;
        }
        RecordType type = new RecordType(chosen);
        return record(type, section, type.defaults(), Set.of(Section.NAME));
    }

    private Object refuse(Entry entry, String path, String rule) {
        mistakes.add(
                entry.origin(),
                path,
                "must be " + rule + ", got " + entry.value().shown());
        return null;
    }
}
