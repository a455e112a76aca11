package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against scikit-learn's (scripts/reference/make_text_fixtures.py). */
class NaiveBayesTest {
    private static final File FIXTURE = new File("src/test/resources/text/naive-bayes.json");

    @Test
    void equalsThatOfScikitLearn() throws IOException {
        JsonNode fixture = new ObjectMapper().readTree(FIXTURE);
        List<String> classes = new ArrayList<>();
        fixture.get("classes").forEach(name -> classes.add(name.asText()));
        List<String> texts = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        fixture.get("train").forEach(row -> {
            texts.add(row.get(0).asText());
            labels.add(classes.indexOf(row.get(1).asText()));
        });
        NaiveBayes bayes = NaiveBayes.fit(
                texts, labels.stream().mapToInt(Integer::intValue).toArray(), classes.size());
        ClassificationScore score = new ClassificationScore(classes.size());
        for (int i = 0; i < fixture.get("test").size(); i++) {
            JsonNode row = fixture.get("test").get(i);
            float[] logits = bayes.logits(row.get(0).asText());
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit);
            }
            for (int k = 0; k < classes.size(); k++) {
                assertThat(Math.exp(logits[k]) / sum)
                        .isCloseTo(fixture.get("probabilities").get(i).get(k).doubleValue(), within(1e-5));
            }
            score.add(logits, new long[] {classes.indexOf(row.get(1).asText())});
        }
        assertThat(score.evaluation().metrics().get("accuracy"))
                .isCloseTo(fixture.get("accuracy").doubleValue(), within(1e-9));
        assertThat(score.evaluation().metrics().get("macro_f1"))
                .isCloseTo(fixture.get("macro_f1").doubleValue(), within(1e-9));
    }
}
