package io.bestiary.training.loop;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.training.task.Exhibit;
import java.util.List;

/** Exhibits as {@code exhibits.json} holds them: each with its kind, pictures in base 64. */
public final class ExhibitJson {
    private static final TypeReference<List<Exhibit>> LIST = new TypeReference<>() {};
    private static final ObjectMapper JSON =
            JsonMapper.builder().addMixIn(Exhibit.class, Kinds.class).build();

    private ExhibitJson() {}

    /** What is written as the kind of an exhibit. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Exhibit.Pictures.class, name = "pictures"),
        @JsonSubTypes.Type(value = Exhibit.Texts.class, name = "texts"),
        @JsonSubTypes.Type(value = Exhibit.Matrix.class, name = "matrix")
    })
    private interface Kinds {}

    static String write(List<Exhibit> exhibits) {
        try {
            return JSON.writerFor(LIST).withDefaultPrettyPrinter().writeValueAsString(exhibits) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what a run keeps.
     *
     * @throws IllegalArgumentException if it is not such a document
     */
    public static List<Exhibit> read(String json) {
        try {
            return JSON.readValue(json, LIST);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}
