package org.trunkline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was found beside what was measured elsewhere, on two cores too: a sketch of the way of a call, which hands
 * results through raw behind JAX-RS, and LibreChat's MCP layer, used as a library in Node 20, without HTTP and JWT.
 */
final class Comparison {

    private static final String NONE = "-";

    private final List<String> rows = new ArrayList<>();

    Comparison() {
        rows.add(row("", "here", "sketch", "ratio", "LibreChat", "ratio"));
    }

    /**
     * Adds a row.
     *
     * @param sketch what it is in the sketch; {@link Double#NaN}: not known
     * @param libreChat what it is there; {@link Double#NaN}: not known
     */
    void add(String what, double here, double sketch, double libreChat) {
        rows.add(row(
                what, number(here), number(sketch), ratio(here, sketch), number(libreChat), ratio(here, libreChat)));
    }

    @Override
    public String toString() {
        return String.join("\n", rows);
    }

    private static String ratio(double here, double there) {
        return Double.isNaN(there) ? NONE : String.format(Locale.ROOT, "%.2f", here / there);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    private static String row(String what, String... columns) {
        return String.format(Locale.ROOT, "%-40s" + " %10s".repeat(columns.length), concat(what, columns));
    }

    private static Object[] concat(String what, String... columns) {
        List<Object> all = new ArrayList<>(List.of(columns));
        all.addFirst(what);
        return all.toArray();
    }
}
