package org.trunkline.registry.form;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.server.Transport;

/**
 * What a user may send as the configuration of a server: no command, no environment, no proxy, and only what LibreChat
 * takes from users. Fields that are the operator's alone are left out, as there.
 */
public final class UserForm extends ServerForm {

    /** Query parameters that name what a token is for: a user must not choose that in an endpoint's URL. */
    public static final List<String> TARGET_PARAMETERS = List.of("audience", "resource");

    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{[^}]+}");
    private static final Map<Transport, UrlRule> SCHEMES = Map.of(
            Transport.WEBSOCKET, new UrlRule("(?i)wss?:.*", "WebSocket URL must use ws:// or wss://"),
            Transport.SSE, new UrlRule("(?i)https?:.*", "SSE URL must use http:// or https://"),
            Transport.STREAMABLE_HTTP,
                    new UrlRule("(?i)https?:.*", "Streamable HTTP URL must use http:// or https://"));

    private static final Pattern VARIABLE = Pattern.compile("(?!LIBRECHAT_)[A-Za-z_][A-Za-z0-9_]*");

    private final boolean userValues;

    /** The form of what users send. */
    public UserForm() {
        this(false);
    }

    private UserForm(boolean userValues) {
        this.userValues = userValues;
    }

    /** The form of what is imported, which also says which values each user supplies. */
    public static UserForm withUserValues() {
        return new UserForm(true);
    }

    @Override
    List<Transport> transports() {
        return List.of(Transport.WEBSOCKET, Transport.SSE, Transport.STREAMABLE_HTTP);
    }

    /** A URL that is neither HTTP's nor a WebSocket's is judged by the form that LibreChat tries first. */
    @Override
    Transport guess(Fields fields) {
        String url = fields.given("url") == null ? "" : fields.given("url").asText();
        return SCHEMES.get(Transport.SSE).admits(url) ? Transport.SSE : Transport.WEBSOCKET;
    }

    @Override
    void url(Fields fields, String url, Transport transport) {
        if (plain(fields, "url", url) && WebUrl.parse(url).isEmpty()) {
            fields.report(Fields.INVALID_TEXT, "Invalid url", "url");
        }
        UrlRule scheme = SCHEMES.get(transport);
        if (!scheme.admits(url)) {
            fields.report(Fields.CUSTOM, scheme.message(), "url");
        }
    }

    @Override
    void endpoint(Fields block, String name) {
        block.text(name).ifPresent(text -> {
            Optional<WebUrl> url = WebUrl.parse(text);
            if (plain(block, name, text) && url.isEmpty()) {
                block.report(Fields.INVALID_TEXT, "Invalid url", name);
            }
            url.filter(found -> found.hasParameter(TARGET_PARAMETERS))
                    .ifPresent(found -> block.report(
                            Fields.CUSTOM,
                            "OAuth endpoint URLs cannot include audience or resource query parameters",
                            name));
        });
    }

    @Override
    void operatorsOAuth(Fields block) {
        List.of("audience", "forward_audience_on_refresh", "send_resource_parameter", "grant")
                .forEach(name -> block.refuse(name, "never"));
    }

    @Override
    void more(Fields fields, Transport transport) {
        if (transport != Transport.WEBSOCKET) {
            fields.refuse("proxy", "never");
        }
        if (userValues) {
            fields.objectsByName("customUserVars", ServerForm::variable);
            fields.names("customUserVars")
                    .filter(name -> !VARIABLE.matcher(name).matches())
                    .forEach(name -> fields.report(
                            Fields.CUSTOM,
                            "The name of a user's value has letters, digits and _ and does not begin with LIBRECHAT_",
                            "customUserVars",
                            name));
        }
    }

    private static boolean plain(Fields fields, String name, String text) {
        boolean plain = !ENVIRONMENT.matcher(text).find();
        if (!plain) {
            fields.report(Fields.CUSTOM, "Environment variable references are not allowed in URLs", name);
        }
        return plain;
    }

    private record UrlRule(String pattern, String message) {

        boolean admits(String url) {
            return Pattern.compile(pattern, Pattern.DOTALL).matcher(url).matches();
        }
    }
}
