package io.bestiary.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds BLEU and chrF against sacrebleu, which made the fixture: scripts/reference/make_translation_fixtures.py. */
class TranslationMetricsTest {
    private static JsonNode fixture;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = TranslationMetricsTest.class.getResourceAsStream("/translation/metrics.json")) {
            fixture = new ObjectMapper().readTree(file);
        }
    }

    @Test
    void equalsSacrebleu() {
        assertThat(fixture.get("pairs")).hasSize(200);
        for (JsonNode part : fixture.get("parts")) {
            check(part, part.get("from").intValue(), part.get("to").intValue(), Letters.MIXED);
        }
        check(fixture.get("lowercase"), 0, 200, Letters.LC);
    }

    private static void check(JsonNode expected, int from, int to, Letters letters) {
        Bleu bleu = new Bleu(letters);
        Chrf chrf = new Chrf(letters);
        for (int i = from; i < to; i++) {
            JsonNode pair = fixture.get("pairs").get(i);
            bleu.add(pair.get(0).textValue(), pair.get(1).textValue());
            chrf.add(pair.get(0).textValue(), pair.get(1).textValue());
        }
        String part = from + " to " + to;
        assertThat(bleu.score()).as(part).isCloseTo(expected.get("bleu").doubleValue(), within(1e-6));
        assertThat(chrf.score()).as(part).isCloseTo(expected.get("chrf").doubleValue(), within(1e-6));
        assertThat(bleu.signature()).isEqualTo(expected.get("bleu_signature").textValue());
        assertThat(chrf.signature()).isEqualTo(expected.get("chrf_signature").textValue());
    }

    @Test
    void nothingIsNothing() {
        assertThat(new Bleu(Letters.MIXED).score()).isZero();
        assertThat(new Chrf(Letters.MIXED).score()).isZero();
    }

    @Test
    void saysWhatItIs() {
        Bleu bleu = new Bleu(Letters.MIXED);
        bleu.add("one two three four five", "one two three four five");
        assertThat(bleu)
                .hasToString(
                        "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:" + Letters.VERSION + " = 100.00");
    }
}
