package org.trunkline.connection.results;

import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.problem.ResultTooLarge;

/** The size up to which an image is passed on. */
record ImageLimit(long maxBytes) {

    /** Whether the image's data is the address of one elsewhere, which has no size here. */
    static boolean isAddress(String data) {
        return data.startsWith("http://") || data.startsWith("https://");
    }

    void check(JsonNode image) {
        String data = image.path("data").asText();
        long bytes = decodedSize(data);
        if (!isAddress(data) && bytes > maxBytes) {
            throw ResultTooLarge.image(maxBytes, bytes);
        }
    }

    /** Told from the length of the base64, so that a huge image is never decoded. */
    private static long decodedSize(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() * 3L / 4 - padding;
    }
}
