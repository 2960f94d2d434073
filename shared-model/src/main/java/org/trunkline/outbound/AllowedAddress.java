package org.trunkline.outbound;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the allowed addresses: {@code host:port}, an IPv6 address in brackets. It opens a private target: a
 * public address needs no opening, and is not made trusted by standing here.
 */
record AllowedAddress(Host host, int port) {

    private static final Pattern FORM = Pattern.compile("(\\[[^]]+]|[^:/\\[\\]@?#\\s]+):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    /** The entry that {@code text} is; empty when it has another form. */
    static Optional<AllowedAddress> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(form.group(2));
        return Host.parse(form.group(1))
                .filter(host -> port > 0 && port <= HIGHEST_PORT)
                .map(host -> new AllowedAddress(host, port));
    }

    boolean opens(Host host, int port) {
        boolean open = host.address() != null && !BlockedAddresses.contains(host.address());
        return !open && this.port == port && this.host.equals(host);
    }
}
