package io.bestiary.zoo.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.surgery.Surgery.Change;
import io.bestiary.zoo.surgery.Surgery.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same verbs for every network that has the size. No engine starts: shapes tell what would change. */
class SurgeryOfEveryNetworkTest {
    /** Where a size is woven into what was learned, so that nothing could be kept. */
    private static final Set<String> WOVEN = Set.of(
            "row_lstm channels", // a step reads a row of all channels
            "conditional_gan classes", // the class stands beside the latent vector
            "acgan28 classes",
            "conditional_vae classes",
            "pix2pix channels", // they draw in them
            "cyclegan channels",
            "series_transformer context"); // the last layer reads every step

    /** One preset of each kind of network. */
    static Stream<Arguments> networksAndSizes() {
        Set<Class<?>> seen = new HashSet<>();
        return Zoo.entries().stream()
                .filter(entry -> seen.add(entry.architecture().getClass()))
                .flatMap(entry -> Hyperparameters.values(entry.architecture()).entrySet().stream()
                        .filter(size -> kind(size.getKey()).isPresent())
                        .map(size -> Arguments.of(entry.name(), size.getKey(), (int) size.getValue() + 3)));
    }

    private static Optional<Kind> kind(String size) {
        return switch (size) {
            case "classes" -> Optional.of(Kind.RESET);
            case "channels" -> Optional.of(Kind.CHANNELS);
            case "context" -> Optional.of(Kind.GROWN);
            case "vocabulary", "source_vocabulary" -> Optional.of(Kind.GROWN);
            default -> Optional.empty();
        };
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("networksAndSizes")
    void canHaveAnotherSize(String name, String size, int other) {
        Architecture before = Zoo.find(name).orElseThrow().architecture();
        // Two vocabularies grow together, as they may be one.
        Map<String, Integer> sizes = size.equals("source_vocabulary")
                ? Map.of(size, other, "target_vocabulary", other)
                : Map.of(size, other);
        Architecture after = Hyperparameters.with(before, sizes);
        if (WOVEN.contains(name + " " + size)) {
            assertThatThrownBy(() -> Surgery.changes(before, after)).hasMessageContaining("cannot be made so");
            return;
        }
        if (size.equals("channels")
                && (before instanceof ImageGeneration
                        || !Outline.of(before).output().equals(Outline.of(after).output()))) {
            assertThatThrownBy(() -> Surgery.changes(before, after))
                    .hasMessage("channels: must stay " + (other - 3) + " in a network that gives them out again, got "
                            + other);
            return;
        }
        List<Change> changes = Surgery.changes(before, after);
        assertThat(changes).allMatch(change -> change.kind() == kind(size).orElseThrow());
        // Some have no parameters of that size, such as rotary positions, or recurrent layers.
        assertThat(changes.isEmpty())
                .isEqualTo(
                        Outline.of(before).parameters().equals(Outline.of(after).parameters()));
    }
}
