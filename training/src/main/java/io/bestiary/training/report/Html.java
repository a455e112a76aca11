package io.bestiary.training.report;

import io.bestiary.training.task.Exhibit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Pieces of a page. */
final class Html {
    private static final int MOST_COLUMNS_WITH_NUMBERS = 24;
    private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");

    private Html() {}

    /** A text with what HTML would take for its own replaced. */
    static String text(Object value) {
        return String.valueOf(value)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String table(List<String> header, List<? extends List<?>> rows) {
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n");
        if (!header.isEmpty()) {
            html.append("<tr>");
            header.forEach(name -> html.append("<th>").append(text(name)).append("</th>"));
            html.append("</tr>\n");
        }
        for (List<?> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append(cell instanceof Number ? "<td class=\"number\">" : "<td>")
                    .append(text(cell instanceof Number number ? Chart.number(number.doubleValue()) : cell))
                    .append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</table></div>\n").toString();
    }

    /** Keys and their values, those inside others indented by their whole key. */
    static String pairs(Map<String, ?> values) {
        return table(
                List.of(),
                values.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), String.valueOf(entry.getValue())))
                        .toList());
    }

    static String picture(byte[] png, String caption) {
        return "<figure class=\"picture\"><img alt=\"" + text(caption) + "\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png) + "\"><figcaption>" + text(caption)
                + "</figcaption></figure>\n";
    }

    static String exhibit(Exhibit exhibit) {
        StringBuilder html = new StringBuilder("<h3>" + text(exhibit.title()) + "</h3>\n");
        if (exhibit instanceof Exhibit.Pictures pictures) {
            html.append("<div class=\"pictures\">\n");
            pictures.pictures().forEach(picture -> html.append(picture(picture.png(), picture.caption())));
            html.append("</div>\n");
        } else if (exhibit instanceof Exhibit.Texts texts) {
            html.append(table(texts.header(), texts.rows()));
        } else if (exhibit instanceof Exhibit.Matrix matrix) {
            html.append(matrix(matrix));
        }
        return html.toString();
    }

    /** Shades go by the share of the greatest value; numbers stand in the cells where there is room. */
    private static String matrix(Exhibit.Matrix matrix) {
        double most = matrix.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Math::abs)
                .max()
                .orElse(0);
        boolean whole = matrix.values().stream().flatMap(List::stream).allMatch(value -> value == Math.rint(value));
        boolean numbers = matrix.columns().size() <= MOST_COLUMNS_WITH_NUMBERS;
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table class=\"matrix\">\n<tr><th>"
                + text(matrix.down()) + " ↓ " + text(matrix.across()) + " →</th>");
        matrix.columns().forEach(name -> html.append("<th>").append(text(name)).append("</th>"));
        html.append("</tr>\n");
        for (int i = 0; i < matrix.rows().size(); i++) {
            html.append("<tr><th>").append(text(matrix.rows().get(i))).append("</th>");
            for (int j = 0; j < matrix.columns().size(); j++) {
                double value = matrix.values().get(i).get(j);
                double share = most == 0 ? 0 : Math.abs(value) / most;
                html.append(String.format(
                        Locale.ROOT,
                        "<td class=\"%s\" style=\"--share:%.3f\" title=\"%s, %s: %s\">%s</td>",
                        share > 0.55 ? "dark" : "",
                        share,
                        text(matrix.rows().get(i)),
                        text(matrix.columns().get(j)),
                        Chart.number(value),
                        numbers ? inCell(value, whole) : ""));
            }
            html.append("</tr>\n");
        }
        return html.append("</table></div>\n").toString();
    }

    /** Nothing for nothing; of fractions, such as attention, two digits. */
    private static String inCell(double value, boolean whole) {
        if (whole) {
            return value == 0 ? "" : Chart.number(value);
        }
        return Math.abs(value) < 0.005 ? "" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** A table in Markdown as {@link #table}; another text as it stands. */
    static String markdown(String text) {
        List<List<String>> rows = text.lines()
                .filter(line -> line.startsWith("|") && line.endsWith("|"))
                .map(line -> Arrays.stream(CELLS.split(line.substring(1, line.length() - 1), -1))
                        .map(cell -> cell.strip().replace("\\|", "|"))
                        .toList())
                .toList();
        return rows.size() < 2 || rows.size() != text.lines().count()
                ? "<pre>" + text(text) + "</pre>\n"
                : table(rows.get(0), rows.subList(2, rows.size()));
    }

    /** A whole page that needs nothing from outside. */
    static String page(String title, String body) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,">
            <title>%s</title>
            <style>
            :root { color-scheme: light dark; --back: #ffffff; --front: #1c2330; --soft: #5c6678; --rule: #dde2ea;
              --c0: #2563eb; --c1: #d9480f; --c2: #2b8a3e; --c3: #9c36b5; --c4: #0b7285; --c5: #c2255c; --c6: #846300; --c7: #495057; }
            @media (prefers-color-scheme: dark) {
              :root { --back: #14181f; --front: #e6e9ef; --soft: #9aa4b5; --rule: #313947;
                --c0: #74a9ff; --c1: #ff9a62; --c2: #69db7c; --c3: #da77f2; --c4: #3bc9db; --c5: #faa2c1; --c6: #ffd43b; --c7: #ced4da; } }
            body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; background: var(--back); color: var(--front);
              font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.6rem; margin: 0 0 .2rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; border-bottom: 1px solid var(--rule); }
            h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
            .soft, figcaption, .legend { color: var(--soft); } .number { text-align: right; font-variant-numeric: tabular-nums; }
            table { border-collapse: collapse; } td, th { padding: .2rem .7rem; border-bottom: 1px solid var(--rule); text-align: left;
              vertical-align: top; overflow-wrap: anywhere; } .wide { overflow-x: auto; }
            .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%%), 1fr)); gap: 1rem; }
            figure { margin: 0; } svg { width: 100%%; height: auto; } .grid { stroke: var(--rule); } .tick { fill: var(--soft); font-size: 12px; }
            polyline { fill: none; stroke-width: 2; stroke-linejoin: round; } .level { stroke: var(--soft); stroke-dasharray: 6 5; stroke-width: 1.5; }
            .legend { margin: 0; font-size: 13px; } .legend span { margin-right: 1rem; white-space: nowrap; }
            .legend i { display: inline-block; width: 1.2em; height: 0; border-top: 3px solid; margin-right: .4em; vertical-align: middle; }
            .legend i.dashed { border-top: 2px dashed var(--soft); }
            polyline.s0 { stroke: var(--c0); } polyline.s1 { stroke: var(--c1); } polyline.s2 { stroke: var(--c2); } polyline.s3 { stroke: var(--c3); }
            polyline.s4 { stroke: var(--c4); } polyline.s5 { stroke: var(--c5); } polyline.s6 { stroke: var(--c6); } polyline.s7 { stroke: var(--c7); }
            circle.s0 { fill: var(--c0); } circle.s1 { fill: var(--c1); } circle.s2 { fill: var(--c2); } circle.s3 { fill: var(--c3); }
            circle.s4 { fill: var(--c4); } circle.s5 { fill: var(--c5); } circle.s6 { fill: var(--c6); } circle.s7 { fill: var(--c7); }
            i.s0 { color: var(--c0); } i.s1 { color: var(--c1); } i.s2 { color: var(--c2); } i.s3 { color: var(--c3); }
            i.s4 { color: var(--c4); } i.s5 { color: var(--c5); } i.s6 { color: var(--c6); } i.s7 { color: var(--c7); }
            .pictures { display: flex; flex-wrap: wrap; gap: .8rem; } .picture img { display: block; image-rendering: pixelated;
              min-width: 64px; max-width: 100%%; border: 1px solid var(--rule); } .picture { max-width: 16rem; font-size: 12px; }
            .matrix td { border: 0; padding: .15rem .5rem; text-align: right; font-variant-numeric: tabular-nums;
              background: rgb(37 99 235 / var(--share)); } .matrix td.dark { color: #ffffff; }
            .matrix th { overflow-wrap: normal; white-space: nowrap; padding: .15rem .5rem; }
            .epoch { max-width: 100%%; } .epoch p { margin: 0; } .epoch img { min-width: 10rem; } .epoch td, .epoch th { padding: .1rem .4rem; font-size: 13px; }
            pre { overflow-x: auto; white-space: pre-wrap; background: color-mix(in srgb, var(--front) 6%%, transparent); padding: .8rem; }
            </style>
            </head>
            <body>
            %s</body>
            </html>
            """.formatted(text(title), body);
    }
}
