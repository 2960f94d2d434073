package org.trunkline.oauth.flows;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jboss.logging.Logger;
import org.trunkline.credential.PendingFlow;
import org.trunkline.oauth.clients.Clients;
import org.trunkline.oauth.clients.PublicUrl;
import org.trunkline.oauth.discovery.BearerChallenge;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.secret.SecretBox;

/** Begins, finds, ends and forgets flows. When one ends here, a {@link FlowEnded} is fired. */
@ApplicationScoped
public class Flows {

    private static final Logger LOG = Logger.getLogger(Flows.class);
    /** A flow that ends sooner is not worth joining. */
    private static final Duration WORTHWHILE = Duration.ofMinutes(1);

    /** Longer by far than a code is exchanged: who took a flow on before has died. */
    private static final Duration EXCHANGE = Duration.ofMinutes(1);

    private final FlowStore store;
    private final FlowPlans plans;
    private final Clients clients;
    private final SecretBox secrets;
    private final ObjectMapper json;
    private final PublicUrl publicUrl;
    private final FlowConfig config;
    private final Event<FlowEnded> ended;
    private final FlowMeters meters;

    Flows(
            FlowStore store,
            FlowPlans plans,
            Clients clients,
            SecretBox secrets,
            ObjectMapper json,
            PublicUrl publicUrl,
            FlowConfig config,
            Event<FlowEnded> ended,
            FlowMeters meters) {
        this.store = store;
        this.plans = plans;
        this.clients = clients;
        this.secrets = secrets;
        this.json = json;
        this.publicUrl = publicUrl;
        this.config = config;
        this.ended = ended;
        this.meters = meters;
    }

    /**
     * Begins a flow, or joins the one of the same user and server that is pending, if it asks for all that is needed.
     * Blocks while the authorization server is discovered and, if need be, Trunkline registers itself there.
     *
     * @throws UpstreamFailure when no flow can be begun, saying why
     * @throws org.trunkline.problem.TargetNotAllowed when the outbound guard does not let requests go where that takes
     *     them
     */
    public PendingFlow start(FlowOrder order) {
        Optional<Flow> present = store.find(order.user(), order.server().name());
        if (present.filter(flow -> serves(flow, order)).isPresent()) {
            return pending(present.get());
        }
        try {
            Flow flow = flow(order, plans.plan(order));
            if (store.begin(flow, present)) {
                meters.begun();
                LOG.infof("flow begun: flow=%s", flow.id);
                return pending(flow);
            }
            return pending(store.findByIdOptional(flow.id).orElse(flow));
        } catch (Unusable e) {
            meters.impossible();
            LOG.infof(
                    "no flow can be begun: user=%s server=%s: %s",
                    order.user(), order.server().name(), e.getMessage());
            throw UpstreamFailure.unauthorizable(order.server().name(), e.getMessage());
        }
    }

    /** The user's flow at the server, while it waits for the user. */
    public Optional<PendingFlow> pending(String user, String server) {
        return store.find(user, server)
                .filter(flow -> flow.isOpen(Instant.now()))
                .map(this::pending);
    }

    /** The user's flow at the server, pending or ended; empty when there was none. */
    public Optional<Flow> last(String user, String server) {
        return store.find(user, server);
    }

    /** Ends and forgets the user's flow at the server. */
    public void forget(String user, String server) {
        store.deleteById(Flow.id(user, server));
    }

    /** Ends and forgets every user's flow at the server, and the clients that are kept for it. */
    public void forgetServer(String server) {
        store.delete("server", server);
        clients.forgetServer(server);
    }

    /** Ends a flow, unless it has ended; false when it had. */
    boolean end(Flow flow, FlowStatus status, String error) {
        if (!store.end(flow, status, error)) {
            return false;
        }
        meters.ended(status);
        LOG.infof("flow ended: flow=%s status=%s error=%s", flow.id, status, error);
        flow.status = status;
        flow.error = error;
        flow.endedAt = Instant.now();
        ended.fire(new FlowEnded(flow.userId, flow.server, flow));
        return true;
    }

    /** What a flow keeps secret; it is there until the flow ends. */
    FlowSecrets secrets(Flow flow) {
        return FlowSecrets.open(flow, secrets, json);
    }

    private Flow flow(FlowOrder order, FlowPlans.Plan plan) {
        Flow flow = new Flow();
        flow.id = Flow.id(order.user(), order.server().name());
        flow.userId = order.user();
        flow.server = order.server().name();
        flow.status = FlowStatus.PENDING;
        flow.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        flow.expiresAt = flow.createdAt.plus(config.time());
        flow.state = States.hash(plan.state().getValue());
        flow.scope = plan.scope();
        flow.revision = order.server().revision();
        flow.secrets = plan.secrets().seal(flow.id, secrets, json);
        return flow;
    }

    private static boolean serves(Flow flow, FlowOrder order) {
        String configured = order.server().config().oauth() == null
                ? null
                : order.server().config().oauth().scope();
        String challenged = BearerChallenge.of(order.authenticate())
                .map(BearerChallenge::scope)
                .orElse(null);
        return flow.isOpen(Instant.now().plus(WORTHWHILE))
                && !isAbandoned(flow)
                && String.valueOf(order.server().revision()).equals(flow.revision)
                && (configured != null || Scopes.covers(flow.scope, challenged));
    }

    /** A flow whose code is being exchanged must not be replaced: the user has just signed in. */
    private static boolean isAbandoned(Flow flow) {
        return flow.claimedAt != null && flow.claimedAt.isBefore(Instant.now().minus(EXCHANGE));
    }

    private PendingFlow pending(Flow flow) {
        String query = "?userId=" + PublicUrl.segment(flow.userId) + "&flowId=" + PublicUrl.segment(flow.id);
        String url = publicUrl
                .of("/api/mcp/" + PublicUrl.segment(flow.server) + "/oauth/initiate" + query)
                .toString();
        return new PendingFlow(flow.id, url, flow.expiresAt);
    }
}
