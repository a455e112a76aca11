package io.bestiary.zoo;

import io.bestiary.zoo.cnn.AlexNet;
import io.bestiary.zoo.cnn.CifarResNet;
import io.bestiary.zoo.cnn.ConvNeXt;
import io.bestiary.zoo.cnn.DenseNet;
import io.bestiary.zoo.cnn.EfficientNet;
import io.bestiary.zoo.cnn.GoogLeNet;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.cnn.LeNetRelu;
import io.bestiary.zoo.cnn.MobileNetV2;
import io.bestiary.zoo.cnn.MobileNetV3;
import io.bestiary.zoo.cnn.RegNetY;
import io.bestiary.zoo.cnn.ResNeXt;
import io.bestiary.zoo.cnn.ResNet;
import io.bestiary.zoo.cnn.SeriesCnn;
import io.bestiary.zoo.cnn.ShuffleNetV2;
import io.bestiary.zoo.cnn.SqueezeNet;
import io.bestiary.zoo.cnn.Vgg;
import io.bestiary.zoo.cnn.WideResNet;
import io.bestiary.zoo.encoderdecoder.BahdanauAttention;
import io.bestiary.zoo.encoderdecoder.Bart;
import io.bestiary.zoo.encoderdecoder.ConditionalVae;
import io.bestiary.zoo.encoderdecoder.ConvAutoencoder;
import io.bestiary.zoo.encoderdecoder.LuongAttention;
import io.bestiary.zoo.encoderdecoder.SequenceToSequence;
import io.bestiary.zoo.encoderdecoder.SeriesToSeries;
import io.bestiary.zoo.encoderdecoder.T5;
import io.bestiary.zoo.encoderdecoder.Transformer;
import io.bestiary.zoo.encoderdecoder.UNet;
import io.bestiary.zoo.encoderdecoder.Vae;
import io.bestiary.zoo.gan.Acgan;
import io.bestiary.zoo.gan.ConditionalGan;
import io.bestiary.zoo.gan.CycleGan;
import io.bestiary.zoo.gan.Dcgan;
import io.bestiary.zoo.gan.MlpGan;
import io.bestiary.zoo.gan.Pix2Pix;
import io.bestiary.zoo.gan.SnGan;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.rnn.CharacterTagger;
import io.bestiary.zoo.rnn.RecurrentClassifier;
import io.bestiary.zoo.rnn.RecurrentForecaster;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import io.bestiary.zoo.rnn.RecurrentSeriesClassifier;
import io.bestiary.zoo.rnn.RecurrentTagger;
import io.bestiary.zoo.rnn.RowLstm;
import io.bestiary.zoo.rnn.TextgenRnn;
import io.bestiary.zoo.transformer.Bert;
import io.bestiary.zoo.transformer.DistilBert;
import io.bestiary.zoo.transformer.Gpt2;
import io.bestiary.zoo.transformer.Llama;
import io.bestiary.zoo.transformer.PatchTst;
import io.bestiary.zoo.transformer.Roberta;
import io.bestiary.zoo.transformer.SeriesTransformer;
import io.bestiary.zoo.transformer.Swin;
import io.bestiary.zoo.transformer.VisionTransformer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The registry of networks by name: one line each. */
public final class Zoo {
    private static final Zoo BESTIARY = new Zoo()
            .add("lenet5", LeNet5::lenet5)
            .add("lenet_relu", LeNetRelu::lenetRelu)
            .add("resnet20", CifarResNet::resnet20)
            .add("resnet32", CifarResNet::resnet32)
            .add("resnet44", CifarResNet::resnet44)
            .add("resnet56", CifarResNet::resnet56)
            .add("resnet110", CifarResNet::resnet110)
            .add("resnet18", ResNet::resnet18)
            .add("resnet34", ResNet::resnet34)
            .add("resnet50", ResNet::resnet50)
            .add("resnet101", ResNet::resnet101)
            .add("resnet152", ResNet::resnet152)
            .add("resnext50_32x4d", ResNeXt::resnext50)
            .add("wide_resnet50_2", WideResNet::wideResnet50)
            .add("alexnet", AlexNet::alexnet)
            .add("vgg11", Vgg::vgg11)
            .add("vgg11_bn", Vgg::vgg11Bn)
            .add("vgg13", Vgg::vgg13)
            .add("vgg13_bn", Vgg::vgg13Bn)
            .add("vgg16", Vgg::vgg16)
            .add("vgg16_bn", Vgg::vgg16Bn)
            .add("vgg19", Vgg::vgg19)
            .add("vgg19_bn", Vgg::vgg19Bn)
            .add("squeezenet1_0", SqueezeNet::squeezenet10)
            .add("squeezenet1_1", SqueezeNet::squeezenet11)
            .add("mobilenet_v2", MobileNetV2::mobilenetV2)
            .add("mobilenet_v3_large", MobileNetV3::mobilenetV3Large)
            .add("mobilenet_v3_small", MobileNetV3::mobilenetV3Small)
            .add("shufflenet_v2_x1_0", ShuffleNetV2::shufflenetV2)
            .add("densenet121", DenseNet::densenet121)
            .add("googlenet", GoogLeNet::googlenet)
            .add("efficientnet_b0", EfficientNet::efficientnetB0)
            .add("regnet_y_400mf", RegNetY::regnetY400mf)
            .add("convnext_tiny", ConvNeXt::convnextTiny)
            .add("series_cnn", SeriesCnn::seriesCnn)
            .add("char_rnn", RecurrentLanguageModel::charRnn)
            .add("char_lstm", RecurrentLanguageModel::charLstm)
            .add("char_gru", RecurrentLanguageModel::charGru)
            .add("word_lstm", RecurrentLanguageModel::wordLstm)
            .add("word_lstm_tied", RecurrentLanguageModel::wordLstmTied)
            .add("rnn_classifier", RecurrentClassifier::rnnClassifier)
            .add("lstm_classifier", RecurrentClassifier::lstmClassifier)
            .add("gru_classifier", RecurrentClassifier::gruClassifier)
            .add("rnn_tagger", RecurrentTagger::rnnTagger)
            .add("lstm_tagger", RecurrentTagger::lstmTagger)
            .add("gru_tagger", RecurrentTagger::gruTagger)
            .add("lstm_character_tagger", CharacterTagger::lstmCharacterTagger)
            .add("rnn_forecaster", RecurrentForecaster::rnnForecaster)
            .add("lstm_forecaster", RecurrentForecaster::lstmForecaster)
            .add("gru_forecaster", RecurrentForecaster::gruForecaster)
            .add("rnn_series_classifier", RecurrentSeriesClassifier::rnnSeriesClassifier)
            .add("lstm_series_classifier", RecurrentSeriesClassifier::lstmSeriesClassifier)
            .add("gru_series_classifier", RecurrentSeriesClassifier::gruSeriesClassifier)
            .add("row_lstm", RowLstm::rowLstm)
            .add("textgenrnn", TextgenRnn::textgenrnn)
            .add("mlp_gan", MlpGan::mlpGan)
            .add("conditional_gan", ConditionalGan::conditionalGan)
            .add("dcgan28", Dcgan::dcgan28)
            .add("dcgan32", Dcgan::dcgan32)
            .add("dcgan64", Dcgan::dcgan64)
            .add("acgan28", Acgan::acgan28)
            .add("sngan32", SnGan::sngan32)
            .add("pix2pix", Pix2Pix::pix2pix)
            .add("cyclegan", CycleGan::cyclegan)
            .add("gpt_mini", Gpt2::gptMini)
            .add("gpt2_nano_shakespeare", Gpt2::gpt2NanoShakespeare)
            .add("gpt2", Gpt2::gpt2)
            .add("gpt2_medium", Gpt2::gpt2Medium)
            .add("llama_stories260k", Llama::llamaStories260k)
            .add("llama_stories15m", Llama::llamaStories15m)
            .add("smollm_135m", Llama::smollm135m)
            .add("tinyllama_1_1b", Llama::tinyllama)
            .add("qwen2_5_0_5b", Llama::qwen25)
            .add("bert_tiny", Bert::bertTiny)
            .add("bert_tiny_masked_language", Bert::bertTinyMaskedLanguage)
            .add("bert_tiny_classifier", Bert::bertTinyClassifier)
            .add("bert_tiny_tagger", Bert::bertTinyTagger)
            .add("bert_mini", Bert::bertMini)
            .add("bert_small", Bert::bertSmall)
            .add("bert_medium", Bert::bertMedium)
            .add("bert_base", Bert::bertBase)
            .add("distilbert_base", DistilBert::distilbertBase)
            .add("roberta_base", Roberta::robertaBase)
            .add("patchtst", PatchTst::patchtst)
            .add("patchtst_small", PatchTst::patchtstSmall)
            .add("series_transformer", SeriesTransformer::seriesTransformer)
            .add("vit_tiny", VisionTransformer::vitTiny)
            .add("vit_small", VisionTransformer::vitSmall)
            .add("vit_base", VisionTransformer::vitBase)
            .add("vit_mnist", VisionTransformer::vitMnist)
            .add("deit_tiny", VisionTransformer::deitTiny)
            .add("swin_tiny", Swin::swinTiny)
            .add("gru_seq2seq", SequenceToSequence::gru)
            .add("lstm_seq2seq", SequenceToSequence::lstm)
            .add("lstm_seq2seq_forecaster", SeriesToSeries::lstm)
            .add("gru_seq2seq_forecaster", SeriesToSeries::gru)
            .add("gru_bahdanau", BahdanauAttention::gru)
            .add("lstm_bahdanau", BahdanauAttention::lstm)
            .add("gru_luong", LuongAttention::gru)
            .add("lstm_luong", LuongAttention::lstm)
            .add("transformer_base", Transformer::base)
            .add("transformer_base_pre_norm", Transformer::basePreNorm)
            .add("transformer_small", Transformer::small)
            .add("transformer_small_pre_norm", Transformer::smallPreNorm)
            .add("t5_small", T5::small)
            .add("bart_base", Bart::base)
            .add("unet", UNet::unet)
            .add("unet_small", UNet::unetSmall)
            .add("conv_autoencoder", ConvAutoencoder::convAutoencoder)
            .add("vae_mnist", Vae::vaeMnist)
            .add("conditional_vae", ConditionalVae::conditionalVae);

    private final Map<String, ZooEntry> entries = new LinkedHashMap<>();

    Zoo() {}

    /** All that is registered, in the order of this file. */
    public static Collection<ZooEntry> entries() {
        return Collections.unmodifiableCollection(BESTIARY.entries.values());
    }

    /** Finds an entry by its exact name. */
    public static Optional<ZooEntry> find(String name) {
        return Optional.ofNullable(BESTIARY.entries.get(name));
    }

    /**
     * Registers a preset.
     *
     * @throws IllegalArgumentException if the name is taken or the architecture names no paper
     */
    Zoo add(String name, Supplier<Architecture> preset) {
        ZooEntry entry = new ZooEntry(name, preset);
        if (preset.get().getClass().getAnnotation(Paper.class) == null) {
            throw new IllegalArgumentException(name + ": must carry @Paper, got none");
        }
        ZooEntry taken = entries.putIfAbsent(name, entry);
        if (taken != null) {
            throw new IllegalArgumentException(name + ": must be registered once, is taken by "
                    + taken.architecture().getClass().getSimpleName());
        }
        return this;
    }
}
