package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.NumberField;
import io.bestiary.inference.form.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How wishes are written: a seed, the number of a class, and what is added to the first numbers of the latent vector. */
final class WishForm implements InputForm<Wish> {
    private static final double LARGEST_SEED = 1L << 53;
    private static final int MOST_SHIFTS = 8;

    private final NumberField seed =
            new NumberField("seed", "another one, another picture", true, 0, LARGEST_SEED, Optional.of(0.0));
    private final Optional<NumberField> label;
    private final List<NumberField> shifts;

    WishForm(List<String> labels, int latentSize) {
        this.label = labels.isEmpty()
                ? Optional.empty()
                : Optional.of(NumberField.choice(
                        "class",
                        "number of the class to draw; " + Wish.ANY + " lets the seed choose",
                        Wish.ANY,
                        Stream.concat(Stream.of("any"), labels.stream()).toList(),
                        Optional.of((double) Wish.ANY)));
        this.shifts = IntStream.range(0, Math.min(MOST_SHIFTS, latentSize))
                .mapToObj(i -> new NumberField(
                        "z" + i, "added to number " + i + " of the latent vector", false, -5, 5, Optional.of(0.0)))
                .toList();
    }

    @Override
    public Class<Wish> type() {
        return Wish.class;
    }

    @Override
    public List<Field<?>> fields() {
        List<Field<?>> fields = new ArrayList<>(List.of(seed));
        label.ifPresent(fields::add);
        fields.addAll(shifts);
        return fields;
    }

    @Override
    public Wish make(Values values) {
        return new Wish(
                values.get(seed).longValue(),
                label.map(field -> values.get(field).intValue()).orElse(Wish.ANY),
                shifts.stream().map(values::get).toList(),
                Optional.empty());
    }
}
