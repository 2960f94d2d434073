package org.trunkline.connection.results;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;

/** Strings and numbers as ECMAScript writes them in JSON (ECMA-262, "QuoteJSONString" and "Number::toString"). */
final class EcmaScriptText {

    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal FIRST_WITH_EXPONENT = ONE.scaleByPowerOfTen(21);
    private static final BigDecimal LAST_WITHOUT_EXPONENT = ONE.scaleByPowerOfTen(-6);
    private static final String ESCAPED = "\b\t\n\f\r\"\\";
    private static final String ESCAPES = "btnfr\"\\";

    private EcmaScriptText() {}

    /** Appends {@code text} in quotes; what cannot stand in JSON is escaped, and half of a surrogate pair is too. */
    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            int escape = ESCAPED.indexOf(unit);
            if (escape >= 0) {
                out.append('\\').append(ESCAPES.charAt(escape));
            } else if (unit < ' ' || isHalf(text, at)) {
                out.append(String.format("\\u%04x", (int) unit));
            } else {
                out.append(unit);
            }
        }
        out.append('"');
    }

    private static boolean isHalf(String text, int at) {
        char unit = text.charAt(at);
        boolean whole = Character.isHighSurrogate(unit)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        return Character.isSurrogate(unit) && !whole;
    }

    /** The number: integers with all their digits, others as the nearest double in its shortest form. */
    static String number(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.asText();
        }
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            return "null";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal size = decimal.abs();
        boolean plain =
                value == 0 || size.compareTo(LAST_WITHOUT_EXPONENT) >= 0 && size.compareTo(FIRST_WITH_EXPONENT) < 0;
        return plain ? decimal.toPlainString() : withExponent(decimal);
    }

    private static String withExponent(BigDecimal decimal) {
        int exponent = decimal.precision() - decimal.scale() - 1;
        return decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString()
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }
}
