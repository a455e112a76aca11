package io.bestiary.datasets.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Writes {@code tokenizer.json} as Hugging Face's library reads it. */
final class TokenizerWriter {
    /** Any character, line breaks too. */
    static final String ANY = "[\\s\\S]";

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TokenizerWriter() {}

    static byte[] characters(Vocabulary vocabulary) {
        ObjectNode split = NODES.objectNode().put("type", "Split");
        split.putObject("pattern").put("Regex", ANY);
        split.put("behavior", "Isolated").put("invert", false);
        ObjectNode file = file(vocabulary, null, split, NODES.objectNode().put("type", "Fuse"));
        file.set("model", words(vocabulary));
        return bytes(file);
    }

    static byte[] words(Vocabulary vocabulary, WordTokenizer.Letters letters) {
        ObjectNode normalizer = letters == WordTokenizer.Letters.AS_WRITTEN
                ? null
                : NODES.objectNode().put("type", "Lowercase");
        ObjectNode file = file(vocabulary, normalizer, NODES.objectNode().put("type", "Whitespace"), null);
        file.set("model", words(vocabulary));
        return bytes(file);
    }

    static byte[] bytePairs(Vocabulary vocabulary, List<PairMerges.Merge> merges, Optional<Frame> frame) {
        ObjectNode file = file(vocabulary, null, byteLevel(false), byteLevel(true));
        frame.ifPresent(around -> {
            ObjectNode processor = file.putObject("post_processor").put("type", "RobertaProcessing");
            pair(processor, "sep", vocabulary, around.after().get(0));
            pair(processor, "cls", vocabulary, around.before().get(0));
            processor.put("trim_offsets", true).put("add_prefix_space", false);
            for (JsonNode added : file.path("added_tokens")) {
                if (added.path("content").asText().equals(Vocabulary.MASK)) {
                    ((ObjectNode) added).put("lstrip", true); // no space stands before what is hidden
                }
            }
        });
        merges(file, vocabulary, merges)
                .putNull("unk_token")
                .put("fuse_unk", false)
                .put("byte_fallback", false);
        return bytes(file);
    }

    static byte[] pieces(Vocabulary vocabulary, List<PairMerges.Merge> merges) {
        String space = String.valueOf(PieceTokenizer.SPACE);
        ObjectNode normalizer = NODES.objectNode().put("type", "Sequence");
        ArrayNode steps = normalizer.putArray("normalizers");
        steps.addObject().put("type", "Prepend").put("prepend", space);
        steps.add(replace(" ", space));
        ObjectNode decoder = NODES.objectNode().put("type", "Sequence");
        ArrayNode back = decoder.putArray("decoders");
        back.add(replace(space, " "));
        back.addObject().put("type", "ByteFallback");
        back.addObject().put("type", "Fuse");
        back.addObject()
                .put("type", "Strip")
                .put("content", " ")
                .put("start", 1)
                .put("stop", 0);
        ObjectNode file = file(vocabulary, normalizer, null, decoder);
        merges(file, vocabulary, merges)
                .put("unk_token", Vocabulary.UNKNOWN)
                .put("fuse_unk", true)
                .put("byte_fallback", true);
        return bytes(file);
    }

    static byte[] wordPieces(Vocabulary vocabulary, BertWords words, Frame frame) {
        ObjectNode normalizer = NODES.objectNode().put("type", "BertNormalizer");
        normalizer.put("clean_text", true).put("handle_chinese_chars", true);
        if (words.stripAccents() == words.lowerCase()) {
            normalizer.putNull("strip_accents");
        } else {
            normalizer.put("strip_accents", words.stripAccents());
        }
        normalizer.put("lowercase", words.lowerCase());
        ObjectNode decoder = NODES.objectNode().put("type", "WordPiece");
        decoder.put("prefix", WordPieceTokenizer.INSIDE).put("cleanup", true);
        ObjectNode file = file(vocabulary, normalizer, NODES.objectNode().put("type", "BertPreTokenizer"), decoder);
        file.set("post_processor", template(vocabulary, frame));
        ObjectNode model = file.putObject("model").put("type", "WordPiece");
        model.put("unk_token", WordPieceTokenizer.UNKNOWN)
                .put("continuing_subword_prefix", WordPieceTokenizer.INSIDE)
                .put("max_input_chars_per_word", WordPieceTokenizer.LONGEST_WORD)
                .set("vocab", vocab(vocabulary));
        return bytes(file);
    }

    static byte[] unigram(
            Vocabulary vocabulary, double[] scores, int unknown, Optional<String> forms, Optional<Frame> frame) {
        ObjectNode normalizer = forms.map(
                        map -> NODES.objectNode().put("type", "Precompiled").put("precompiled_charsmap", map))
                .orElse(null);
        ObjectNode cut = NODES.objectNode().put("type", "Sequence");
        ArrayNode steps = cut.putArray("pretokenizers");
        steps.addObject().put("type", "WhitespaceSplit");
        steps.add(metaspace());
        ObjectNode file = file(vocabulary, normalizer, cut, metaspace());
        frame.ifPresent(around -> file.set("post_processor", template(vocabulary, around)));
        ObjectNode model = file.putObject("model").put("type", "Unigram").put("unk_id", unknown);
        ArrayNode pieces = model.putArray("vocab");
        for (int id = 0; id < scores.length; id++) {
            pieces.addArray().add(vocabulary.token(id)).add(scores[id]);
        }
        model.put("byte_fallback", false);
        return bytes(file);
    }

    private static ObjectNode metaspace() {
        return NODES.objectNode()
                .put("type", "Metaspace")
                .put("replacement", String.valueOf(PieceTokenizer.SPACE))
                .put("prepend_scheme", "always")
                .put("split", true);
    }

    private static void pair(ObjectNode processor, String name, Vocabulary vocabulary, int id) {
        processor.putArray(name).add(vocabulary.token(id)).add(id);
    }

    /** One text, or two after another, with special tokens around. */
    private static ObjectNode template(Vocabulary vocabulary, Frame frame) {
        ObjectNode template = NODES.objectNode().put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        frame.before().forEach(id -> piece(single, "SpecialToken", vocabulary.token(id), 0));
        piece(single, "Sequence", "A", 0);
        frame.after().forEach(id -> piece(single, "SpecialToken", vocabulary.token(id), 0));
        ArrayNode pair = template.putArray("pair").addAll(single);
        piece(pair, "Sequence", "B", 1);
        frame.after().forEach(id -> piece(pair, "SpecialToken", vocabulary.token(id), 1));
        ObjectNode specials = template.putObject("special_tokens");
        for (int id : frame.around()) {
            ObjectNode special = specials.putObject(vocabulary.token(id)).put("id", vocabulary.token(id));
            special.putArray("ids").add(id);
            special.putArray("tokens").add(vocabulary.token(id));
        }
        return template;
    }

    private static void piece(ArrayNode pieces, String kind, String id, int type) {
        pieces.addObject().putObject(kind).put("id", id).put("type_id", type);
    }

    private static ObjectNode replace(String from, String to) {
        ObjectNode replace = NODES.objectNode().put("type", "Replace");
        replace.putObject("pattern").put("String", from);
        return replace.put("content", to);
    }

    private static ObjectNode merges(ObjectNode file, Vocabulary vocabulary, List<PairMerges.Merge> merges) {
        ObjectNode model = file.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("ignore_merges", false);
        model.set("vocab", vocab(vocabulary));
        ArrayNode list = model.putArray("merges");
        merges.forEach(merge -> list.addArray().add(merge.left()).add(merge.right()));
        return model;
    }

    private static ObjectNode file(
            Vocabulary vocabulary, ObjectNode normalizer, ObjectNode preTokenizer, ObjectNode decoder) {
        ObjectNode file = NODES.objectNode().put("version", "1.0");
        file.putNull("truncation").putNull("padding");
        ArrayNode added = file.putArray("added_tokens");
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.isSpecial(id)) {
                added.addObject()
                        .put("id", id)
                        .put("content", vocabulary.token(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", true);
            }
        }
        file.set("normalizer", normalizer);
        file.set("pre_tokenizer", preTokenizer);
        file.putNull("post_processor");
        file.set("decoder", decoder);
        return file;
    }

    private static ObjectNode words(Vocabulary vocabulary) {
        ObjectNode model = NODES.objectNode().put("type", "WordLevel");
        model.set("vocab", vocab(vocabulary));
        return model.put("unk_token", Vocabulary.UNKNOWN);
    }

    /** The flags have a meaning before the model only; after it they stand as the library itself writes them. */
    private static ObjectNode byteLevel(boolean unused) {
        return NODES.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", unused)
                .put("trim_offsets", unused)
                .put("use_regex", true);
    }

    private static ObjectNode vocab(Vocabulary vocabulary) {
        ObjectNode vocab = NODES.objectNode();
        for (int id = 0; id < vocabulary.size(); id++) {
            vocab.put(vocabulary.token(id), id);
        }
        return vocab;
    }

    private static byte[] bytes(ObjectNode file) {
        try {
            return JSON.writeValueAsBytes(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON values can always be written", e);
        }
    }
}
