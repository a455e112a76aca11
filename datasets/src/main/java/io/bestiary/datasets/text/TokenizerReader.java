package io.bestiary.datasets.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tokenizer.json}: only what one of our tokenizers does exactly; anything else is refused, not left out. */
final class TokenizerReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> SECTIONS = Set.of(
            "version",
            "truncation",
            "padding",
            "added_tokens",
            "normalizer",
            "pre_tokenizer",
            "post_processor",
            "decoder",
            "model");

    private final String name;
    private final JsonNode file;

    private TokenizerReader(String name, JsonNode file) {
        this.name = name;
        this.file = file;
    }

    static Tokenizer read(byte[] json, String name) {
        try {
            return new TokenizerReader(name, JSON.readTree(json)).tokenizer();
        } catch (IOException e) {
            throw new DataException(name + ": must be JSON: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new DataException(name + ": " + e.getMessage(), e);
        }
    }

    private Tokenizer tokenizer() {
        require("the file", file.isObject(), "an object", file);
        for (Iterator<String> keys = file.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            require(key, SECTIONS.contains(key), "one of the sections " + SECTIONS, file.path(key));
        }
        isNull("truncation");
        isNull("padding");
        JsonNode model = file.path("model");
        String kind = model.path("type").asText() + " with "
                + file.path("pre_tokenizer").path("type").asText();
        return switch (kind) {
            case "WordLevel with Split" -> characters(model);
            case "WordLevel with Whitespace" -> words(model);
            case "BPE with ByteLevel" -> bytePairs(model);
            case "BPE with " -> pieces(model);
            case "WordPiece with BertPreTokenizer" -> wordPieces(model);
            default ->
                throw new DataException(name + ": model and pre_tokenizer: must be WordLevel with Split (characters),"
                        + " WordLevel with Whitespace (words), BPE with ByteLevel (byte pairs),"
                        + " BPE alone (pieces) or WordPiece with BertPreTokenizer, got "
                        + kind);
        };
    }

    private Tokenizer characters(JsonNode model) {
        isNull("normalizer");
        isNull("post_processor");
        is("pre_tokenizer", "/pattern/Regex", TokenizerWriter.ANY);
        is("pre_tokenizer", "/behavior", "Isolated");
        is("decoder", "/type", "Fuse");
        is("model", "/unk_token", Vocabulary.UNKNOWN);
        return new CharacterTokenizer(vocabulary(model));
    }

    private Tokenizer words(JsonNode model) {
        isNull("post_processor");
        isNull("decoder");
        is("model", "/unk_token", Vocabulary.UNKNOWN);
        boolean lower = !file.path("normalizer").isNull();
        if (lower) {
            is("normalizer", "/type", "Lowercase");
        }
        return new WordTokenizer(
                vocabulary(model), lower ? WordTokenizer.Letters.LOWER_CASE : WordTokenizer.Letters.AS_WRITTEN);
    }

    private Tokenizer bytePairs(JsonNode model) {
        isNull("normalizer");
        is("pre_tokenizer", "/add_prefix_space", "false");
        require(
                "pre_tokenizer/use_regex",
                file.at("/pre_tokenizer/use_regex").asBoolean(true),
                "true",
                file.at("/pre_tokenizer/use_regex"));
        is("decoder", "/type", "ByteLevel");
        Vocabulary vocabulary = vocabulary(model);
        Optional<Frame> frame = Optional.empty();
        if (file.at("/post_processor/type").asText().equals("RobertaProcessing")) {
            is("post_processor", "/add_prefix_space", "false");
            frame = Optional.of(new Frame(List.of(special(vocabulary, "cls")), List.of(special(vocabulary, "sep"))));
        } else if (!file.path("post_processor").isNull()) {
            is("post_processor", "/type", "ByteLevel"); // trims offsets only
        }
        require("model/unk_token", isUnset(model.path("unk_token")), "null", model.path("unk_token"));
        for (String off : List.of("fuse_unk", "byte_fallback")) {
            require("model/" + off, !model.path(off).asBoolean(false), "false", model.path(off));
        }
        return new BytePairTokenizer(vocabulary, merges(model), frame);
    }

    /** A token that stands around texts: its text and its number. */
    private int special(Vocabulary vocabulary, String name) {
        JsonNode pair = file.path("post_processor").path(name);
        int id = vocabulary.find(pair.path(0).asText()).orElse(-1);
        require("post_processor/" + name, id >= 0 && id == pair.path(1).asInt(-1), "a token and its number", pair);
        return id;
    }

    private Tokenizer pieces(JsonNode model) {
        String space = String.valueOf(PieceTokenizer.SPACE);
        isNull("post_processor");
        is("normalizer", "/normalizers/0/prepend", space);
        is("normalizer", "/normalizers/1/content", space);
        is("normalizer", "/normalizers/1/pattern/String", " ");
        is("decoder", "/decoders/0/content", " ");
        is("decoder", "/decoders/1/type", "ByteFallback");
        is("decoder", "/decoders/2/type", "Fuse");
        is("decoder", "/decoders/3/type", "Strip");
        is("model", "/byte_fallback", "true");
        return new PieceTokenizer(vocabulary(model), merges(model));
    }

    private Tokenizer wordPieces(JsonNode model) {
        is("normalizer", "/type", "BertNormalizer");
        is("normalizer", "/clean_text", "true");
        is("normalizer", "/handle_chinese_chars", "true");
        is("decoder", "/type", "WordPiece");
        is("decoder", "/prefix", WordPieceTokenizer.INSIDE);
        is("decoder", "/cleanup", "true");
        is("model", "/unk_token", WordPieceTokenizer.UNKNOWN);
        is("model", "/continuing_subword_prefix", WordPieceTokenizer.INSIDE);
        is("model", "/max_input_chars_per_word", String.valueOf(WordPieceTokenizer.LONGEST_WORD));
        if (!file.at("/post_processor/type").asText().equals("BertProcessing")) {
            is("post_processor", "/type", "TemplateProcessing");
            is("post_processor", "/single/0/SpecialToken/id", WordPieceTokenizer.BEGIN);
            is("post_processor", "/single/1/Sequence/id", "A");
            is("post_processor", "/single/2/SpecialToken/id", WordPieceTokenizer.END);
        }
        boolean lower = file.at("/normalizer/lowercase").asBoolean();
        JsonNode strip = file.at("/normalizer/strip_accents");
        return new WordPieceTokenizer(
                vocabulary(model), new BertWords(lower, isUnset(strip) ? lower : strip.asBoolean()));
    }

    private static boolean isUnset(JsonNode value) {
        return value.isNull() || value.isMissingNode();
    }

    private List<PairMerges.Merge> merges(JsonNode model) {
        require("model/dropout", isUnset(model.path("dropout")), "null", model.path("dropout"));
        for (String unset : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            require("model/" + unset, model.path(unset).asText("").matches("|null"), "null", model.path(unset));
        }
        require(
                "model/ignore_merges",
                !model.path("ignore_merges").asBoolean(false),
                "false",
                model.path("ignore_merges"));
        List<PairMerges.Merge> merges = new ArrayList<>();
        require("model/merges", model.path("merges").isArray(), "a list", model.path("merges"));
        for (JsonNode merge : model.path("merges")) {
            // Older files write a pair as one text, with a space between.
            String[] pair = merge.isTextual()
                    ? merge.textValue().split(" ", -1)
                    : new String[] {merge.path(0).asText(), merge.path(1).asText()};
            require("model/merges", pair.length == 2 && merge.size() != 1 && merge.size() <= 2, "pairs", merge);
            merges.add(new PairMerges.Merge(pair[0], pair[1]));
        }
        return merges;
    }

    private Vocabulary vocabulary(JsonNode model) {
        JsonNode vocab = model.path("vocab");
        require("model/vocab", vocab.isObject() && !vocab.isEmpty(), "an object of tokens and numbers", vocab);
        String[] tokens = new String[vocab.size()];
        for (Map.Entry<String, JsonNode> token : vocab.properties()) {
            int id = token.getValue().isInt() ? token.getValue().intValue() : -1;
            require(
                    "model/vocab/" + token.getKey(),
                    id >= 0 && id < tokens.length && tokens[id] == null,
                    "a number of its own below " + tokens.length,
                    token.getValue());
            tokens[id] = token.getKey();
        }
        List<String> specials = new ArrayList<>();
        for (JsonNode added : file.path("added_tokens")) {
            String content = added.path("content").asText();
            int id = added.path("id").asInt(-1);
            require("added_tokens", added.path("special").asBoolean(), "special tokens", added);
            require("added_tokens", id >= 0 && id < tokens.length && tokens[id].equals(content), "in the vocab", added);
            specials.add(content);
        }
        return new Vocabulary(Arrays.asList(tokens), specials);
    }

    private void isNull(String section) {
        JsonNode value = file.path(section);
        require(section, value.isNull() || value.isMissingNode(), "null", value);
    }

    private void is(String section, String path, String expected) {
        JsonNode value = file.path(section).at(path);
        require(section + path, value.asText().equals(expected), expected, value);
    }

    private void require(String key, boolean holds, String rule, JsonNode given) {
        if (!holds) {
            String text = given.isMissingNode() ? "nothing" : given.toString();
            throw new DataException(name + ": " + key + ": must be " + rule + ", got "
                    + (text.length() > 100 ? text.substring(0, 100) + "..." : text));
        }
    }
}
