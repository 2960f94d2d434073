package org.trunkline.oauth.flows;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Cookie;

import org.jboss.logging.Logger;

/** Takes what authorization servers send back through browsers: whoever brings it, a flow is finished only once. */
@ApplicationScoped
class Callbacks {

    private static final Logger LOG = Logger.getLogger(Callbacks.class);
    /** A token request with its repetition, and some to spare. */
    private static final Duration EXCHANGE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final FlowStore store;
    private final Flows flows;
    private final BrowserBinding binding;
    private final CodeExchange exchange;
    private final ResultPages pages;

    Callbacks(FlowStore store, Flows flows, BrowserBinding binding, CodeExchange exchange, ResultPages pages) {
        this.store = store;
        this.flows = flows;
        this.binding = binding;
        this.exchange = exchange;
        this.pages = pages;
    }

    /** The page that the browser is sent to. Blocks while the code is exchanged, by whomever. */
    String answer(String server, AuthorizationAnswer answer, Map<String, Cookie> cookies) {
        Optional<Flow> flow =
                Optional.ofNullable(answer.state).flatMap(store::ofState).filter(found -> found.server.equals(server));
        if (answer.error != null) {
            return refused(flow, answer, cookies);
        }
        if (answer.code == null || answer.code.isEmpty()) {
            return pages.error("missing_code");
        }
        if (answer.state == null || answer.state.isEmpty()) {
            return pages.error("missing_state");
        }
        if (flow.isEmpty()) {
            return pages.error("invalid_state");
        }
        if (!binding.proves(flow.get(), cookies)) {
            LOG.warnf("callback of a foreign browser refused: flow=%s", flow.get().id);
            return pages.error("csrf_validation_failed");
        }
        return finish(flow.get(), answer);
    }

    private String refused(Optional<Flow> flow, AuthorizationAnswer answer, Map<String, Cookie> cookies) {
        Optional<Flow> own = flow.filter(found -> found.isOpen(Instant.now()) && binding.proves(found, cookies));
        if (own.isPresent() && !answer.isFrom(flows.secrets(own.get()))) {
            return foreignIssuer(own.get());
        }
        own.ifPresent(found -> flows.end(found, FlowStatus.FAILED, answer.refusal()));
        return pages.error(answer.error);
    }

    private String finish(Flow flow, AuthorizationAnswer answer) {
        if (flow.status == FlowStatus.COMPLETED) {
            return pages.success(flow.server);
        }
        if (!flow.isOpen(Instant.now())) {
            return pages.error("invalid_state");
        }
        if (!answer.isFrom(flows.secrets(flow))) {
            return foreignIssuer(flow);
        }
        if (store.claim(flow)) {
            exchange.finish(flow, answer.code);
        }
        return outcome(flow);
    }

    private String foreignIssuer(Flow flow) {
        flows.end(flow, FlowStatus.FAILED, "The answer is not from the authorization server that was asked (RFC 9207)");
        return pages.error("callback_failed");
    }

    /** Waits for the flow to end; who began to exchange the code and died has ended it too. */
    private String outcome(Flow flow) {
        Instant end = Instant.now().plus(EXCHANGE);
        Optional<Flow> now = store.findByIdOptional(flow.id);
        while (now.filter(found -> isSame(found, flow) && found.status == FlowStatus.PENDING)
                        .isPresent()
                && Instant.now().isBefore(end)) {
            pause();
            now = store.findByIdOptional(flow.id);
        }
        now.filter(found -> isSame(found, flow))
                .ifPresent(found -> flows.end(found, FlowStatus.FAILED, "The exchange of the code was interrupted"));
        boolean completed = now.filter(found -> isSame(found, flow) && found.status == FlowStatus.COMPLETED)
                .isPresent();
        return completed ? pages.success(flow.server) : pages.error("callback_failed");
    }

    private static boolean isSame(Flow found, Flow flow) {
        return flow.state.equals(found.state);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a code was exchanged", e);
        }
    }
}
