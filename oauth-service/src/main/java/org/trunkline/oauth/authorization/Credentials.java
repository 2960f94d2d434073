package org.trunkline.oauth.authorization;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.Challenge;
import org.trunkline.credential.Credential;
import org.trunkline.credential.CredentialRequest;
import org.trunkline.credential.PendingFlow;
import org.trunkline.oauth.flows.Flows;
import org.trunkline.oauth.grants.Grant;
import org.trunkline.oauth.grants.GrantState;
import org.trunkline.oauth.grants.Grants;
import org.trunkline.oauth.grants.GraphTokens;
import org.trunkline.oauth.servers.Servers;
import org.trunkline.oauth.values.UserValues;
import org.trunkline.problem.Problem;

/**
 * Decides what goes upstream for a user at a server, or which flow leads to it. Blocks while it asks the registry, the
 * database and authorization servers.
 */
@ApplicationScoped
class Credentials {

    /** So many flows for the same further scopes are begun before the server is taken to ask in vain. */
    private static final int MOST_STEP_UPS = 2;

    private static final Duration STEP_UP_MEMORY = Duration.ofHours(1);

    private final Servers servers;
    private final UserValues values;
    private final Grants grants;
    private final GraphTokens graphTokens;
    private final Flows flows;
    private final Authorizations authorizations;

    Credentials(
            Servers servers,
            UserValues values,
            Grants grants,
            GraphTokens graphTokens,
            Flows flows,
            Authorizations authorizations) {
        this.graphTokens = graphTokens;
        this.servers = servers;
        this.values = values;
        this.grants = grants;
        this.flows = flows;
        this.authorizations = authorizations;
    }

    /** A user's credential. A server that once wanted a sign-in wants it still, unless its configuration denies it. */
    Credential credential(CredentialRequest request) {
        return withGraphToken(subject(request), this::credential);
    }

    /** What follows from a refusal. */
    Credential challenged(Challenge challenge) {
        return withGraphToken(subject(challenge.request()), subject -> challenged(subject, challenge));
    }

    private Credential withGraphToken(Subject subject, Function<Subject, Credential> answer) {
        if (!subject.wantsGraphToken() || !subject.missingValues().isEmpty()) {
            return answer.apply(subject);
        }
        CredentialRequest request = subject.request();
        return switch (graphTokens.of(request.user(), request.userToken())) {
            case GrantState.Usable(var grant) -> answer.apply(subject.withGraphToken(grant.accessToken()));
            case GrantState.Failing(var reason, var retryAfter) ->
                Answers.refused(subject, "Microsoft Graph: " + reason);
            case GrantState.Expired(var reason) -> Answers.refused(subject, "Microsoft Graph: " + reason);
            case GrantState.None none -> Answers.refused(subject, "Microsoft Graph: there is no token");
        };
    }

    private Credential credential(Subject subject) {
        CredentialRequest request = subject.request();
        Optional<Authorization> known = authorizations.find(request.user(), request.server());
        boolean required = subject.declaresAuthorization() || known.isPresent();
        if (!required
                || subject.refusesAuthorization()
                || !subject.missingValues().isEmpty()) {
            return Answers.without(subject);
        }
        Authorization read = known.orElseGet(() -> Authorization.fresh(request.user(), request.server()));
        return answer(subject, read, grants.usable(subject.grantOrder()), List.of());
    }

    private Credential challenged(Subject subject, Challenge challenge) {
        if (subject.refusesAuthorization() || !subject.missingValues().isEmpty()) {
            return Answers.without(subject);
        }
        Authorization read = read(challenge.request());
        Refusal refusal = Refusal.of(challenge);
        if (refusal.wantsScopes()) {
            return stepUp(subject, read, challenge, refusal);
        }
        if (challenge.status() != 401) {
            return Answers.refused(subject, "The server does not let the user do this");
        }
        GrantState state = grants.refused(subject.grantOrder(), challenge.generation());
        return answer(subject, read, state, challenge.authenticate());
    }

    private Credential stepUp(Subject subject, Authorization read, Challenge challenge, Refusal refusal) {
        GrantState state = grants.usable(subject.grantOrder());
        if (!(state instanceof GrantState.Usable usable) || usable.grant().generation() != challenge.generation()) {
            return answer(subject, read, state, challenge.authenticate());
        }
        Optional<PendingFlow> pending =
                flows.pending(subject.request().user(), subject.server().name());
        if (pending.isEmpty() && !read.stepUp(refusal.scope(), MOST_STEP_UPS, STEP_UP_MEMORY)) {
            return Answers.refused(
                    subject, "The server keeps asking for more rights, which signing in again did not give");
        }
        return waiting(
                subject, read, AuthorizationState.STEP_UP, refusal.reason(), usable.grant(), challenge.authenticate());
    }

    private Credential answer(Subject subject, Authorization read, GrantState state, List<String> authenticate) {
        return switch (state) {
            case GrantState.Usable usable -> {
                authorizations.seen(read, now -> AuthorizationEvents.follow(now, usable));
                yield Answers.of(subject, read, usable.grant());
            }
            case GrantState.Failing failing -> {
                authorizations.seen(read, now -> AuthorizationEvents.follow(now, failing));
                yield Answers.of(subject, read, null);
            }
            case GrantState.Expired expired ->
                waiting(subject, read, AuthorizationState.EXPIRED, expired.reason(), null, authenticate);
            case GrantState.None none ->
                waiting(
                        subject,
                        read,
                        AuthorizationState.NEEDS_AUTHORIZATION,
                        "The user has not signed in",
                        null,
                        authenticate);
        };
    }

    /** Begins a flow, or finds the one that is pending; without one, the state stays what it is. */
    private Credential waiting(
            Subject subject,
            Authorization read,
            AuthorizationState state,
            String reason,
            Grant grant,
            List<String> authenticate) {
        try {
            PendingFlow flow = flow(subject, authenticate, grant == null ? Set.of() : grant.scope());
            AuthorizationState next =
                    flow != null && state != AuthorizationState.STEP_UP ? AuthorizationState.AUTHORIZING : state;
            authorizations.seen(read, now -> {
                boolean failedBefore = flow == null && now.state == AuthorizationState.ERROR;
                now.waiting(failedBefore ? now.state : next, failedBefore ? now.reason : reason, flow);
            });
        } catch (Problem problem) {
            authorizations.seen(read, now -> now.unusable(AuthorizationState.ERROR, problem.getMessage(), null));
        }
        return Answers.of(subject, read, grant);
    }

    private PendingFlow flow(Subject subject, List<String> authenticate, Set<String> grantedScopes) {
        return subject.request().startFlow()
                ? flows.start(subject.flowOrder(authenticate, grantedScopes))
                : flows.pending(subject.request().user(), subject.server().name())
                        .orElse(null);
    }

    private Subject subject(CredentialRequest request) {
        return Subject.of(
                request,
                servers.one(request.server(), request.user(), request.role(), request.groups()),
                values.of(request.user(), request.server()));
    }

    private Authorization read(CredentialRequest request) {
        return authorizations
                .find(request.user(), request.server())
                .orElseGet(() -> Authorization.fresh(request.user(), request.server()));
    }
}
