package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void mixesAsThePythonProgramDoes() throws IOException {
        JsonNode cases = new JsonMapper().readTree(getClass().getResourceAsStream("seeds.json"));
        assertThat(cases).hasSizeGreaterThan(3);
        for (JsonNode one : cases) {
            long[] numbers = StreamSupport.stream(one.get("numbers").spliterator(), false)
                    .mapToLong(JsonNode::longValue)
                    .toArray();
            assertThat(Seeds.mix(one.get("seed").longValue(), one.get("purpose").textValue(), numbers))
                    .isEqualTo(one.get("mixed").longValue());
        }
    }

    @Test
    void everyArgumentMatters() {
        Set<Long> seen = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (long number = 0; number < 1000; number++) {
                seen.add(Seeds.mix(seed, "a", number));
                seen.add(Seeds.mix(seed, "b", number));
                seen.add(Seeds.mix(seed, "a", number, 0));
            }
        }
        assertThat(seen).hasSize(30_000);
    }

    @Test
    void whatWasDrawnBeforeDoesNotMatter() {
        long first = Seeds.of(5, "x", 1).nextLong();
        Seeds.of(5, "x", 2).nextLong();
        assertThat(Seeds.of(5, "x", 1).nextLong()).isEqualTo(first);
    }
}
