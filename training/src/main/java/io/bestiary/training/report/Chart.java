package io.bestiary.training.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over steps as a drawing in SVG, with axes, a legend, and levels to compare with. Colours come from the page. */
final class Chart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 280;
    private static final int LEFT = 64;
    private static final int RIGHT = 14;
    private static final int TOP = 14;
    private static final int BOTTOM = 40;
    /** Between the names of levels. */
    private static final int LINE = 13;

    private static final int MOST_POINTS = 400;
    private static final int COLOURS = 8;

    private final String title;
    private final String across;
    private final Map<String, List<double[]>> lines = new LinkedHashMap<>();
    private final Map<String, Double> levels = new LinkedHashMap<>();

    /**
     * An empty chart.
     *
     * @param across what the horizontal axis is
     */
    Chart(String title, String across) {
        this.title = title;
        this.across = across;
    }

    /** Adds a line of points (x, y); those that are not finite are left out, and with none left the line is. */
    Chart line(String name, List<double[]> points) {
        List<double[]> finite =
                points.stream().filter(point -> Double.isFinite(point[1])).toList();
        if (!finite.isEmpty()) {
            lines.put(name, thinned(finite));
        }
        return this;
    }

    /** Adds a level, drawn from side to side. */
    Chart level(String name, double value) {
        if (Double.isFinite(value)) {
            levels.put(name, value);
        }
        return this;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    private static List<double[]> thinned(List<double[]> points) {
        if (points.size() <= MOST_POINTS) {
            return points;
        }
        List<double[]> few = new ArrayList<>();
        for (int i = 0; i < MOST_POINTS; i++) {
            few.add(points.get((int) ((long) i * (points.size() - 1) / (MOST_POINTS - 1))));
        }
        return few;
    }

    String svg() {
        double[] x = range(lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(point -> point[0])
                .toArray());
        double[] values = java.util.stream.DoubleStream.concat(
                        lines.values().stream().flatMap(List::stream).mapToDouble(point -> point[1]),
                        levels.values().stream().mapToDouble(Double::doubleValue))
                .toArray();
        double[] y = range(values);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<figure class=\"chart\"><figcaption>%s</figcaption>%n<svg viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-label=\"%s\">%n",
                Html.text(title),
                WIDTH,
                HEIGHT,
                Html.text(title)));
        double step = step(y[1] - y[0]);
        for (double tick = Math.ceil(y[0] / step) * step; tick <= y[1] + step / 1e6; tick += step) {
            double at = down(tick, y);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"tick\" x=\"%d\""
                            + " y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    at,
                    at,
                    LEFT - 6,
                    at + 4,
                    number(tick)));
        }
        double stride = step(x[1] - x[0]);
        for (double tick = Math.ceil(x[0] / stride) * stride; tick <= x[1] + stride / 1e6; tick += stride) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    right(tick, x),
                    HEIGHT - BOTTOM + 18,
                    number(tick)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                WIDTH - RIGHT,
                HEIGHT - 6,
                Html.text(across)));
        levels.forEach((name, value) -> svg.append(String.format(
                Locale.ROOT,
                "<line class=\"level\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"><title>%s: %s</title></line>%n",
                LEFT,
                WIDTH - RIGHT,
                down(value, y),
                down(value, y),
                Html.text(name),
                number(value))));
        if (levels.size() > 1) {
            nameLevels(svg, y); // they all look the same
        }
        int colour = 0;
        for (List<double[]> points : lines.values()) {
            draw(svg, points, colour++ % COLOURS, x, y);
        }
        svg.append("</svg>\n<p class=\"legend\">");
        colour = 0;
        for (String name : lines.keySet()) {
            svg.append(String.format(
                    Locale.ROOT, "<span><i class=\"s%d\"></i>%s</span> ", colour++ % COLOURS, Html.text(name)));
        }
        levels.forEach((name, value) -> svg.append(String.format(
                Locale.ROOT, "<span><i class=\"dashed\"></i>%s %s</span> ", Html.text(name), number(value))));
        return svg.append("</p></figure>\n").toString();
    }

    /** Above each level its name, and above the one below it where two levels are close. */
    private void nameLevels(StringBuilder svg, double[] y) {
        double free = HEIGHT;
        List<String> fromBelow = levels.keySet().stream()
                .sorted(Comparator.comparingDouble(levels::get))
                .toList();
        for (String name : fromBelow) {
            double at = Math.min(down(levels.get(name), y) - 4, free);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    WIDTH - RIGHT,
                    at,
                    Html.text(name.replaceFirst("^floor: ", ""))));
            free = at - LINE;
        }
    }

    private static void draw(StringBuilder svg, List<double[]> points, int colour, double[] x, double[] y) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            path.append(String.format(
                    Locale.ROOT, "%s%.1f,%.1f", path.isEmpty() ? "" : " ", right(point[0], x), down(point[1], y)));
        }
        svg.append(String.format(Locale.ROOT, "<polyline class=\"s%d\" points=\"%s\"/>%n", colour, path));
        if (points.size() <= 60) {
            for (double[] point : points) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"><title>%s: %s</title></circle>%n",
                        colour,
                        right(point[0], x),
                        down(point[1], y),
                        number(point[0]),
                        number(point[1])));
            }
        }
    }

    private static double right(double value, double[] range) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - range[0]) / (range[1] - range[0]);
    }

    private static double down(double value, double[] range) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - range[0]) / (range[1] - range[0]);
    }

    /** From the least to the greatest, with some room where they are equal. */
    private static double[] range(double[] values) {
        double min = java.util.Arrays.stream(values).min().orElse(0);
        double max = java.util.Arrays.stream(values).max().orElse(1);
        if (max - min > 1e-12 * Math.max(Math.abs(min), Math.abs(max))) {
            return new double[] {min, max};
        }
        double room = min == 0 ? 1 : Math.abs(min) / 2;
        return new double[] {min - room, max + room};
    }

    /** 1, 2 or 5 times a power of ten, so that there are four to nine steps. */
    private static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
        double parts = range / 4 / power;
        return power * (parts >= 5 ? 5 : parts >= 2 ? 2 : 1);
    }

    static String number(double value) {
        double size = Math.abs(value);
        if (size < 1e-12) {
            return "0";
        }
        if (value == Math.rint(value) && size < 1e7) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        if (size < 1e-4 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.2e", value)
                    .replaceFirst("\\.?0*e", "e")
                    .replaceFirst("e([+-])0+", "e$1");
        }
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.contains(".") ? text.replaceFirst("0+$", "").replaceFirst("\\.$", "") : text;
    }
}
