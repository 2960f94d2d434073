package org.trunkline.connection.results;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes the answer to a tool call from what the MCP server gave. */
@ApplicationScoped
public class Results {

    private final ResultFormatter formatter;

    Results(ResultConfig config) {
        formatter = new ResultFormatter(config.maxImage().asLongValue());
    }

    /**
     * The answer.
     *
     * @param result of the MCP server
     * @param provider in any case; null when the result need not be formatted
     */
    public CallResult answer(JsonNode result, String provider) {
        return CallResult.of(
                result, provider == null ? null : formatter.format(result, provider.toLowerCase(Locale.ROOT)));
    }
}
