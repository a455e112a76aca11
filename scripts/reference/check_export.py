"""Opens in Python what Java wrote, and compares what both compute:

    mvn -pl zoo test -Dtest=ExportTest -Dbestiary.exports=/absolute/FOLDER
    python3 scripts/reference/check_export.py /absolute/FOLDER

The first command exports networks in the spelling of each library that has them and writes, beside each file, inputs and
what the network answers on each engine. Here torchvision, timm and transformers build the same network, load the file with
strict=True, and must answer the same within 1e-4. Files of Vision Transformers go the way of from_pretrained, which turns
the names of files into newer ones, and must report nothing missing, unexpected or misshaped. Needs torch, torchvision,
timm, transformers and safetensors; see reference.py.
"""
import json
import sys
from pathlib import Path

from reference import present  # mends the import of torchvision, so it comes first
import timm
import torch
import torchvision
import transformers
from safetensors import safe_open
from safetensors.torch import load_file
from timm.models.convnext import ConvNeXt as TimmConvNeXt
from timm.models.swin_transformer import SwinTransformer as TimmSwin
from torchvision.models.convnext import CNBlockConfig, ConvNeXt
from transformers import (
    BartConfig, BartForConditionalGeneration, BertConfig, ConvNextConfig, ConvNextForImageClassification,
    DistilBertConfig, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, ResNetConfig,
    ResNetForImageClassification, RobertaConfig, SwinConfig, SwinForImageClassification, T5Config,
    T5ForConditionalGeneration, ViTConfig, ViTForImageClassification)

TIMM = {"mobilenet_v2": "mobilenetv2_100", "mobilenet_v3_large": "mobilenetv3_large_100",
        "mobilenet_v3_small": "mobilenetv3_small_100", "regnet_y_400mf": "regnety_004", "vit_tiny": "vit_tiny_patch16_224"}
HEADS = {"encoder": "Model", "masked_language": "ForMaskedLM", "sequence": "ForSequenceClassification",
         "tokens": "ForTokenClassification"}


def of_torchvision(name, s):
    if name == "convnext_tiny":
        stages = zip(s["widths"], s["widths"][1:] + [None], s["depths"])
        return ConvNeXt([CNBlockConfig(*stage) for stage in stages], num_classes=s["classes"])
    if name == "swin_tiny":
        return torchvision.models.SwinTransformer(
            [4, 4], s["width"], s["depths"], s["heads"], [s["window"]] * 2, num_classes=s["classes"])
    if name == "vit_tiny":
        return torchvision.models.VisionTransformer(
            s["image_size"], s["patch"], s["layers"], s["heads"], s["hidden_size"], s["feed_forward"],
            num_classes=s["classes"])
    more = {"aux_logits": False, "init_weights": False} if name == "googlenet" else {}
    return torchvision.models.get_model(name, num_classes=s["classes"], **more)


def of_timm(name, s):
    if name == "convnext_tiny":
        return TimmConvNeXt(depths=s["depths"], dims=s["widths"], num_classes=s["classes"])
    if name == "swin_tiny":
        return TimmSwin(64, 4, 3, s["classes"], embed_dim=s["width"], depths=s["depths"], num_heads=s["heads"],
                        window_size=s["window"])
    more = {"bn_eps": 1e-3} if name.startswith("mobilenet_v3") else {}  # as in torchvision's and our norms
    return timm.create_model(TIMM.get(name, name), num_classes=s["classes"], **more)


def pictures(name, s):
    """Of transformers; norms of its Vision Transformers add 1e-12 by default, those of timm and ours 1e-6."""
    labels = {"num_labels": s["classes"]}
    if name == "resnet18":
        return ResNetForImageClassification(ResNetConfig(
            layer_type="basic", depths=s["depths"], hidden_sizes=[64, 128, 256, 512], **labels))
    if name == "vit_tiny":
        return ViTForImageClassification(ViTConfig(
            hidden_size=s["hidden_size"], num_hidden_layers=s["layers"], num_attention_heads=s["heads"],
            intermediate_size=s["feed_forward"], image_size=s["image_size"], patch_size=s["patch"], layer_norm_eps=1e-6,
            **labels))
    if name == "swin_tiny":
        return SwinForImageClassification(SwinConfig(
            image_size=64, patch_size=4, embed_dim=s["width"], depths=s["depths"], num_heads=s["heads"],
            window_size=s["window"], **labels))
    return ConvNextForImageClassification(ConvNextConfig(depths=s["depths"], hidden_sizes=s["widths"], **labels))


def texts(kind, s):
    sizes = dict(vocab_size=s["vocabulary"], hidden_size=s["hidden_size"], num_hidden_layers=s["layers"],
                 num_attention_heads=s["heads"])
    if kind == "Gpt2":
        return GPT2LMHeadModel(GPT2Config(
            vocab_size=s["vocabulary"], n_positions=s["context"], n_embd=s["hidden_size"], n_layer=s["layers"],
            n_head=s["heads"]))
    if kind == "Llama":
        return LlamaForCausalLM(LlamaConfig(
            **sizes, max_position_embeddings=s["context"], num_key_value_heads=s["key_value_heads"],
            intermediate_size=s["feed_forward"], rms_norm_eps=s["epsilon"], tie_word_embeddings=s["output"] == "tied", rope_theta=s["rotary_base"]))
    if kind == "T5":
        return T5ForConditionalGeneration(T5Config(
            vocab_size=s["vocabulary"], d_model=s["hidden_size"], d_kv=s["head_size"], d_ff=s["feed_forward"],
            num_layers=s["layers"], num_heads=s["heads"], relative_attention_num_buckets=s["buckets"],
            relative_attention_max_distance=s["max_distance"], scale_decoder_outputs=True))
    if kind == "Bart":
        return BartForConditionalGeneration(BartConfig(
            vocab_size=s["vocabulary"], max_position_embeddings=s["context"], d_model=s["hidden_size"],
            encoder_layers=s["layers"], decoder_layers=s["layers"], encoder_attention_heads=s["heads"],
            decoder_attention_heads=s["heads"], encoder_ffn_dim=s["feed_forward"], decoder_ffn_dim=s["feed_forward"]))
    if kind == "DistilBert":
        config = DistilBertConfig(
            vocab_size=s["vocabulary"], max_position_embeddings=s["context"], dim=s["hidden_size"], n_layers=s["layers"],
            n_heads=s["heads"], hidden_dim=s["feed_forward"], num_labels=s["classes"])
    elif kind == "Bert":
        config = BertConfig(**sizes, max_position_embeddings=s["context"], intermediate_size=s["feed_forward"],
                            type_vocab_size=s["token_types"], num_labels=s["classes"])
    else:
        config = RobertaConfig(**sizes, max_position_embeddings=s["context"] + 2, intermediate_size=s["feed_forward"],
                               type_vocab_size=1, layer_norm_eps=1e-5, num_labels=s["classes"])
    return getattr(transformers, kind + HEADS[s["head"]])(config)


def loaded(model, weights):
    if isinstance(model, (ViTForImageClassification, SwinForImageClassification)):
        model, report = type(model).from_pretrained(
            None, config=model.config, state_dict=weights, output_loading_info=True)
        assert not any(report.values()), report
        return model.eval()
    model.load_state_dict(weights, strict=True)
    return model.eval()


def answer(model, inputs):
    if len(inputs) == 1:
        output = model(inputs[0])
    elif len(inputs) == 2:
        output = model(inputs[0], attention_mask=present(*inputs))
    else:
        output = model(input_ids=inputs[0], attention_mask=present(inputs[0], inputs[1]), decoder_input_ids=inputs[2])
    for kind in ("logits", "pooler_output", "last_hidden_state"):
        if getattr(output, kind, None) is not None:
            return getattr(output, kind)
    return output


def compare(file):
    with safe_open(file.with_suffix(".answer"), "pt") as answers:
        notes = answers.metadata()
        tensors = {name: answers.get_tensor(name) for name in answers.keys()}
    style, name, s = notes["style"], notes["name"], json.loads(notes["hyperparameters"])
    if style == "torchvision":
        model = of_torchvision(name, s)
    elif style == "timm":
        model = of_timm(name, s)
    elif "vocabulary" in s:
        model = texts(notes["architecture"], s)
    else:
        model = pictures(name, s)
    model = loaded(model, load_file(file))
    inputs = [tensors[key] for key in sorted(tensors) if key.startswith("input.")]
    with torch.no_grad():
        theirs = answer(model, inputs)
    worst = 0.0
    for key in sorted(tensors):
        if key.startswith("output."):
            ours = tensors[key]
            if len(inputs) == 2 and theirs.dim() == 3:  # what stands at padding counts for nothing
                there = present(*inputs)[..., None].bool()
                difference = ((theirs - ours) * there).abs().max().item()
            else:
                difference = (theirs - ours).abs().max().item()
            assert theirs.shape == ours.shape, (theirs.shape, ours.shape)
            worst = max(worst, difference)
            print(f"{file.stem:36} {key[7:]:8} {str(tuple(ours.shape)):16} largest {ours.abs().max():7.3f}  "
                  f"difference {difference:.1e}")
    return worst


def main(folder):
    files = sorted(Path(folder).glob("*.safetensors"))
    worst = max(compare(file) for file in files)
    print(f"{len(files)} files, torchvision {torchvision.__version__}, timm {timm.__version__}, transformers "
          f"{transformers.__version__}, torch {torch.__version__}: largest difference {worst:.1e}")
    sys.exit(worst > 1e-4)


if __name__ == "__main__":
    main(sys.argv[1])
