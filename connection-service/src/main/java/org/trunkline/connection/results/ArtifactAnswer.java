package org.trunkline.connection.results;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The answer for a known provider: images and what a chat shows are artifacts, the rest is text. */
final class ArtifactAnswer implements ResultFormatter.Answer {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int ID_LENGTH = 10;
    /** LibreChat's words: its models are tuned to them and its client renders the marker. */
    private static final String USE_OF_MARKERS = """


            UI Resource Markers Available:
            - Each resource above includes a stable ID and a marker hint like `\\ui{abc123}`
            - You should usually introduce what you're showing before placing the marker
            - For a single resource: \\ui{resource-id}
            - For multiple resources shown separately: \\ui{resource-id-a} \\ui{resource-id-b}
            - For multiple resources in a carousel: \\ui{resource-id-a,resource-id-b,resource-id-c}
            - The UI will be rendered inline where you place the marker
            - Format: \\ui{resource-id} or \\ui{id1,id2,id3} using the IDs provided above""";

    private final StringBuilder text = new StringBuilder();
    private final ArrayNode images = JSON.arrayNode();
    private final ArrayNode shown = JSON.arrayNode();
    private final ImageLimit limit;

    ArtifactAnswer(ImageLimit limit) {
        this.limit = limit;
    }

    @Override
    public void add(JsonNode item) {
        switch (item.path("type").asText()) {
            case "text" -> append(item.path("text").asText(""));
            case "image" -> addImage(item);
            case "resource" -> addResource(item.path("resource"));
            default -> append(PrettyJson.of(item));
        }
    }

    private void append(String block) {
        if (!text.isEmpty()) {
            text.append("\n\n");
        }
        text.append(block);
    }

    private void addImage(JsonNode item) {
        limit.check(item);
        String data = item.path("data").asText();
        String url = ImageLimit.isAddress(data)
                ? data
                : "data:" + item.path("mimeType").asText() + ";base64," + data;
        images.addObject().put("type", "image_url").putObject("image_url").put("url", url);
    }

    private void addResource(JsonNode resource) {
        Lines lines = new Lines();
        if (resource.path("uri").asText().startsWith("ui://")) {
            String id = addShown(resource);
            lines.add("UI Resource ID: ", id).add("UI Resource Marker: ", "\\ui{" + id + "}");
        } else {
            lines.add("Resource Text: ", resource.path("text"));
        }
        String described = lines.add("Resource URI: ", resource.path("uri"))
                .add("Resource MIME Type: ", resource.path("mimeType"))
                .toString();
        if (!described.isEmpty()) {
            append(described);
        }
    }

    private String addShown(JsonNode resource) {
        String content = resource.path("text").asText("");
        String id = hash(content.isEmpty() ? resource.path("uri").asText() : content);
        ObjectNode entry = shown.addObject();
        entry.setAll((ObjectNode) resource);
        entry.put("resourceId", id);
        return id;
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public FormattedResult result() {
        ObjectNode artifacts = JSON.objectNode();
        if (!images.isEmpty()) {
            artifacts.set("content", images);
        }
        if (!shown.isEmpty()) {
            text.append(USE_OF_MARKERS);
            artifacts.putObject("ui_resources").set("data", shown);
        }
        return artifacts.isEmpty()
                ? FormattedResult.ofText(text.toString())
                : new FormattedResult(text.toString(), artifacts);
    }
}
