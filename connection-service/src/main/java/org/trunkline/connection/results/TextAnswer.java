package org.trunkline.connection.results;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** The answer for a provider that is not known: everything as text, what is no text as JSON. */
final class TextAnswer implements ResultFormatter.Answer {

    private final List<String> texts = new ArrayList<>();
    private final ImageLimit limit;

    TextAnswer(ImageLimit limit) {
        this.limit = limit;
    }

    @Override
    public void add(JsonNode item) {
        String text = switch (item.path("type").asText()) {
            case "text" -> item.path("text").asText("");
            case "resource" -> resource(item.path("resource"));
            case "image" -> image(item);
            default -> PrettyJson.of(item);
        };
        if (!text.isEmpty()) {
            texts.add(text);
        }
    }

    private String image(JsonNode item) {
        limit.check(item);
        return PrettyJson.of(item);
    }

    private static String resource(JsonNode resource) {
        return new Lines()
                .add("", resource.path("text"))
                .add("Resource URI: ", resource.path("uri"))
                .add("Type: ", resource.path("mimeType"))
                .toString();
    }

    @Override
    public FormattedResult result() {
        return FormattedResult.ofText(String.join("\n\n", texts));
    }
}
