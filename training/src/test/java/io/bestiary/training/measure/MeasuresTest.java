package io.bestiary.training.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Held against scipy; scripts/reference/make_measure_fixtures.py. */
class MeasuresTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode fixtures(String name) throws IOException {
        return JSON.readTree(MeasuresTest.class.getResourceAsStream("measures.json"))
                .get(name);
    }

    @Test
    void distanceAndCoverageAreThoseOfTheReference() throws IOException {
        int checked = 0;
        for (JsonNode fixture : fixtures("drawings")) {
            float[][] real = JSON.treeToValue(fixture.get("real"), float[][].class);
            float[][] drawn = JSON.treeToValue(fixture.get("drawn"), float[][].class);
            if (fixture.has("frechet")) {
                double expected = fixture.get("frechet").asDouble();
                // Where there are fewer examples than features, the root of what is all but zero costs digits.
                assertThat(FrechetDistance.between(real, drawn)).isCloseTo(expected, within(1e-6 * expected));
                checked++;
            }
            if (fixture.has("coverage")) {
                assertThat(Coverage.of(real, drawn))
                        .isEqualTo(fixture.get("coverage").asDouble());
                checked++;
            }
        }
        assertThat(checked).isEqualTo(6);
    }

    @Test
    void whatIsTheSameHasNoDistanceAndIsCovered() {
        float[][] features = {{0, 1}, {2, 1}, {1, 5}, {3, 3}, {4, 1}, {0, 0}, {2, 2}};
        assertThat(FrechetDistance.between(features, features)).isCloseTo(0, within(1e-9));
        assertThat(Coverage.of(features, features)).isEqualTo(1);
        float[][] far = {{100, 100}, {101, 100}};
        assertThat(Coverage.of(features, far)).isZero();
    }

    @Test
    void thresholdIsThatOfTheReference() throws IOException {
        for (JsonNode fixture : fixtures("otsu")) {
            long[] counts = JSON.treeToValue(fixture.get("counts"), long[].class);
            assertThat(Otsu.threshold(counts))
                    .isEqualTo(fixture.get("threshold").asInt());
        }
    }
}
