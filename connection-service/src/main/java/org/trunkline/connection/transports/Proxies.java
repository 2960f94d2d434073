package org.trunkline.connection.transports;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import org.trunkline.connection.transports.TransportException.Kind;
import org.trunkline.outbound.Target;

/**
 * Which proxy requests go through (librechat.md, C.8): the server's own, else the operator's for all servers, else the
 * one for the scheme where no exception holds.
 */
@ApplicationScoped
class Proxies {

    private static final int HTTP_PORT = 8080;
    private static final int SOCKS_PORT = 1080;

    private final ProxyConfig config;

    Proxies(ProxyConfig config) {
        this.config = config;
    }

    /**
     * The proxy on the way to a target.
     *
     * @param own the URL of the one that the server's configuration names; null: none
     * @return null for none
     * @throws TransportException when it cannot be used
     */
    ProxyOptions of(String own, Target target) {
        return Optional.ofNullable(own)
                .filter(url -> !url.isBlank())
                .or(config::url)
                .or(() -> excepted(target) ? Optional.empty() : target.secure() ? config.https() : config.http())
                .map(Proxies::options)
                .orElse(null);
    }

    private boolean excepted(Target target) {
        return config.none().orElse(List.of()).stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .anyMatch(entry -> covers(entry, target));
    }

    private static boolean covers(String entry, Target target) {
        String host = target.hostName().toLowerCase(Locale.ROOT);
        String name = entry.replaceFirst("^\\*?\\.", "");
        String port = ":" + target.port();
        String plain = name.endsWith(port) ? name.substring(0, name.length() - port.length()) : name;
        return entry.equals("*") || !plain.isEmpty() && (host.equals(plain) || host.endsWith("." + plain));
    }

    private static ProxyOptions options(String url) {
        try {
            URI proxy = new URI(url.strip());
            if (proxy.getHost() == null) {
                throw new IllegalArgumentException("a proxy without a host");
            }
            ProxyType type = type(proxy.getScheme());
            ProxyOptions options = new ProxyOptions()
                    .setType(type)
                    .setHost(proxy.getHost())
                    .setPort(proxy.getPort() > 0 ? proxy.getPort() : type == ProxyType.HTTP ? HTTP_PORT : SOCKS_PORT);
            if (proxy.getRawUserInfo() != null) {
                String[] user = proxy.getRawUserInfo().split(":", 2);
                options.setUsername(decoded(user[0])).setPassword(user.length == 2 ? decoded(user[1]) : "");
            }
            return options;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new TransportException(Kind.PROTOCOL, "its proxy is not one that can be used");
        }
    }

    private static ProxyType type(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> ProxyType.HTTP;
            case "socks", "socks5" -> ProxyType.SOCKS5;
            case "socks4" -> ProxyType.SOCKS4;
            default -> throw new IllegalArgumentException("a proxy that is spoken to by " + scheme);
        };
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
