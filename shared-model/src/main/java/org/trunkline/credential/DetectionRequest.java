package org.trunkline.credential;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Asks whether an MCP server wants its users to sign in.
 *
 * @param url of the MCP server, every placeholder filled in
 * @param headers sent on the probes: the server's {@code oauth_headers}; null for none
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DetectionRequest(String url, Map<String, String> headers) {

    @Override
    public String toString() {
        return "DetectionRequest[" + url + "]";
    }
}
