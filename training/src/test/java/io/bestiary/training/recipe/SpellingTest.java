package io.bestiary.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> NAMES =
            List.of("lenet5", "resnet18", "resnet34", "epochs", "batch", "rate", "fashion-mnist", "vgg16_bn");

    @ParameterizedTest
    @CsvSource({
        "lenet,lenet5",
        "LeNet5,lenet5",
        "lenet-5,lenet5",
        "resnet81,resnet18",
        "resnet35,resnet34",
        "epohcs,epochs",
        "epoch,epochs",
        "rates,rate",
        "fashion_mnist,fashion-mnist",
        "fasionmnist,fashion-mnist",
        "vgg16-bn,vgg16_bn",
        "transformer,",
        "x,",
        "ra,",
        "'',"
    })
    void findsWhatWasMeant(String given, String meant) {
        assertThat(Spelling.nearest(given, NAMES).orElse(null)).isEqualTo(meant);
    }

    @Test
    void givesUpOnWhatNobodyTyped() {
        assertThat(Spelling.nearest("e".repeat(1_000_000), NAMES)).isEmpty();
    }

    @Test
    void hintsAtTheNearestAndTheAllowed() {
        assertThat(Spelling.hint("epohs", List.of("epochs", "batch")))
                .isEqualTo("; did you mean epochs? (allowed: epochs, batch)");
        assertThat(Spelling.hint("q", List.of())).isEqualTo(" (allowed: none)");
    }
}
