package io.bestiary.training.task;

import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.labelled.TaggedSentence;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives each word the tag that it has most often in training; one that is not there the tag that is most frequent. */
final class FrequentTags {
    private final Map<String, String> byWord = new HashMap<>();
    private final String otherwise;

    FrequentTags(Dataset<TaggedSentence> training) {
        Map<String, Map<String, Integer>> counts = new HashMap<>();
        Map<String, Integer> all = new HashMap<>();
        for (int i = 0; i < training.size(); i++) {
            TaggedSentence sentence = training.get(i);
            for (int t = 0; t < sentence.words().size(); t++) {
                String tag = sentence.tags().get(t);
                counts.computeIfAbsent(sentence.words().get(t), word -> new HashMap<>())
                        .merge(tag, 1, Integer::sum);
                all.merge(tag, 1, Integer::sum);
            }
        }
        otherwise = mostFrequent(all);
        counts.forEach((word, tags) -> byWord.put(word, mostFrequent(tags)));
    }

    /** Of equally frequent ones the first by name. */
    private static String mostFrequent(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .orElseThrow()
                .getKey();
    }

    List<String> tags(List<String> words) {
        return words.stream().map(word -> byWord.getOrDefault(word, otherwise)).toList();
    }
}
