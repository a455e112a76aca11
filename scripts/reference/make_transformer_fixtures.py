"""Makes the golden fixtures of the Transformers: python3 scripts/reference/make_transformer_fixtures.py

Needs torch, transformers, timm, torchvision, safetensors and numpy; see reference.py.
"""
import torch
from torch import nn

from golden import write
from reference import Reference, TRANSFORMERS, logits, present
from transformers import (
    BertConfig, BertForMaskedLM, BertForSequenceClassification, BertForTokenClassification, BertModel,
    DistilBertConfig, DistilBertForMaskedLM, DistilBertForSequenceClassification, DistilBertForTokenClassification,
    DistilBertModel, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM,
    RobertaConfig, RobertaForMaskedLM, RobertaForSequenceClassification, RobertaForTokenClassification, RobertaModel)
from transformers.pytorch_utils import Conv1D


def as_linear(model):
    """Layers that store (in, out) as layers that store (out, in), as nanoGPT has them."""
    for parent in list(model.modules()):
        for name, layer in list(parent.named_children()):
            if isinstance(layer, Conv1D):
                setattr(parent, name, nn.Linear(*layer.weight.shape))
    return model


def without_biases(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.LayerNorm)):
            module.register_parameter("bias", None)
    return model


def gpt2():
    config = dict(
        vocab_size=11, n_positions=8, n_embd=12, n_layer=2, n_head=3, attn_pdrop=0, embd_pdrop=0, resid_pdrop=0)
    model = as_linear(GPT2LMHeadModel(GPT2Config(**config)))
    sizes = {"vocabulary": 11, "context": 8, "hidden_size": 12, "layers": 2, "heads": 3, "dropout": 0.0}
    tokens = [((3, 7), 11)]
    write("gpt2", "gpt2", Reference(model, logits, ["lm_head.weight"]), tokens,
          "transformer.h.0.attn.c_attn.weight", TRANSFORMERS, sizes)
    nano = without_biases(as_linear(GPT2LMHeadModel(GPT2Config(**config, activation_function="gelu"))))
    write("gpt_mini", "gpt_mini", Reference(nano, logits, ["lm_head.weight"]), tokens,
          "transformer.wte.weight", TRANSFORMERS, sizes)


def llama():
    sizes = {"vocabulary": 11, "context": 8, "hidden_size": 16, "layers": 2, "heads": 4, "key_value_heads": 2,
             "feed_forward": 20}
    config = dict(vocab_size=11, max_position_embeddings=8, hidden_size=16, num_hidden_layers=2, num_attention_heads=4,
                  num_key_value_heads=2, intermediate_size=20)
    tokens = [((3, 7), 11)]
    tied = LlamaForCausalLM(LlamaConfig(**config, rms_norm_eps=1e-5, tie_word_embeddings=True))
    write("llama_stories260k", "llama_stories260k", Reference(tied, logits, ["lm_head.weight"]), tokens,
          "model.embed_tokens.weight", TRANSFORMERS, sizes)
    untied = LlamaForCausalLM(LlamaConfig(**config, rms_norm_eps=1e-5, tie_word_embeddings=False))
    write("tinyllama_1_1b", "tinyllama_1_1b", Reference(untied, logits), tokens,
          "model.layers.0.self_attn.k_proj.weight", TRANSFORMERS, sizes)
    qwen = Qwen2ForCausalLM(Qwen2Config(
        **config, rms_norm_eps=1e-6, tie_word_embeddings=True, rope_parameters={"rope_type": "default", "rope_theta": 1e6}))
    write("qwen2_5_0_5b", "qwen2_5_0_5b", Reference(qwen, logits, ["lm_head.weight"]), tokens,
          "model.layers.0.self_attn.q_proj.bias", TRANSFORMERS, sizes)


def masked(model, tokens, lengths):
    return model(tokens, attention_mask=present(tokens, lengths))


def answer(model, tokens, lengths):
    return masked(model, tokens, lengths).logits


ENCODER = {"vocabulary": 11, "context": 8, "hidden_size": 12, "layers": 2, "heads": 3, "feed_forward": 20,
           "dropout": 0.0}
# Token 1 is RoBERTa's padding, which it would count no place for.
READ = [((3, 7), 11, 2), ((3,), 8, 3)]


def heads(name, preset, prefix, query, models):
    """One fixture for each head: `models` maps a head to a model, the inner output, and the names tied to others."""
    for head, (model, run, tied) in models.items():
        fixture = name if head == "encoder" else f"{name}_{head}"
        write(fixture, preset, Reference(model, run, tied), READ, ("" if head == "encoder" else prefix) + query,
              TRANSFORMERS, ENCODER | {"head": head, "classes": 3})


def bert():
    config = BertConfig(
        vocab_size=11, max_position_embeddings=8, hidden_size=12, num_hidden_layers=2, num_attention_heads=3,
        intermediate_size=20, hidden_dropout_prob=0, attention_probs_dropout_prob=0, num_labels=3)
    heads("bert", "bert_tiny", "bert.", "encoder.layer.0.attention.self.query.weight", {
        "encoder": (BertModel(config), lambda *inputs: masked(*inputs).pooler_output, []),
        "masked_language": (BertForMaskedLM(config), answer,
                            ["cls.predictions.decoder.weight", "cls.predictions.decoder.bias"]),
        "sequence": (BertForSequenceClassification(config), answer, []),
        "tokens": (BertForTokenClassification(config), answer, []),
    })


def roberta():
    config = RobertaConfig(
        vocab_size=11, max_position_embeddings=10, hidden_size=12, num_hidden_layers=2, num_attention_heads=3,
        intermediate_size=20, hidden_dropout_prob=0, attention_probs_dropout_prob=0, num_labels=3, type_vocab_size=1,
        layer_norm_eps=1e-5)
    heads("roberta", "roberta_base", "roberta.", "embeddings.position_embeddings.weight", {
        "encoder": (RobertaModel(config), lambda *inputs: masked(*inputs).pooler_output, []),
        "masked_language": (RobertaForMaskedLM(config), answer, ["lm_head.decoder.weight", "lm_head.decoder.bias"]),
        "sequence": (RobertaForSequenceClassification(config), answer, []),
        "tokens": (RobertaForTokenClassification(config), answer, []),
    })


def distilbert():
    config = DistilBertConfig(
        vocab_size=11, max_position_embeddings=8, dim=12, n_layers=2, n_heads=3, hidden_dim=20, dropout=0,
        attention_dropout=0, seq_classif_dropout=0, num_labels=3)
    heads("distilbert", "distilbert_base", "distilbert.", "transformer.layer.0.attention.q_lin.weight", {
        "encoder": (DistilBertModel(config), lambda *inputs: masked(*inputs).last_hidden_state, []),
        "masked_language": (DistilBertForMaskedLM(config), answer, ["vocab_projector.weight"]),
        "sequence": (DistilBertForSequenceClassification(config), answer, []),
        "tokens": (DistilBertForTokenClassification(config), answer, []),
    })


def main():
    torch.manual_seed(0)
    gpt2()
    llama()
    bert()
    roberta()
    distilbert()


if __name__ == "__main__":
    main()
