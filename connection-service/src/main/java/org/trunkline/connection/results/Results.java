package org.trunkline.connection.results;

import java.util.Locale;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.buffer.Buffer;
import org.trunkline.connection.transports.JsonPiece;

/** Makes the answer to a tool call from what the MCP server gave. */
@ApplicationScoped
public class Results {

    private final ResultFormatter formatter;

    Results(ResultConfig config) {
        formatter = new ResultFormatter(config.maxImage().asLongValue());
    }

    /**
     * The answer, in JSON as {@link CallResult} describes it. What the server gave is handed on as it came; it is read
     * only to be formatted.
     *
     * @param result the members of the MCP result
     * @param provider in any case; null when the result need not be formatted
     */
    public Buffer answer(Map<String, JsonPiece> result, String provider) {
        CallResult answer = CallResult.of(result);
        return provider == null
                ? answer.json()
                : answer.formatted(formatter.format(answer.tree(), provider.toLowerCase(Locale.ROOT)))
                        .json();
    }
}
