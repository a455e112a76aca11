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
            case "Unigram with Sequence" -> unigram(model);
            case "WordPiece with BertPreTokenizer" -> wordPieces(model);
            default ->
                throw new DataException(name + ": model and pre_tokenizer: must be WordLevel with Split (characters),"
                        + " WordLevel with Whitespace (words), BPE with ByteLevel (byte pairs),"
                        + " BPE alone (pieces), Unigram with Sequence (T5's pieces) or WordPiece with"
                        + " BertPreTokenizer, got "
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

    private Tokenizer unigram(JsonNode model) {
        Optional<WrittenForms> forms = Optional.empty();
        if (!isUnset(file.path("normalizer"))) {
            is("normalizer", "/type", "Precompiled");
            forms = Optional.of(
                    WrittenForms.of(file.at("/normalizer/precompiled_charsmap").asText()));
        }
        is("pre_tokenizer", "/pretokenizers/0/type", "WhitespaceSplit");
        metaspace("pre_tokenizer", "/pretokenizers/1");
        metaspace("decoder", "");
        require("model/byte_fallback", !model.path("byte_fallback").asBoolean(false), "false", model);
        JsonNode vocab = model.path("vocab");
        require("model/vocab", vocab.isArray() && !vocab.isEmpty(), "a list of pieces and scores", vocab);
        List<String> tokens = new ArrayList<>();
        double[] scores = new double[vocab.size()];
        for (JsonNode piece : vocab) {
            boolean pair = piece.path(0).isTextual() && piece.path(1).isNumber();
            require("model/vocab/" + tokens.size(), pair, "a piece and its score", piece);
            scores[tokens.size()] = piece.path(1).doubleValue();
            tokens.add(piece.path(0).textValue());
        }
        int unknown = model.path("unk_id").asInt(-1);
        require("model/unk_id", unknown >= 0 && unknown < scores.length, "a number of a piece", model.path("unk_id"));
        Vocabulary vocabulary = new Vocabulary(tokens, specials(tokens));
        return new UnigramTokenizer(vocabulary, scores, unknown, forms, template(vocabulary));
    }

    /** Older files say add_prefix_space. */
    private void metaspace(String section, String path) {
        is(section, path + "/type", "Metaspace");
        is(section, path + "/replacement", String.valueOf(PieceTokenizer.SPACE));
        JsonNode way = file.path(section).at(path);
        require(
                section + path + "/prepend_scheme",
                way.path("prepend_scheme").asText("always").equals("always")
                        && way.path("add_prefix_space").asBoolean(true)
                        && way.path("split").asBoolean(true),
                "always",
                way);
    }

    /** The special tokens around one text. */
    private Optional<Frame> template(Vocabulary vocabulary) {
        if (isUnset(file.path("post_processor"))) {
            return Optional.empty();
        }
        is("post_processor", "/type", "TemplateProcessing");
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        boolean text = false;
        for (JsonNode piece : file.at("/post_processor/single")) {
            if (piece.has("Sequence")) {
                text = true;
            } else {
                (text ? after : before)
                        .add(vocabulary.id(piece.at("/SpecialToken/id").asText()));
            }
        }
        require("post_processor/single", text, "a text between special tokens", file.at("/post_processor/single"));
        return Optional.of(new Frame(before, after));
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
        List<String> known = Arrays.asList(tokens);
        return new Vocabulary(known, specials(known));
    }

    private List<String> specials(List<String> tokens) {
        List<String> specials = new ArrayList<>();
        for (JsonNode added : file.path("added_tokens")) {
            String content = added.path("content").asText();
            int id = added.path("id").asInt(-1);
            require("added_tokens", added.path("special").asBoolean(), "special tokens", added);
            boolean there = id >= 0 && id < tokens.size() && tokens.get(id).equals(content);
            require("added_tokens", there, "in the vocab", added);
            specials.add(content);
        }
        return specials;
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
