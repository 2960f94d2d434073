package org.trunkline.placeholder;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.trunkline.problem.ReauthenticationRequired;
import org.trunkline.server.ApiKey;
import org.trunkline.server.OAuthSettings;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/**
 * Fills the placeholders of a server's configuration for one caller, where LibreChat fills them: arguments,
 * environment, headers, URL and the texts of the {@code oauth} block; of {@code proxy} only the operator's variables;
 * never the command or its directory.
 */
public final class Placeholders {

    /**
     * The name of the user value that oauth-service adds for a declared server that refers to it: a token for Microsoft
     * Graph, got on behalf of the user.
     */
    public static final String GRAPH_TOKEN = "LIBRECHAT_GRAPH_ACCESS_TOKEN";

    private final Clock clock;

    /** @param clock tells whether the caller's token still lives */
    public Placeholders(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whether {@code text} still has placeholders. A URL that has them after {@link #expand} must not be dialled:
     * nobody knows where it leads.
     */
    public static boolean leftover(String text) {
        return text != null && Template.hasPlaceholder(text);
    }

    /** Whether a configuration refers to {@link #GRAPH_TOKEN}; of a managed server it is never filled in. */
    public static boolean wantGraphToken(ServerConfig config, ServerSource source) {
        return source == ServerSource.DECLARED
                && (namesGraphToken(config.url())
                        || Stream.of(config.headers(), config.requestHeaders(), config.env())
                                .anyMatch(texts -> texts != null
                                        && texts.values().stream().anyMatch(Placeholders::namesGraphToken)));
    }

    private static boolean namesGraphToken(String text) {
        return text != null && text.contains(GRAPH_TOKEN);
    }

    /**
     * The configuration with its placeholders filled, and with the header that carries the operator's API key. A
     * placeholder without a value stays as it is.
     *
     * @throws ReauthenticationRequired when the caller's token is referred to and has ended
     */
    public ServerConfig expand(ServerConfig config, PlaceholderValues values) {
        ServerValues plain = ServerValues.of(config, values, clock);
        ServerValues header = plain.forHeaders();
        return new ServerConfig(
                config.type(),
                config.title(),
                config.description(),
                config.startup(),
                config.iconPath(),
                config.timeout(),
                config.sseReadTimeout(),
                config.initTimeout(),
                config.chatMenu(),
                config.serverInstructions(),
                config.requiresOAuth(),
                fill(config.oauth(), plain),
                fill(config.oauthHeaders(), header),
                config.apiKey(),
                config.customUserVars(),
                config.command(),
                fill(config.args(), plain),
                fill(config.env(), plain),
                config.stderr(),
                config.cwd(),
                fill(config.url(), plain),
                fill(headers(config), header),
                fill(config.requestHeaders(), header),
                fill(config.proxy(), plain.environmentOnly()),
                config.obo(),
                config.toolPolicy(),
                config.pinTools(),
                config.forwardUserId(),
                config.idleTimeout(),
                config.oauthRefreshWaitTimeout(),
                config.tls());
    }

    private static Map<String, String> headers(ServerConfig config) {
        ApiKey apiKey = config.apiKey();
        if (apiKey == null || !"admin".equals(apiKey.source()) || isEmpty(apiKey.key())) {
            return config.headers();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (config.headers() != null) {
            headers.putAll(config.headers());
        }
        headers.keySet().removeIf(apiKey.header()::equalsIgnoreCase);
        headers.put(apiKey.header(), apiKey.headerValue(apiKey.key()));
        return headers;
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    private static OAuthSettings fill(OAuthSettings oauth, ServerValues values) {
        return oauth == null ? null : oauth.mapTexts(text -> fill(text, values));
    }

    private static List<String> fill(List<String> texts, ServerValues values) {
        return texts == null
                ? null
                : texts.stream().map(text -> fill(text, values)).toList();
    }

    private static Map<String, String> fill(Map<String, String> texts, ServerValues values) {
        if (texts == null) {
            return null;
        }
        Map<String, String> filled = new LinkedHashMap<>();
        texts.forEach((name, text) -> filled.put(name, fill(text, values)));
        return filled;
    }

    private static String fill(String text, ServerValues values) {
        if (text == null) {
            return null;
        }
        return Template.fill(values.isManaged() ? text : text.strip(), values);
    }
}
