package org.trunkline.oauth.testbed;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** The MCP server RS and the authorization server AS of a case, which answer as its routes say. */
public final class CaseServers implements AutoCloseable {

    private final ScriptedServer resource = new ScriptedServer();
    private final ScriptedServer authorization = new ScriptedServer();

    /** Those of a case's {@code routes}. */
    public CaseServers(JsonNode routes) {
        script(resource, routes.path("RS"));
        script(authorization, routes.path("AS"));
    }

    /** {@code text} with the servers' real URLs. */
    public String real(String text) {
        return text.replace("{{RS}}", resource.url()).replace("{{AS}}", authorization.url());
    }

    /** The server that is called RS or AS. */
    public ScriptedServer named(String name) {
        return "RS".equals(name) ? resource : authorization;
    }

    @Override
    public void close() {
        resource.close();
        authorization.close();
    }

    private void script(ScriptedServer server, JsonNode routes) {
        routes.properties().forEach(route -> server.on(route.getKey(), request -> answer(route.getValue())));
    }

    private ScriptedServer.Answer answer(JsonNode route) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        route.path("headers")
                .properties()
                .forEach(header ->
                        headers.put(header.getKey(), real(header.getValue().asText())));
        String body = route.has("body") ? real(route.path("body").toString()) : null;
        return new ScriptedServer.Answer(route.path("status").asInt(200), headers, body);
    }
}
