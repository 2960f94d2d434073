package org.trunkline.connection.links;

import java.util.Map;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import org.trunkline.connection.transports.JsonPiece;

/**
 * What a {@code tools/call} request says.
 *
 * @param arguments an object, passed on as it is
 */
record ToolCall(String tool, JsonPiece arguments) {

    private static final int FRAME = 300;

    /** The key of the user's id in {@code _meta}, whose names are prefixed (MCP 2025-11-25, "_meta"). */
    private static final String USER_ID = "org.trunkline/userId";

    /**
     * The JSON-RPC request. Its id is the progress token too.
     *
     * @param userId the user whom the server is told; null: nobody
     * @param trace further members of {@code _meta}
     */
    Buffer message(long id, String userId, Map<String, String> trace) {
        String number = Long.toString(id);
        Buffer message = Buffer.buffer(FRAME + arguments.length());
        message.appendString("{\"jsonrpc\":\"2.0\",\"id\":")
                .appendString(number)
                .appendString(",\"method\":\"tools/call\",\"params\":{\"name\":")
                .appendString(quoted(tool))
                .appendString(",\"arguments\":");
        arguments.appendTo(message);
        message.appendString(",\"_meta\":{\"progressToken\":").appendString(number);
        trace.forEach(
                (name, value) -> message.appendString(",\"" + name + "\":").appendString(quoted(value)));
        if (userId == null) {
            return message.appendString("}}}");
        }
        String user = quoted(userId);
        return message.appendString(",\"" + USER_ID + "\":")
                .appendString(user)
                .appendString("},\"userId\":")
                .appendString(user)
                .appendString("}}");
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
