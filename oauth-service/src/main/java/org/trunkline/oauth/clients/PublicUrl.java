package org.trunkline.oauth.clients;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.Startup;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one origin that browsers and authorization servers know Trunkline by. */
@Startup
@ApplicationScoped
public class PublicUrl {

    private final URI url;

    /** @throws IllegalStateException when the setting is missing or no URL */
    PublicUrl(@ConfigProperty(name = "trunkline.public-url", defaultValue = "") String url) {
        if (!url.matches("https?://[^/?#\\s]+[^?#\\s]*")) {
            throw new IllegalStateException("trunkline.public-url must be the http or https URL that browsers reach"
                    + " Trunkline's front door by, for instance https://mcp.example.com; it is: " + url);
        }
        this.url = URI.create(url.replaceFirst("/+$", ""));
    }

    /** Whether browsers come over TLS. */
    public boolean secure() {
        return "https".equals(url.getScheme());
    }

    /** Whether only this machine is meant: such a client is a native one to authorization servers. */
    boolean local() {
        return url.getHost() != null && url.getHost().matches("localhost|127\\..*|\\[::1]");
    }

    /** The path that everything is below: empty, or beginning with a slash. */
    public String base() {
        return url.getRawPath();
    }

    /** The absolute URL of a path that begins with a slash. */
    public URI of(String path) {
        return URI.create(url + path);
    }

    /** Where authorization servers send the browser back to, for a server. */
    public URI redirect(String server) {
        return of("/api/mcp/" + segment(server) + "/oauth/callback");
    }

    /** {@code text} as one segment of a path, or one value of a query. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
