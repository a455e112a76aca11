package io.bestiary.zoo.spelling;

import io.bestiary.zoo.cnn.AlexNet;
import io.bestiary.zoo.cnn.ConvNeXt;
import io.bestiary.zoo.cnn.DenseNet;
import io.bestiary.zoo.cnn.EfficientNet;
import io.bestiary.zoo.cnn.GoogLeNet;
import io.bestiary.zoo.cnn.MobileNetV2;
import io.bestiary.zoo.cnn.MobileNetV3;
import io.bestiary.zoo.cnn.RegNetY;
import io.bestiary.zoo.cnn.ResNeXt;
import io.bestiary.zoo.cnn.ResNet;
import io.bestiary.zoo.cnn.ShuffleNetV2;
import io.bestiary.zoo.cnn.SqueezeNet;
import io.bestiary.zoo.cnn.Vgg;
import io.bestiary.zoo.cnn.WideResNet;
import io.bestiary.zoo.encoderdecoder.Bart;
import io.bestiary.zoo.encoderdecoder.T5;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.transformer.Bert;
import io.bestiary.zoo.transformer.DistilBert;
import io.bestiary.zoo.transformer.Gpt2;
import io.bestiary.zoo.transformer.Llama;
import io.bestiary.zoo.transformer.PatchTst;
import io.bestiary.zoo.transformer.Roberta;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which library spells the parameters of which network how. */
public final class Spellings {
    private static final Map<Class<?>, Map<Style, Spelling>> KNOWN = new LinkedHashMap<>();

    static {
        torchvision(AlexNet.class, GoogLeNet.class, MobileNetV3.class, ShuffleNetV2.class, SqueezeNet.class);
        torchvision(ConvNeXt.class, EfficientNet.class, MobileNetV2.class, RegNetY.class, Vgg.class);
        torchvision(DenseNet.class, ResNet.class, ResNeXt.class, WideResNet.class);
        add(Style.TIMM, DenseNet.class, Spelling.OWN);
        add(Style.TIMM, ResNet.class, Spelling.OWN);
        add(Style.TIMM, ResNeXt.class, Spelling.OWN);
        add(Style.TIMM, WideResNet.class, Spelling.OWN);
        add(Style.TIMM, ConvNeXt.class, TimmNames.convNeXt());
        add(Style.TIMM, EfficientNet.class, TimmNames.efficientNet());
        add(Style.TIMM, MobileNetV2.class, TimmNames.mobileNetV2());
        add(Style.TIMM, RegNetY.class, TimmNames.regNet());
        add(Style.TIMM, Vgg.class, TimmNames.vgg());
        add(Style.HUGGINGFACE, ResNet.class, HuggingFaceNames.resNet());
        add(Style.HUGGINGFACE, PatchTst.class, Spelling.OWN);
        add(Style.HUGGINGFACE, Gpt2.class, HuggingFaceNames.text());
        add(Style.HUGGINGFACE, Llama.class, HuggingFaceNames.text());
        add(Style.HUGGINGFACE, Bert.class, HuggingFaceNames.text());
        add(Style.HUGGINGFACE, DistilBert.class, HuggingFaceNames.text());
        add(Style.HUGGINGFACE, Roberta.class, HuggingFaceNames.text());
        add(Style.HUGGINGFACE, T5.class, HuggingFaceNames.text());
        add(Style.HUGGINGFACE, Bart.class, HuggingFaceNames.text());
    }

    private Spellings() {}

    private static void torchvision(Class<?>... architectures) {
        for (Class<?> architecture : architectures) {
            add(Style.TORCHVISION, architecture, Spelling.OWN);
        }
    }

    private static void add(Style style, Class<?> architecture, Spelling spelling) {
        KNOWN.computeIfAbsent(architecture, key -> new EnumMap<>(Style.class)).put(style, spelling);
    }

    /** The libraries that have the network, and how they spell it. */
    public static Map<Style, Spelling> of(Architecture architecture) {
        return Collections.unmodifiableMap(KNOWN.getOrDefault(architecture.getClass(), Map.of()));
    }
}
