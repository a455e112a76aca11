package io.bestiary.zoo.spelling;

import static io.bestiary.zoo.spelling.Style.HUGGINGFACE;
import static io.bestiary.zoo.spelling.Style.TIMM;
import static io.bestiary.zoo.spelling.Style.TORCHVISION;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.golden.Values;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network to be written as a library reads it.
 *
 * @param sizes what differs from the registered preset
 * @param side of the pictures it is tried on, if it reads pictures
 */
record Exported(Style style, String name, Map<String, ?> sizes, int side) {
    private static final Map<String, ?> TEN = Map.of("classes", 10);
    private static final Map<String, ?> TEXT =
            Map.of("vocabulary", 211, "context", 40, "hidden_size", 48, "layers", 2, "heads", 4);

    /** All that there is in public, the large ones in small sizes. */
    static List<Exported> all() {
        Map<String, ?> convNeXt =
                Map.of("depths", List.of(1, 1, 2, 1), "widths", List.of(16, 32, 48, 64), "classes", 10);
        Map<String, ?> swin =
                Map.of("depths", List.of(2, 2, 2), "heads", List.of(1, 2, 2), "width", 8, "window", 4, "classes", 10);
        Map<String, ?> vit =
                Map.of("image_size", 32, "patch", 8, "hidden_size", 48, "layers", 2, "heads", 4, "feed_forward", 96);
        Stream<Exported> pictures = Stream.of(
                new Exported(TORCHVISION, "resnet18", Map.of(), 224),
                new Exported(TORCHVISION, "resnet50", TEN, 64),
                new Exported(TORCHVISION, "mobilenet_v2", TEN, 64),
                new Exported(TORCHVISION, "mobilenet_v3_large", TEN, 64),
                new Exported(TORCHVISION, "mobilenet_v3_small", TEN, 64),
                new Exported(TORCHVISION, "shufflenet_v2_x1_0", TEN, 64),
                new Exported(TORCHVISION, "squeezenet1_1", TEN, 64),
                new Exported(TORCHVISION, "efficientnet_b0", TEN, 64),
                new Exported(TORCHVISION, "regnet_y_400mf", TEN, 64),
                new Exported(TORCHVISION, "densenet121", TEN, 64),
                new Exported(TORCHVISION, "googlenet", TEN, 64),
                new Exported(TORCHVISION, "convnext_tiny", convNeXt, 64),
                new Exported(TORCHVISION, "swin_tiny", swin, 64),
                new Exported(TORCHVISION, "vit_tiny", vit, 32),
                new Exported(TIMM, "resnet18", Map.of(), 224),
                new Exported(TIMM, "vit_tiny", Map.of(), 224),
                new Exported(TIMM, "mobilenet_v2", TEN, 64),
                new Exported(TIMM, "mobilenet_v3_large", TEN, 64),
                new Exported(TIMM, "mobilenet_v3_small", TEN, 64),
                new Exported(TIMM, "efficientnet_b0", TEN, 64),
                new Exported(TIMM, "regnet_y_400mf", TEN, 64),
                new Exported(TIMM, "densenet121", TEN, 64),
                new Exported(TIMM, "convnext_tiny", convNeXt, 64),
                new Exported(TIMM, "swin_tiny", swin, 64),
                new Exported(HUGGINGFACE, "resnet18", TEN, 64),
                new Exported(HUGGINGFACE, "vit_tiny", vit, 32),
                new Exported(HUGGINGFACE, "swin_tiny", swin, 64),
                new Exported(HUGGINGFACE, "convnext_tiny", convNeXt, 64));
        return Stream.concat(pictures, texts()).toList();
    }

    /** What is tried small above, in the sizes in which it was published. */
    static List<Exported> whole() {
        return List.of(
                new Exported(HUGGINGFACE, "t5_small", Map.of(), 0),
                new Exported(HUGGINGFACE, "bart_base", Map.of(), 0));
    }

    private static Stream<Exported> texts() {
        Map<String, ?> llama = with(TEXT, Map.of("key_value_heads", 2, "feed_forward", 80));
        Map<String, ?> encoder = with(TEXT, Map.of("feed_forward", 96, "classes", 3));
        Map<String, ?> t5 = Map.of(
                "vocabulary", 211, "hidden_size", 48, "layers", 2, "heads", 4, "head_size", 12, "feed_forward", 96);
        Stream<Exported> generators = Stream.of(
                new Exported(HUGGINGFACE, "gpt2", TEXT, 0),
                new Exported(HUGGINGFACE, "llama_stories260k", llama, 0),
                new Exported(HUGGINGFACE, "tinyllama_1_1b", llama, 0),
                new Exported(HUGGINGFACE, "t5_small", t5, 0),
                new Exported(HUGGINGFACE, "bart_base", with(TEXT, Map.of("feed_forward", 96)), 0));
        Stream<Exported> encoders = Stream.of("bert_tiny", "distilbert_base", "roberta_base")
                .flatMap(name -> Stream.of("encoder", "masked_language", "sequence", "tokens")
                        .map(head -> new Exported(HUGGINGFACE, name, with(encoder, Map.of("head", head)), 0)));
        return Stream.concat(generators, encoders);
    }

    private static Map<String, ?> with(Map<String, ?> sizes, Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(sizes);
        all.putAll(more);
        return all;
    }

    Architecture architecture() {
        return Hyperparameters.with(Zoo.find(name).orElseThrow().architecture(), sizes);
    }

    /** Two pictures, or three texts of different lengths. */
    NDList inputs(NDManager manager) {
        NDList inputs = new NDList();
        for (TensorSpec spec : architecture().inputs()) {
            Shape shape = architecture() instanceof ImageClassification pictures
                    ? new Shape(2, pictures.channels(), side, side)
                    : spec.batch(3);
            long least = spec.name().equals("lengths") ? 1 : spec.bound() > 0 ? 2 : 0; // 1 is padding to RoBERTa
            inputs.add(Values.array(manager, "input." + inputs.size(), shape, least, spec.bound()));
        }
        return inputs;
    }

    /** The name of its file. */
    String file() {
        return style + "-" + name + (sizes.containsKey("head") ? "-" + sizes.get("head") : "")
                + (whole().contains(this) ? "-whole" : "");
    }

    @Override
    public String toString() {
        return file();
    }
}
