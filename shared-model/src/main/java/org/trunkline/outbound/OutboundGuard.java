package org.trunkline.outbound;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.runtime.Startup;
import org.jboss.logging.Logger;
import org.trunkline.problem.TargetNotAllowed;

/**
 * Lets requests go only where the operator allows it. A URL is checked by its text when it is given, and by the
 * addresses that it leads to whenever it is dialled; whoever dials must connect to the very address that was checked.
 */
@Startup
@ApplicationScoped
public class OutboundGuard {

    private static final Logger LOG = Logger.getLogger(OutboundGuard.class);

    private final OutboundPolicy policy;

    /** @throws IllegalStateException when a setting has an entry that could match nothing */
    @Inject
    OutboundGuard(OutboundConfig config) {
        this(
                config.allowedDomains().orElse(List.of()),
                config.allowedAddresses().orElse(List.of()));
    }

    /** A guard with these settings, for code that runs outside a service. */
    public OutboundGuard(List<String> allowedDomains, List<String> allowedAddresses) {
        List<String> malformed = OutboundPolicy.malformed(allowedDomains, allowedAddresses);
        if (!malformed.isEmpty()) {
            throw new IllegalStateException("trunkline.outbound.allowed-domains takes host, *.host and"
                    + " scheme://host[:port], trunkline.outbound.allowed-addresses takes host:port; these are neither: "
                    + String.join(", ", malformed));
        }
        policy = new OutboundPolicy(allowedDomains, allowedAddresses);
    }

    /** @throws TargetNotAllowed naming the origin, when the URL of an MCP server is not allowed by its text */
    public void admit(String url) {
        admit(policy.judge(url), url);
    }

    /** @throws TargetNotAllowed naming the origin, when a URL of an authorization server is not allowed by its text */
    public void admitEndpoint(String url) {
        admit(policy.judgeEndpoint(url), url);
    }

    /**
     * Checks an MCP server right before it is dialled.
     *
     * @param resolved every address that could be dialled
     * @throws TargetNotAllowed naming nothing, because who uses a server may not know its address; the log has it
     */
    public void admit(Target target, Collection<InetAddress> resolved) {
        admit(policy.judge(target, resolved), target);
    }

    /**
     * Checks an endpoint of an authorization server right before it is dialled; otherwise like {@link #admit(Target,
     * Collection)}.
     */
    public void admitEndpoint(Target target, Collection<InetAddress> resolved) {
        admit(policy.judgeEndpoint(target, resolved), target);
    }

    private static void admit(Verdict verdict, Target target) {
        if (!verdict.allowed()) {
            LOG.warnf("outbound request refused: target=%s: %s", target, verdict.reason());
            throw TargetNotAllowed.resolvedUrl();
        }
    }

    private static void admit(Verdict verdict, String url) {
        if (!verdict.allowed()) {
            String origin = Target.parse(url).map(Target::origin).orElse("unknown");
            LOG.infof("outbound URL refused: target=%s: %s", origin, verdict.reason());
            throw TargetNotAllowed.domain(origin);
        }
    }
}
