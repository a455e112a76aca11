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
import io.bestiary.zoo.transformer.Swin;
import io.bestiary.zoo.transformer.VisionTransformer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Which library spells the parameters of which network how. */
public final class Spellings {
    private static final Map<Class<?>, Map<Style, Function<Architecture, Spelling>>> KNOWN = new LinkedHashMap<>();

    static {
        own(Style.TORCHVISION, AlexNet.class, ConvNeXt.class, DenseNet.class, EfficientNet.class, GoogLeNet.class);
        own(Style.TORCHVISION, MobileNetV2.class, MobileNetV3.class, RegNetY.class, ResNet.class, ResNeXt.class);
        own(Style.TORCHVISION, ShuffleNetV2.class, SqueezeNet.class, Vgg.class, WideResNet.class);
        add(Style.TORCHVISION, Swin.class, SwinNames::torchvision);
        add(Style.TORCHVISION, VisionTransformer.class, vit -> VisionTransformerNames.torchvision());
        own(Style.TIMM, DenseNet.class, ResNet.class, ResNeXt.class, VisionTransformer.class, WideResNet.class);
        add(Style.TIMM, ConvNeXt.class, convNeXt -> TimmNames.convNeXt());
        add(Style.TIMM, EfficientNet.class, efficientNet -> TimmNames.efficientNet());
        add(Style.TIMM, MobileNetV2.class, mobileNet -> TimmNames.mobileNetV2());
        add(Style.TIMM, MobileNetV3.class, MobileNetV3Names::timm);
        add(Style.TIMM, RegNetY.class, regNet -> TimmNames.regNet());
        add(Style.TIMM, Swin.class, swin -> SwinNames.timm());
        add(Style.TIMM, Vgg.class, vgg -> TimmNames.vgg());
        add(Style.HUGGINGFACE, ConvNeXt.class, convNeXt -> HuggingFaceNames.convNeXt());
        add(Style.HUGGINGFACE, ResNet.class, resNet -> HuggingFaceNames.resNet());
        add(Style.HUGGINGFACE, Swin.class, swin -> SwinNames.huggingFace());
        add(Style.HUGGINGFACE, VisionTransformer.class, vit -> VisionTransformerNames.huggingFace());
        own(Style.HUGGINGFACE, PatchTst.class);
        text(Bert.class, DistilBert.class, Gpt2.class, Llama.class, Roberta.class, T5.class);
        add(Style.HUGGINGFACE, Bart.class, HuggingFaceNames::bart);
    }

    private Spellings() {}

    @SafeVarargs
    private static void own(Style style, Class<? extends Architecture>... architectures) {
        for (Class<? extends Architecture> architecture : architectures) {
            add(style, architecture, network -> Spelling.OWN);
        }
    }

    @SafeVarargs
    private static void text(Class<? extends Architecture>... architectures) {
        for (Class<? extends Architecture> architecture : architectures) {
            add(Style.HUGGINGFACE, architecture, network -> HuggingFaceNames.text());
        }
    }

    private static <A extends Architecture> void add(
            Style style, Class<A> architecture, Function<? super A, Spelling> spelling) {
        KNOWN.computeIfAbsent(architecture, key -> new EnumMap<>(Style.class))
                .put(style, network -> spelling.apply(architecture.cast(network)));
    }

    /** The libraries that have the network, and how they spell it. */
    public static Map<Style, Spelling> of(Architecture architecture) {
        Map<Style, Spelling> spellings = new EnumMap<>(Style.class);
        KNOWN.getOrDefault(architecture.getClass(), Map.of())
                .forEach((style, spelling) -> spellings.put(style, spelling.apply(architecture)));
        return Collections.unmodifiableMap(spellings);
    }
}
