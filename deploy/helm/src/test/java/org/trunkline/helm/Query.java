package org.trunkline.helm;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a query in PromQL asks for: metrics, and labels of them. Enough of the language for queries without subqueries.
 */
final class Query {

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\(([a-z_]+), ([a-z_]+)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("\\b([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)})?(?!\\s*[a-zA-Z0-9_:(])");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    private final Map<String, Set<String>> metrics = new TreeMap<>();

    private Query() {}

    /** Reads a query, or the one of a dashboard's variable. */
    static Query of(String promQl) {
        Query query = new Query();
        Matcher values = LABEL_VALUES.matcher(promQl);
        if (values.matches()) {
            query.metrics.put(values.group(1), Set.of(values.group(2)));
            return query;
        }
        String plain = RANGE.matcher(TEXT.matcher(promQl).replaceAll("")).replaceAll("");
        Set<String> grouped = GROUPING.matcher(plain)
                .results()
                .flatMap(grouping -> Set.of(grouping.group(1).split("[ ,]+")).stream())
                .collect(Collectors.toSet());
        SELECTOR.matcher(GROUPING.matcher(plain).replaceAll("")).results().forEach(found -> query.add(found, grouped));
        return query;
    }

    /** The labels that are asked for, by the metrics. */
    Map<String, Set<String>> metrics() {
        return metrics;
    }

    private void add(MatchResult selector, Set<String> grouped) {
        if (!OPERATORS.contains(selector.group(1))) {
            Set<String> labels = metrics.computeIfAbsent(selector.group(1), metric -> new TreeSet<>(grouped));
            if (selector.group(2) != null) {
                LABEL.matcher(selector.group(2)).results().forEach(label -> labels.add(label.group(1)));
            }
        }
    }
}
