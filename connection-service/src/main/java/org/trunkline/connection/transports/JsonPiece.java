package org.trunkline.connection.transports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;

/**
 * One JSON value as its text came, within bytes that are shared and never changed: handed on without being read once
 * more.
 */
public final class JsonPiece {

    /** An object without members. */
    public static final JsonPiece EMPTY_OBJECT = of("{}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] bytes;
    private final int from;
    private final int to;

    JsonPiece(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** @param json one JSON value */
    public static JsonPiece of(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new JsonPiece(bytes, 0, bytes.length);
    }

    /** The length of the text in bytes. */
    public int length() {
        return to - from;
    }

    /** Puts the text at the end of {@code target}. */
    public void appendTo(Buffer target) {
        target.appendBytes(bytes, from, to - from);
    }

    /** Whether the value is an object. */
    public boolean isObject() {
        return bytes[from] == '{';
    }

    /** Whether the value is {@code null}. */
    public boolean isNull() {
        return bytes[from] == 'n';
    }

    /** Whether the value is {@code true}. */
    public boolean isTrue() {
        return bytes[from] == 't';
    }

    /** The value as a tree. */
    public JsonNode tree() {
        try {
            return JSON.readTree(bytes, from, to - from);
        } catch (IOException e) {
            throw new IllegalStateException("a piece of JSON that was read before", e);
        }
    }

    /** The text. */
    @Override
    public String toString() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
