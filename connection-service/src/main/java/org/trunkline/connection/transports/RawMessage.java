package org.trunkline.connection.transports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.connection.transports.TransportException.Kind;

/**
 * A JSON-RPC message as it came: what is needed to tell where it belongs, and the pieces of its result.
 *
 * @param whole the message
 * @param id a string, or the digits of a number; null when it has neither
 * @param method null when it is a response
 * @param result the members of its result; null when it has no result that is an object
 * @param error null when it has none
 */
public record RawMessage(JsonPiece whole, String id, String method, Map<String, JsonPiece> result, JsonPiece error) {

    /**
     * The messages in a text: none, one, or those of a batch (MCP 2025-03-26).
     *
     * @throws TransportException of kind PROTOCOL when it is not JSON, or something else than messages
     */
    static List<RawMessage> read(byte[] text) {
        try (JsonPieces pieces = JsonPieces.in(text)) {
            List<RawMessage> messages = new ArrayList<>(1);
            JsonToken first = pieces.next();
            if (first == JsonToken.START_ARRAY) {
                for (JsonToken next = pieces.next(); next != JsonToken.END_ARRAY; next = pieces.next()) {
                    messages.add(one(pieces, next));
                }
            } else if (first != null) {
                messages.add(one(pieces, first));
            }
            pieces.end();
            return messages;
        } catch (IOException e) {
            throw new TransportException(Kind.PROTOCOL, "the answer is not JSON", e);
        }
    }

    private static RawMessage one(JsonPieces pieces, JsonToken first) throws IOException {
        if (first != JsonToken.START_OBJECT) {
            throw new TransportException(Kind.PROTOCOL, "the answer is no JSON-RPC message");
        }
        int start = pieces.start();
        String id = null;
        String method = null;
        Map<String, JsonPiece> result = null;
        JsonPiece error = null;
        for (String name = pieces.nextName(); name != null; name = pieces.nextName()) {
            JsonToken value = pieces.next();
            switch (name) {
                case "id" -> id = isId(value) ? pieces.text() : null;
                case "method" -> method = pieces.text();
                case "result" -> result = value == JsonToken.START_OBJECT ? pieces.members() : null;
                case "error" -> error = value == JsonToken.VALUE_NULL ? null : pieces.piece();
                default -> {}
            }
            pieces.skip();
        }
        return new RawMessage(pieces.since(start), id, method, result, error);
    }

    private static boolean isId(JsonToken value) {
        return value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT;
    }

    /** Whether it answers a request. */
    boolean isResponse() {
        return method == null && id != null;
    }

    /** The message as a tree. */
    public JsonNode tree() {
        return whole.tree();
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "RawMessage[id=" + id + ", method=" + method + ", " + whole.length() + " bytes]";
    }
}
