package io.bestiary.inference.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.inference.batch.BatchPredictor.Row;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;

/** How rows are written. */
public enum RowFormat {
    /** A JSON object on each line: the input's id, then the answer, or an error. */
    JSONL {
        @Override
        <A> String header(AnswerForm<A> form) {
            return "";
        }

        @Override
        <A> String line(Row<A> row, AnswerForm<A> form) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("input", row.id());
            if (row.isAnswered()) {
                values.putAll(form.toJson(row.answer()));
            } else {
                values.put("error", row.error());
            }
            try {
                return Json.WRITER.writeValueAsString(values) + "\n";
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    },
    /** A table: the input's id, the parts of the answer that are one value, and the error, which is empty where there is none. */
    CSV {
        @Override
        <A> String header(AnswerForm<A> form) {
            List<Object> names = new ArrayList<>();
            names.add("input");
            form.parts().stream()
                    .filter(AnswerForm.Part::isScalar)
                    .forEach(part -> names.add(part.form().name()));
            names.add("error");
            return line(names);
        }

        @Override
        <A> String line(Row<A> row, AnswerForm<A> form) {
            List<Object> cells = new ArrayList<>();
            cells.add(row.id());
            for (AnswerForm.Part<A> part : form.parts()) {
                if (part.isScalar()) {
                    cells.add(row.isAnswered() ? cell(part.value().apply(row.answer())) : "");
                }
            }
            cells.add(row.isAnswered() ? "" : row.error());
            return line(cells);
        }

        private String line(List<Object> cells) {
            return CSVFormat.DEFAULT.format(cells.toArray()) + "\n";
        }

        private Object cell(Tensor tensor) {
            Datatype type = tensor.datatype();
            if (type == Datatype.BYTES) {
                return new String(tensor.strings().get(0), StandardCharsets.UTF_8);
            }
            return type == Datatype.FP32
                    ? (Object) (float) tensor.number(0)
                    : type.isFloat() ? (Object) tensor.number(0) : (Object) tensor.whole(0);
        }
    };

    /** Made when the first row is written: the command line looks at these constants whatever is asked of it. */
    private static final class Json {
        private static final ObjectMapper WRITER = new ObjectMapper();
    }

    /** What stands before the first row. */
    abstract <A> String header(AnswerForm<A> form);

    /** A row with its line break. */
    abstract <A> String line(Row<A> row, AnswerForm<A> form);

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
