package org.trunkline.connection.transports;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** Finds the pieces of a JSON text in one pass over its bytes, all of which are checked to be JSON in UTF-8. */
public final class JsonPieces implements AutoCloseable {

    /** The names in an answer are its server's, and many: they are not kept for ever. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final byte[] bytes;
    private final JsonParser parser;

    private JsonPieces(byte[] bytes) throws IOException {
        this.bytes = bytes;
        this.parser = JSON.createParser(bytes);
    }

    /** Reads a text from its beginning. */
    static JsonPieces in(byte[] bytes) throws IOException {
        return new JsonPieces(bytes);
    }

    /**
     * The members of the object that the text is; of two with one name the last.
     *
     * @return null when the text is no object
     * @throws IOException when it is not JSON
     */
    public static Map<String, JsonPiece> ofObject(byte[] bytes) throws IOException {
        try (JsonPieces pieces = in(bytes)) {
            if (pieces.next() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, JsonPiece> members = pieces.members();
            pieces.end();
            return members;
        }
    }

    /** The next token; null at the end. */
    JsonToken next() throws IOException {
        return parser.nextToken();
    }

    /** The name of the next member of the object that is being read; null when it has no more. */
    String nextName() throws IOException {
        return parser.nextFieldName();
    }

    /** The text of the current token. */
    String text() throws IOException {
        return parser.getText();
    }

    /** Passes over the value that begins with the current token. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    /** Where the current token begins. */
    int start() throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        if (start < 0) {
            throw new JsonParseException(parser, "not in UTF-8");
        }
        return (int) start;
    }

    /** The value that began at {@code start} and ends with the current token. */
    JsonPiece since(int start) throws IOException {
        parser.finishToken();
        return new JsonPiece(bytes, start, (int) parser.currentLocation().getByteOffset());
    }

    /** The value that begins with the current token. */
    JsonPiece piece() throws IOException {
        int start = start();
        skip();
        return since(start);
    }

    /** The members of the object that begins with the current token. */
    Map<String, JsonPiece> members() throws IOException {
        Map<String, JsonPiece> members = new LinkedHashMap<>();
        for (String name = nextName(); name != null; name = nextName()) {
            next();
            members.put(name, piece());
        }
        return members;
    }

    /** Nothing may follow. */
    void end() throws IOException {
        if (next() != null) {
            throw new JsonParseException(parser, "more than one value");
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
