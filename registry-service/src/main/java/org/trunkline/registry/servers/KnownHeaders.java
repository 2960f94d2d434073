package org.trunkline.registry.servers;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.trunkline.registry.access.Permission;
import org.trunkline.server.ServerConfig;

/**
 * What those who may edit a server are told of its headers: the names, and the values that are users' placeholders.
 * Everyone else is told nothing.
 */
@ApplicationScoped
public class KnownHeaders {

    private static final Logger LOG = Logger.getLogger(KnownHeaders.class);

    private final StoredConfigs configs;

    KnownHeaders(StoredConfigs configs) {
        this.configs = configs;
    }

    /** The headers by name; a secret value is null. */
    public Map<String, String> headers(VisibleServer server) {
        return shown(server, opened(server).headers());
    }

    /** The headers of single requests, likewise. */
    public Map<String, String> requestHeaders(VisibleServer server) {
        return shown(server, opened(server).requestHeaders());
    }

    private static Map<String, String> shown(VisibleServer server, Map<String, String> headers) {
        Map<String, String> shown = new LinkedHashMap<>();
        if (headers != null && server.allows(Permission.EDIT)) {
            headers.forEach((name, value) -> shown.put(name, HeaderTemplate.isOpen(value) ? value : null));
        }
        return shown;
    }

    /** Values that no key opens stay sealed, which is not the form of a placeholder. */
    private ServerConfig opened(VisibleServer server) {
        try {
            return server.id() == null ? server.config() : configs.opened(server.config(), server.id());
        } catch (IllegalStateException e) {
            LOG.warnf("the secrets of a server cannot be opened: server=%s: %s", server.name(), e.getMessage());
            return server.config();
        }
    }
}
