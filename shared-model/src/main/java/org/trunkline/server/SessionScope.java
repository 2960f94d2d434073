package org.trunkline.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who can share a session to a server, as its configuration decides it.
 *
 * @param oauth users sign in at the server
 * @param needsUser what is sent upstream differs by user
 * @param shared one session may serve all users
 * @param bodyFields the fields of a request that the configuration refers to
 */
public record SessionScope(boolean oauth, boolean needsUser, boolean shared, List<String> bodyFields) {

    /** What a request may tell a configuration: LibreChat's field names, by the end of their placeholders' names. */
    public static final Map<String, String> BODY_FIELDS =
            Map.of("CONVERSATIONID", "conversationId", "PARENTMESSAGEID", "parentMessageId", "MESSAGEID", "messageId");

    private static final String PLACEHOLDER = "{{LIBRECHAT_";
    private static final Pattern IDENTITY = Pattern.compile("\\{\\{LIBRECHAT_(?:USER|OPENID|GRAPH|BODY)_[^}]+}}");
    private static final Pattern BODY = Pattern.compile("\\{\\{LIBRECHAT_BODY_([^}]+)}}");

    /**
     * The scope of a server. A managed server's placeholders for identity and request do not count: they are never
     * filled in.
     */
    public static SessionScope of(ServerConfig config, ServerSource source) {
        boolean managed = source == ServerSource.MANAGED;
        List<String> texts = managed ? List.of() : placeholders(config);
        boolean needsUser = isPersonal(config)
                || texts.stream().anyMatch(text -> IDENTITY.matcher(text).find());
        boolean shared =
                !managed && !needsUser && !Boolean.FALSE.equals(config.startup()) && isEmpty(config.requestHeaders());
        return new SessionScope(isOAuth(config), needsUser, shared, bodyFields(texts));
    }

    /** Whether users sign in at the server, as its configuration says. */
    public static boolean isOAuth(ServerConfig config) {
        return config.requiresOAuth() == null ? config.oauth() != null : config.requiresOAuth();
    }

    /** Whether one session serves all users: nothing in it is a user's own. */
    public boolean oneForAll() {
        return shared && !oauth;
    }

    /** Whether a session serves one request only, because what the request says is part of the configuration. */
    public boolean perRequest() {
        return !bodyFields.isEmpty();
    }

    /** The fields that are referred to and that {@code body} lacks; without them no session is opened. */
    public List<String> missingBodyFields(Map<String, String> body) {
        return bodyFields.stream()
                .filter(field -> body == null
                        || body.get(field) == null
                        || body.get(field).isBlank())
                .toList();
    }

    private static boolean isPersonal(ServerConfig config) {
        return Boolean.TRUE.equals(config.requiresOAuth())
                || Boolean.TRUE.equals(config.forwardUserId())
                || config.obo() != null
                || !isEmpty(config.customUserVars())
                || config.apiKey() != null && "user".equals(config.apiKey().source());
    }

    private static boolean isEmpty(Map<?, ?> map) {
        return map == null || map.isEmpty();
    }

    private static List<String> bodyFields(List<String> texts) {
        return texts.isEmpty()
                ? List.of()
                : texts.stream()
                        .flatMap(text -> BODY.matcher(text).results())
                        .map(match -> BODY_FIELDS.getOrDefault(match.group(1), match.group(1)))
                        .distinct()
                        .toList();
    }

    /** The texts that have something in them of who calls or of the request. It is asked with each call. */
    private static List<String> placeholders(ServerConfig config) {
        List<String> found = new ArrayList<>();
        collect(found, values(config.env()));
        collect(found, values(config.headers()));
        collect(found, values(config.oauthHeaders()));
        collect(found, config.args());
        if (config.apiKey() != null) {
            collect(found, Collections.singletonList(config.apiKey().key()));
        }
        if (config.url() != null) {
            collect(found, List.of(config.url()));
        }
        if (config.oauth() != null) {
            collect(found, config.oauth().texts().toList());
        }
        return found;
    }

    private static void collect(List<String> found, Collection<String> texts) {
        if (texts != null) {
            for (String text : texts) {
                if (text != null && text.contains(PLACEHOLDER)) {
                    found.add(text);
                }
            }
        }
    }

    private static Collection<String> values(Map<String, String> map) {
        return map == null ? null : map.values();
    }
}
