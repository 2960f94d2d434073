package org.trunkline.outbound;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the allowed domains: {@code host}, {@code *.host} (which includes {@code host}), either with a scheme
 * before it and a port after it. A leading {@code www.} counts on neither side.
 *
 * @param scheme null: any
 * @param host a name or an address
 * @param subdomains whether names below {@code host} match, too
 * @param port null: any
 */
record AllowedDomain(String scheme, Host host, boolean subdomains, Integer port) {

    private static final Pattern FORM =
            Pattern.compile("(?:(https?|wss?)://)?(\\*\\.)?(\\[[^]]+]|[^:/\\[\\]*]+)(?::([0-9]{1,5}))?/?");

    /** The entry that {@code text} is; empty when it has another form. */
    static Optional<AllowedDomain> parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean subdomains = form.group(2) != null;
        Integer port = form.group(4) == null ? null : Integer.valueOf(form.group(4));
        return Host.parse(form.group(3))
                .filter(host -> !subdomains || host.address() == null)
                .map(host -> new AllowedDomain(form.group(1), host, subdomains, port));
    }

    boolean matches(Target target) {
        return (scheme == null || scheme.equals(target.scheme()))
                && (port == null || port == target.port())
                && matches(target.host());
    }

    private boolean matches(Host other) {
        if (host.address() != null || other.address() != null) {
            return host.equals(other);
        }
        return bare(other.name()).equals(bare(host.name()))
                || subdomains && other.name().endsWith("." + host.name());
    }

    private static String bare(String name) {
        return name.startsWith("www.") ? name.substring("www.".length()) : name;
    }
}
