package io.bestiary.zoo;

import static io.bestiary.zoo.Close.assertWithin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PretrainedCifarTest {

    @ParameterizedTest(name = "{0} on {2}")
    @MethodSource("io.bestiary.zoo.PretrainedCifar#networksAndEngines")
    void givesTheLogitsOfTheReference(String name, String weights, String engine) throws IOException {
        JsonNode rows = PretrainedCifar.expected(weights).get("logits_first4");
        float[] expected = new float[rows.size() * 10];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = rows.get(i / 10).get(i % 10).floatValue();
        }
        assertWithin(PretrainedCifar.logits(name, weights, engine, rows.size()), expected, 1e-3);
    }
}
