package org.trunkline.registry.form;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.server.GrantSettings;
import org.trunkline.server.Transport;

/**
 * What the operator may declare as the configuration of a server. {@code ${NAME}} stays as it is: it is replaced where
 * the configuration is used. URLs are judged as they will be then, so their variables must be set.
 */
public final class OperatorForm extends ServerForm {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
    private static final List<String> SOCKET_SCHEMES = List.of("ws", "wss");
    private static final List<String> PROXY_SCHEMES = List.of("http", "https", "socks", "socks5");
    private static final Map<Transport, String> WRONG_SCHEME = Map.of(
            Transport.WEBSOCKET, "WebSocket URL must start with ws:// or wss://",
            Transport.SSE, "SSE URL must not start with ws:// or wss://",
            Transport.STREAMABLE_HTTP, "Streamable HTTP URL must not start with ws:// or wss://");

    private final UnaryOperator<String> environment;

    /** @param environment the value of a variable, or null when it is not set */
    public OperatorForm(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    @Override
    List<Transport> transports() {
        return List.of(Transport.STDIO, Transport.WEBSOCKET, Transport.SSE, Transport.STREAMABLE_HTTP);
    }

    @Override
    Transport guess(Fields fields) {
        JsonNode url = fields.given("url");
        if (fields.given("command") != null || url == null) {
            return Transport.STDIO;
        }
        return Transport.ofUrl(expanded(url.asText()).strip());
    }

    @Override
    void url(Fields fields, String url, Transport transport) {
        parse(fields, "url", url)
                .filter(found -> SOCKET_SCHEMES.contains(found.scheme()) != (transport == Transport.WEBSOCKET))
                .ifPresent(found -> fields.report(Fields.CUSTOM, WRONG_SCHEME.get(transport), "url"));
    }

    @Override
    void endpoint(Fields block, String name) {
        block.text(name).ifPresent(url -> parse(block, name, url));
    }

    @Override
    void operatorsOAuth(Fields block) {
        block.filledText("audience");
        block.flag("forward_audience_on_refresh");
        block.flag("send_resource_parameter");
        block.object("grant", this::grant);
    }

    private void grant(Fields grant) {
        grant.require("type");
        grant.choice("type", GrantSettings.types());
        grant.text("private_key");
        grant.text("subject_token");
        grant.text("subject_token_type");
        endpoint(grant, "identity_provider_token_url");
        grant.text("identity_provider_client_id");
        grant.text("identity_provider_client_secret");
        boolean exchangesTwice = grant.given("type") != null
                && GrantSettings.ENTERPRISE_MANAGED.equals(grant.given("type").asText());
        if (exchangesTwice) {
            grant.require("identity_provider_token_url", "identity_provider_client_id");
        }
    }

    @Override
    void more(Fields fields, Transport transport) {
        fields.flag("startup");
        fields.flag("chatMenu");
        fields.flag("requiresOAuth");
        fields.whole("timeout", number -> number >= 0, "greater than or equal to 0");
        fields.whole("initTimeout", number -> number >= 0, "greater than or equal to 0");
        fields.whole("idleTimeout", number -> number > 0, "greater than 0");
        fields.whole("sseReadTimeout", number -> number > 0, "greater than 0");
        fields.whole("oauthRefreshWaitTimeout", number -> number > 0, "greater than 0");
        fields.flag("oauthRefreshCoordination");
        fields.whole("oauthPersistenceWaitTimeout", number -> number > 0, "greater than 0");
        instructions(fields);
        fields.textsByName("oauth_headers");
        fields.objectsByName("customUserVars", ServerForm::variable);
        if (transport == Transport.STDIO) {
            process(fields);
        } else {
            fields.text("proxy").ifPresent(proxy -> proxy(fields, proxy));
            fields.text("tls");
        }
    }

    private static void instructions(Fields fields) {
        JsonNode value = fields.given("serverInstructions");
        if (value == null || value.isTextual()) {
            fields.text("serverInstructions");
        } else {
            fields.flag("serverInstructions");
            if (!value.isBoolean()) {
                fields.mistyped("string", value, "serverInstructions");
            }
        }
    }

    private static void process(Fields fields) {
        fields.require("command", "args");
        fields.text("command");
        fields.texts("args");
        fields.textsByName("env");
        fields.text("cwd");
        JsonNode stderr = fields.given("stderr");
        if (stderr != null && stderr.isNumber()) {
            fields.whole("stderr", number -> number >= 0, "greater than or equal to 0");
        } else {
            fields.choice("stderr", "pipe", "ignore", "inherit");
        }
    }

    private void proxy(Fields fields, String proxy) {
        parse(fields, "proxy", proxy)
                .filter(found -> !PROXY_SCHEMES.contains(found.scheme()))
                .ifPresent(found -> fields.report(
                        Fields.CUSTOM, "Proxy URL must use http://, https://, socks://, or socks5://", "proxy"));
    }

    /** The URL that {@code text} will be; empty, and reported, when it will be none. */
    private Optional<WebUrl> parse(Fields fields, String name, String text) {
        List<String> unset = VARIABLE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(variable -> value(variable).isEmpty())
                .toList();
        if (!unset.isEmpty()) {
            unset.forEach(variable -> fields.report(
                    Fields.CUSTOM,
                    "Environment variable " + variable + " is not set; set it, or write the value",
                    name));
            return Optional.empty();
        }
        Optional<WebUrl> url = WebUrl.parse(expanded(text));
        if (url.isEmpty()) {
            fields.report(Fields.INVALID_TEXT, "Invalid url", name);
        }
        return url;
    }

    private String expanded(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
    }

    private String value(String variable) {
        String value = environment.apply(variable);
        return value == null ? "" : value.strip();
    }
}
