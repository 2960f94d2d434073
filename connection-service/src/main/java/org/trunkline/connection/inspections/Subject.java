package org.trunkline.connection.inspections;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.placeholder.PlaceholderValues;
import org.trunkline.placeholder.Placeholders;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.Transport;

/**
 * What of a configuration can be tried without a user.
 *
 * @param config placeholders filled; a header that lacks a value is left out; {@code initTimeout} bounds the whole
 *     inspection
 * @param reachable whether it says where to connect to
 * @param complete whether a user could add nothing: what the server answers now is what it answers everybody
 * @param asksForOAuth whether it is to be found out if users must sign in (librechat.md, D.1)
 */
record Subject(ServerConfig config, boolean reachable, boolean complete, boolean asksForOAuth) {

    static Subject of(InspectionRequest request, Duration budget, ObjectMapper json) {
        ServerConfig given = request.config();
        ServerConfig filled =
                new Placeholders(Clock.systemUTC()).expand(given, PlaceholderValues.shared(request.source()));
        ObjectNode dialled = json.valueToTree(filled);
        boolean headersFilled = !dialled.path("headers").properties().removeIf(Subject::isUnfilled);
        dialled.remove("requestHeaders");
        dialled.put("initTimeout", patience(given, budget));
        boolean reachable = given.transport() == Transport.STDIO
                ? dialled.path("args").valueStream().noneMatch(Subject::isUnfilled)
                        && dialled.path("env").valueStream().noneMatch(Subject::isUnfilled)
                : !Placeholders.leftover(filled.url());
        boolean complete = headersFilled && !needsUser(given);
        return new Subject(json.convertValue(dialled, ServerConfig.class), reachable, complete, asksForOAuth(given));
    }

    private static boolean needsUser(ServerConfig config) {
        return !config.missingUserValues(Map.of()).isEmpty()
                || config.obo() != null
                || config.oauth() != null
                || Boolean.TRUE.equals(config.requiresOAuth());
    }

    /** A configuration with a credential of its own asks for no sign-in. */
    private static boolean asksForOAuth(ServerConfig config) {
        return config.requiresOAuth() == null
                && config.oauth() == null
                && config.obo() == null
                && !config.sendsOwnCredential();
    }

    private static long patience(ServerConfig config, Duration budget) {
        boolean shorter =
                config.initTimeout() != null && config.initTimeout() > 0 && config.initTimeout() < budget.toMillis();
        return shorter ? config.initTimeout() : budget.toMillis();
    }

    private static boolean isUnfilled(Map.Entry<String, JsonNode> field) {
        return isUnfilled(field.getValue());
    }

    private static boolean isUnfilled(JsonNode text) {
        return Placeholders.leftover(text.asText());
    }
}
