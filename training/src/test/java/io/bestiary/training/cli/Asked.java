package io.bestiary.training.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Classification;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A recipe whose network is tested on {@link #INPUTS} examples, and these as requests.
 *
 * @param recipe whose data are there
 * @param inputs what training tests the network on
 * @param door answers by the front door of the embedded library
 * @param measured what follows of the answers for the metrics of the test
 */
record Asked(String recipe, List<? extends Map<String, ?>> inputs, Door door, Measured measured) {
    static final int INPUTS = 1000;
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String PNG = "data:image/png;base64,";

    /** Answers all inputs by a trained network, each as the JSON that HTTP answers, or a part of it. */
    @FunctionalInterface
    interface Door {
        List<?> answer(Path run, String engine);
    }

    /** Metrics by their names in {@code result.json}, of answers in the order of the inputs. */
    @FunctionalInterface
    interface Measured {
        Map<String, Double> of(List<JsonNode> answers);
    }

    static Map<String, Object> json(Classification answer) {
        return Map.of("predictions", answer.top(5));
    }

    static String json(PixelImage picture) {
        return PNG + Base64.getEncoder().encodeToString(picture.toPng());
    }

    static boolean isPicture(JsonNode value) {
        return value.asText().startsWith(PNG);
    }

    static PixelImage picture(JsonNode value) {
        byte[] png = Base64.getDecoder().decode(value.asText().substring(PNG.length()));
        return PixelImage.read(new ByteArrayInputStream(png), "the answer");
    }

    /** Of a classifier whose answers tell every class: the share of right ones, and the mean surprise. */
    static Measured classes(List<String> truth) {
        return answers -> {
            double right = 0;
            double nats = 0;
            for (int i = 0; i < truth.size(); i++) {
                JsonNode predictions = answers.get(i).get("predictions");
                right += predictions.at("/0/name").asText().equals(truth.get(i)) ? 1 : 0;
                nats -= Math.log(probability(predictions, truth.get(i)));
            }
            return Map.of("accuracy", right / truth.size(), "loss", nats / truth.size());
        };
    }

    static double probability(JsonNode predictions, String name) {
        for (JsonNode label : predictions) {
            if (label.get("name").asText().equals(name)) {
                return label.get("probability").asDouble();
            }
        }
        throw new AssertionError(name + " is not among " + predictions);
    }

    /** Of a network that answers with a text: the share of those that are as they should be. */
    static Measured texts(List<String> truth) {
        return answers -> Map.of(
                "exact_match",
                IntStream.range(0, truth.size())
                                .filter(i -> answers.get(i).get("text").asText().equals(truth.get(i)))
                                .count()
                        / (double) truth.size());
    }

    static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
