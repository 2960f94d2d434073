package org.trunkline.outbound;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of where requests may go, without any network. With allowed domains an MCP server must be among them, and
 * what is listed is trusted, private or not. Without them everything public is allowed, and the private targets that
 * the allowed addresses name. An authorization server need not be listed: it must be trusted or public.
 */
public final class OutboundPolicy {

    private final List<AllowedDomain> domains;
    private final boolean restricted;
    private final List<AllowedAddress> addresses;

    /**
     * @param domains entries of another form match nothing, and still make the list one that restricts
     * @param addresses entries of another form open nothing
     */
    public OutboundPolicy(List<String> domains, List<String> addresses) {
        this.restricted = !domains.isEmpty();
        this.domains = domains.stream()
                .map(AllowedDomain::parse)
                .flatMap(Optional::stream)
                .toList();
        this.addresses = addresses.stream()
                .map(AllowedAddress::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The entries that have none of the forms, so that they would silently do nothing. */
    public static List<String> malformed(List<String> domains, List<String> addresses) {
        return Stream.concat(
                        domains.stream()
                                .filter(entry -> AllowedDomain.parse(entry).isEmpty()),
                        addresses.stream()
                                .filter(entry -> AllowedAddress.parse(entry).isEmpty()))
                .toList();
    }

    /**
     * Judges the URL of an MCP server by its text. Without allowed domains a URL that cannot be read yet, as one with
     * placeholders, passes: it is judged again when it is dialled.
     */
    public Verdict judge(String url) {
        if (Target.otherScheme(url)) {
            return Verdict.SCHEME;
        }
        return Target.parse(url).map(this::judge).orElse(restricted ? Verdict.UNREADABLE : Verdict.ALLOWED);
    }

    /** Judges an MCP server by its text. */
    public Verdict judge(Target target) {
        if (restricted) {
            return listed(target) ? Verdict.ALLOWED : Verdict.NOT_LISTED;
        }
        return judgeEndpoint(target);
    }

    /** Judges an MCP server by the addresses that its name resolved to: one that is not allowed forbids them all. */
    public Verdict judge(Target target, Collection<InetAddress> resolved) {
        Verdict byText = judge(target);
        return byText.allowed() ? judgeAddresses(target, resolved) : byText;
    }

    /** {@link #judge(String)} for an endpoint of an authorization server. */
    public Verdict judgeEndpoint(String url) {
        if (Target.otherScheme(url)) {
            return Verdict.SCHEME;
        }
        return Target.parse(url).map(this::judgeEndpoint).orElse(Verdict.ALLOWED);
    }

    /** {@link #judge(Target)} for an endpoint of an authorization server. */
    public Verdict judgeEndpoint(Target target) {
        return trusted(target) ? Verdict.ALLOWED : unlessPrivate(target.host());
    }

    /** {@link #judge(Target, Collection)} for an endpoint of an authorization server. */
    public Verdict judgeEndpoint(Target target, Collection<InetAddress> resolved) {
        Verdict byText = judgeEndpoint(target);
        return byText.allowed() ? judgeAddresses(target, resolved) : byText;
    }

    /** Whether the operator named the target, so that its addresses may be private. */
    boolean trusted(Target target) {
        return listed(target) || opened(target.host(), target.port());
    }

    /** Whether the operator opened this private target. */
    boolean opened(Host host, int port) {
        return addresses.stream().anyMatch(entry -> entry.opens(host, port));
    }

    private boolean listed(Target target) {
        return domains.stream().anyMatch(entry -> entry.matches(target));
    }

    private Verdict judgeAddresses(Target target, Collection<InetAddress> resolved) {
        boolean allowed = trusted(target)
                || resolved.stream()
                        .map(Host::of)
                        .allMatch(address -> unlessPrivate(address).allowed() || opened(address, target.port()));
        return allowed ? Verdict.ALLOWED : Verdict.RESOLVES_TO_PRIVATE;
    }

    /** What is said of a host that the operator did not name. */
    static Verdict unlessPrivate(Host host) {
        if (host.address() != null) {
            return BlockedAddresses.contains(host.address()) ? Verdict.PRIVATE_ADDRESS : Verdict.ALLOWED;
        }
        return BlockedNames.contains(host.name()) ? Verdict.PRIVATE_NAME : Verdict.ALLOWED;
    }
}
