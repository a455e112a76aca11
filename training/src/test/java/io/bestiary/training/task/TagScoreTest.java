package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.labelled.TaggedSentence;
import io.bestiary.training.task.EntityScore.Entity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entities and scores that were counted by hand. */
class TagScoreTest {

    private static List<Entity> entities(String tags) {
        return EntityScore.entities(List.of(tags.split(" ")));
    }

    @Test
    void findsEntities() {
        assertThat(entities("B-PER I-PER O B-LOC")).containsExactly(new Entity("PER", 0, 2), new Entity("LOC", 3, 4));
        assertThat(entities("O O")).isEmpty();
        assertThat(entities("B-PER B-PER I-PER"))
                .as("a B begins another one")
                .containsExactly(new Entity("PER", 0, 1), new Entity("PER", 1, 3));
        assertThat(entities("I-PER I-PER O I-LOC"))
                .as("an I alone begins one, too")
                .containsExactly(new Entity("PER", 0, 2), new Entity("LOC", 3, 4));
        assertThat(entities("B-PER I-LOC I-LOC"))
                .as("an I of another kind does not go on")
                .containsExactly(new Entity("PER", 0, 1), new Entity("LOC", 1, 3));
    }

    /**
     * There: PER 0-2, LOC 4-5, ORG 6-8, PER 0-1. Told: PER 0-2 (right), LOC 4-6 (too long), MISC 6-8 (of another kind), PER
     * 9-10 (not there), PER 0-1 (right), PER 2-3 (not there). So 2 are right of 6 told and 4 there; 11 of 16 words are right.
     */
    @Test
    void countsEntitiesAndWords() {
        List<String> tags = List.of("B-LOC", "B-MISC", "B-ORG", "B-PER", "I-LOC", "I-MISC", "I-ORG", "I-PER", "O");
        TagScore score = new TagScore(tags);
        add(
                score,
                tags,
                "B-PER I-PER O O B-LOC O B-ORG I-ORG O O",
                "B-PER I-PER O O B-LOC I-LOC B-MISC I-MISC O B-PER");
        add(score, tags, "B-PER O O O O O", "B-PER O B-PER O O O");
        Evaluation evaluation = score.evaluation();
        assertThat(evaluation.metrics().get("entity_f1")).isCloseTo(2 * 2 / (6 + 4.0), within(1e-12));
        assertThat(evaluation.metrics().get("accuracy")).isCloseTo(11 / 16.0, within(1e-12));
        assertThat(evaluation.examples()).isEqualTo(2);
        assertThat(TagScore.metrics(tags).get(0).name()).isEqualTo("entity_f1");
    }

    private static void add(TagScore score, List<String> tags, String truth, String answer) {
        score.add(numbers(tags, truth), numbers(tags, answer), 0);
    }

    private static int[] numbers(List<String> tags, String text) {
        return List.of(text.split(" ")).stream().mapToInt(tags::indexOf).toArray();
    }

    @Test
    void tellsEntitiesOnlyWhereTheTagsDo() {
        assertThat(EntityScore.isFormOf(List.of("NOUN", "O", "VERB"))).isFalse();
        assertThat(TagScore.metrics(List.of("NOUN", "VERB")))
                .extracting(Metric::name)
                .containsExactly("accuracy", "loss");
    }

    @Test
    void averagesTheLossOverWords() {
        TagScore score = new TagScore(List.of("A", "B"));
        float even = 3;
        score.add(new int[] {0, 1}, new float[] {9, 9, even, even, even, even}, 2);
        score.add(new int[] {1}, new float[] {even, even}, 0);
        assertThat(score.evaluation().metrics().get("loss")).isCloseTo(Math.log(2), within(1e-7));
        assertThat(score.evaluation().metrics().get("accuracy")).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void mostFrequentTagOfEachWord() {
        FrequentTags frequent = new FrequentTags(Dataset.of(List.of(
                new TaggedSentence(List.of("can", "can", "fish"), List.of("VERB", "AUX", "NOUN"), ""),
                new TaggedSentence(List.of("can", "fish", "dogs"), List.of("VERB", "VERB", "NOUN"), ""),
                new TaggedSentence(List.of("cats"), List.of("NOUN"), ""))));
        // Of fish both are as frequent: the first by name. VERB and NOUN are as frequent among all: NOUN.
        assertThat(frequent.tags(List.of("can", "fish", "Can"))).containsExactly("VERB", "NOUN", "NOUN");
    }
}
