package io.bestiary.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static String printed(Table table, boolean json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, false, StandardCharsets.UTF_8), json);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Table models() {
        return new Table("name", "parameters", "top 1", "engines", "paper")
                .row("resnet18", 11_689_512, 0.69758, List.of("pytorch", "mxnet"), "He et al.")
                .row("lenet5", 61_706L, null, List.of("pytorch"), null)
                .row("数字", 7, 1.0, List.of(), "a\nb");
    }

    @Test
    void alignsTextLeftAndNumbersRight() {
        assertThat(printed(models(), false)).isEqualTo("""
                        name      parameters   top 1  engines         paper
                        resnet18  11,689,512  0.6976  pytorch, mxnet  He et al.
                        lenet5        61,706          pytorch
                        数字               7       1                  a b
                        """);
    }

    @Test
    void writesTheSameRowsAsJsonLines() {
        assertThat(printed(models(), true)).isEqualTo("""
                        {"name":"resnet18","parameters":11689512,"top_1":0.69758,"engines":["pytorch","mxnet"],"paper":"He et al."}
                        {"name":"lenet5","parameters":61706,"top_1":null,"engines":["pytorch"],"paper":null}
                        {"name":"数字","parameters":7,"top_1":1.0,"engines":[],"paper":"a\\nb"}
                        """);
    }

    @Test
    void anythingElseIsItsText() {
        Table table = new Table("path", "there", "rate").row(Path.of("a/b"), true, 0.00015);

        assertThat(printed(table, false)).isEqualTo("path  there      rate\na/b   true   1.50e-04\n");
        assertThat(printed(table, true)).isEqualTo("{\"path\":\"a/b\",\"there\":true,\"rate\":1.5E-4}\n");
    }

    @Test
    void aTableWithoutRowsHasAHeaderAndNoJson() {
        assertThat(printed(new Table("a", "b"), false)).isEqualTo("a  b\n");
        assertThat(printed(new Table("a", "b"), true)).isEmpty();
    }

    @Test
    void accentsTakeNoColumnAndPictographsTwo() {
        assertThat(Width.of("e\u0301")).isEqualTo(1);
        assertThat(Width.of("\ud83d\ude00")).isEqualTo(2);
        assertThat(Width.cut("数字数字", 5)).isEqualTo("数字");
        assertThat(Width.cut("ab", 2)).isEqualTo("ab");
    }

    @Test
    void refusesARowThatDoesNotFit() {
        assertThatThrownBy(() -> new Table("a", "b").row(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row: must have 2 cells, got [1]");
    }
}
