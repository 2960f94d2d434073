package org.trunkline.registry.access;

import java.util.Arrays;
import java.util.regex.Pattern;

import com.mongodb.client.model.Filters;
import org.bson.conversions.Bson;

/** Filters for a text inside of others: what is sought is text, whatever a regular expression would make of it. */
final class Containing {

    private Containing() {}

    /** One of the fields contains {@code text}, in whatever case. */
    static Bson anyOf(String text, String... fields) {
        Pattern pattern = Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE);
        return Filters.or(Arrays.stream(fields)
                .map(field -> Filters.regex(field, pattern))
                .toList());
    }
}
