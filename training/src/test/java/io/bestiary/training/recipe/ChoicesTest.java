package io.bestiary.training.recipe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.training.recipe.Sample.AdamW;
import io.bestiary.training.recipe.Sample.Optimizer;
import io.bestiary.training.recipe.Sample.Sgd;
import org.junit.jupiter.api.Test;

class ChoicesTest {

    @Test
    void refusesANameTwiceARecordTwiceAndWhatIsNoRecord() {
        Choices choices = new Choices().add(Optimizer.class, "sgd", Sgd.class);

        assertThatThrownBy(() -> choices.add(Optimizer.class, "sgd", AdamW.class))
                .hasMessage("sgd: must be added once, is " + Sgd.class.getName());
        assertThatThrownBy(() -> choices.add(Optimizer.class, "momentum", Sgd.class))
                .hasMessage("momentum: must have a record of its own or one with a component name, got "
                        + Sgd.class.getName());
        assertThatThrownBy(() -> choices.add(Object.class, "text", String.class))
                .hasMessage("text: must be a record, got java.lang.String");
    }
}
