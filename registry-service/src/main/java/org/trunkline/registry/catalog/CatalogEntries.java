package org.trunkline.registry.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.registry.access.Permission;
import org.trunkline.registry.catalog.ServerJson.Icon;
import org.trunkline.registry.catalog.ServerJson.Input;
import org.trunkline.registry.catalog.ServerJson.Remote;
import org.trunkline.registry.servers.KnownHeaders;
import org.trunkline.registry.servers.VisibleServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerNames;
import org.trunkline.server.ServerSource;
import org.trunkline.server.Transport;
import org.trunkline.server.UserVariable;

/**
 * Describes our servers as {@code server.json} does. Where a server is and which headers it wants is told to those who
 * may edit it, and never a secret; everyone else is told what it is for, and uses it through Trunkline. Commands are
 * told to nobody.
 */
@ApplicationScoped
class CatalogEntries {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z_][A-Za-z0-9_]*)}}");
    private static final int LONGEST_TEXT = 100;
    private static final int LONGEST_ICON = 255;

    private final CatalogConfig config;
    private final KnownHeaders headers;

    CatalogEntries(CatalogConfig config, KnownHeaders headers) {
        this.config = config;
        this.headers = headers;
    }

    CatalogEntry of(VisibleServer server) {
        ServerConfig told = server.config();
        ServerJson json = new ServerJson(
                ServerJson.SCHEMA,
                config.namespace() + "/" + ServerNames.normalize(server.name()),
                description(server),
                shortened(told.title()),
                version(server),
                isIcon(told.iconPath()) ? List.of(new Icon(told.iconPath())) : null,
                remotes(server),
                null);
        return new CatalogEntry(
                json,
                new CatalogEntry.Meta(
                        new CatalogEntry.Official(
                                "active", server.updatedAt(), server.updatedAt(), server.updatedAt(), true),
                        new CatalogEntry.Ours(
                                server.name(), told.transport().type(), server.source(), server.canEdit())));
    }

    /** Semantic versions: a managed server counts its configurations, a declared one has the hash of its own. */
    private static String version(VisibleServer server) {
        return server.source() == ServerSource.MANAGED ? "1.0." + server.number() : "1.0.0+" + server.revision();
    }

    private static String description(VisibleServer server) {
        return Stream.of(server.config().description(), server.config().title(), server.name())
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .map(CatalogEntries::shortened)
                .orElseThrow();
    }

    private static String shortened(String text) {
        return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }

    private static boolean isIcon(String path) {
        return path != null && path.startsWith("https://") && path.length() <= LONGEST_ICON;
    }

    private List<Remote> remotes(VisibleServer server) {
        Transport transport = server.config().transport();
        boolean http = transport == Transport.STREAMABLE_HTTP || transport == Transport.SSE;
        if (!http || !server.allows(Permission.EDIT)) {
            return null;
        }
        List<Input> inputs = new ArrayList<>();
        headers.headers(server).forEach((name, value) -> inputs.add(header(server, name, value)));
        String url = server.config().url();
        return List.of(new Remote(transport.type(), template(url), inputs, variables(server, url)));
    }

    private static Input header(VisibleServer server, String name, String value) {
        return value == null
                ? new Input(name, null, null, null, true, true, null, null, null, null)
                : new Input(name, null, null, null, true, null, template(value), null, null, variables(server, value));
    }

    private static String template(String text) {
        return PLACEHOLDER.matcher(text).replaceAll("{$1}");
    }

    private static Map<String, Input> variables(VisibleServer server, String text) {
        Map<String, UserVariable> declared = server.config().customUserVars();
        Map<String, Input> variables = new LinkedHashMap<>();
        PLACEHOLDER.matcher(text).results().map(MatchResult::group).forEach(found -> {
            String name = found.substring(2, found.length() - 2);
            UserVariable variable = declared == null ? null : declared.get(name);
            boolean secret = variable == null || !Boolean.FALSE.equals(variable.sensitive());
            String description = variable == null ? null : variable.description();
            variables.put(name, new Input(null, null, null, description, true, secret, null, null, null, null));
        });
        return variables;
    }
}
