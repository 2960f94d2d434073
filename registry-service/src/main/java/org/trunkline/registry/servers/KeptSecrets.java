package org.trunkline.registry.servers;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.problem.FieldIssue;
import org.trunkline.problem.InvalidRequest;

/**
 * Carries secrets that nobody can read, and so nobody can send again, over to a server's new configuration, by
 * LibreChat's rules (librechat.md, A.2): a client secret and the API key that is the same for everyone, unless it would
 * then be sent to another place than it was entered for. Header values are not kept: the replacement has them all.
 */
@ApplicationScoped
class KeptSecrets {

    private static final String OAUTH = "oauth";
    private static final String SECRET = "client_secret";
    private static final String API_KEY = "apiKey";
    private static final String KEY = "key";

    /** What decides to whom the client secret is sent, and how. */
    private static final List<String> CLIENT_SECRET_BINDING = List.of(
            "url",
            "oauth.authorization_url",
            "oauth.token_url",
            "oauth.client_id",
            "oauth.issuer",
            "oauth.token_exchange_method",
            "oauth.token_endpoint_auth_methods_supported",
            "oauth.revocation_endpoint",
            "oauth.revocation_endpoint_auth_methods_supported");

    /** What decides to whom the key is sent: unlike in LibreChat, who may edit cannot have it sent to themselves. */
    private static final List<String> KEY_BINDING = List.of("url");

    private final ObjectMapper json;
    private final ConfigSecrets secrets;

    KeptSecrets(ObjectMapper json, ConfigSecrets secrets) {
        this.json = json;
        this.secrets = secrets;
    }

    /**
     * Puts into {@code replacement} what it leaves out and {@code server} has, in clear.
     *
     * @throws InvalidRequest when the client secret must be entered again
     */
    void carryOver(VisibleServer server, ObjectNode replacement) {
        ObjectNode old = json.valueToTree(server.config());
        ObjectNode kept = json.createObjectNode();
        if (keepsClientSecret(old, replacement)) {
            refuseOtherBinding(
                    "MCP_OAUTH_SECRET_REENTRY_REQUIRED",
                    List.of(OAUTH, SECRET),
                    "OAuth credential binding fields",
                    changed(CLIENT_SECRET_BINDING, old, replacement));
            kept.putObject(OAUTH).set(SECRET, old.get(OAUTH).get(SECRET));
        }
        if (keepsKey(old, replacement)) {
            refuseOtherBinding(
                    "MCP_API_KEY_REENTRY_REQUIRED",
                    List.of(API_KEY, KEY),
                    "where it is sent",
                    changed(KEY_BINDING, old, replacement));
            kept.putObject(API_KEY).set(KEY, old.get(API_KEY).get(KEY));
        }
        secrets.open(kept, server.id());
        kept.properties()
                .forEach(block -> ((ObjectNode) replacement.get(block.getKey())).setAll((ObjectNode) block.getValue()));
    }

    /**
     * Puts into {@code replacement} the values of headers that it names and {@code server} has, in clear.
     *
     * @param places of these values in a configuration
     * @throws InvalidRequest when one would then be sent to another place than it was entered for
     */
    void keepHeaders(VisibleServer server, ObjectNode replacement, Collection<JsonPointer> places) {
        ObjectNode old = json.valueToTree(server.config());
        secrets.open(old, server.id());
        String moved = changed(KEY_BINDING, old, replacement);
        for (JsonPointer place : places) {
            String block = place.head().last().getMatchingProperty();
            String header = place.last().getMatchingProperty();
            refuseOtherBinding("MCP_HEADER_REENTRY_REQUIRED", List.of(block, header), "where it is sent", moved);
            replacement.withObject("/" + block).set(header, old.at(place));
        }
    }

    /** A replacement without an OAuth client wants to be rid of it, and of its secret. */
    private static boolean keepsClientSecret(ObjectNode old, ObjectNode replacement) {
        JsonNode block = replacement.path(OAUTH);
        return isThere(old.path(OAUTH).path(SECRET))
                && isThere(block.path("client_id"))
                && !isThere(block.path(SECRET));
    }

    private static boolean keepsKey(ObjectNode old, ObjectNode replacement) {
        return isEveryones(old.path(API_KEY))
                && isEveryones(replacement.path(API_KEY))
                && isThere(old.path(API_KEY).path(KEY))
                && !isThere(replacement.path(API_KEY).path(KEY));
    }

    private static String changed(List<String> binding, ObjectNode old, ObjectNode replacement) {
        return binding.stream()
                .filter(field -> !value(old, field).equals(value(replacement, field)))
                .collect(Collectors.joining(", "));
    }

    private static void refuseOtherBinding(String code, List<Object> field, String what, String changed) {
        if (!changed.isEmpty()) {
            String name = field.getFirst() + "." + field.getLast();
            String message = "Re-enter " + name + " when changing " + what + ": " + changed;
            throw InvalidRequest.configuration(code, new FieldIssue("custom", field, message));
        }
    }

    private static JsonNode value(ObjectNode config, String field) {
        return config.at(JsonPointer.compile("/" + field.replace('.', '/')));
    }

    private static boolean isThere(JsonNode text) {
        return !text.asText("").isEmpty();
    }

    private static boolean isEveryones(JsonNode apiKey) {
        return "admin".equals(apiKey.path("source").asText());
    }
}
