package org.trunkline.connection.sessions;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.problem.InvalidRequest;

/** Which sessions are meant, as a request's parameters say; each may be absent. */
public class SessionFilter {

    private static final Set<ConnectionState> LIVING =
            EnumSet.of(ConnectionState.CONNECTED, ConnectionState.CONNECTING);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** Null, or the id of the user whose own sessions are meant. */
    @RestQuery
    @Parameter(description = "The id of the user whose own sessions are meant", example = "alice")
    public String user;

    /** Null, or the name of the server. */
    @RestQuery
    @Parameter(description = "The name of the server", example = "git-hub")
    public String server;

    /** Null, or the label. */
    @RestQuery
    @Parameter(description = "The session's label", example = "default")
    public String session;

    /** Null, or a {@link ConnectionState}. */
    @RestQuery
    @Parameter(description = "connected, or connecting", example = "connected")
    public String state;

    /** Null, or whether those are meant that serve all users: {@code true} or {@code false}. */
    @RestQuery
    @Parameter(
            description = "Whether those are meant that serve all users; without it both are",
            schema = @Schema(type = SchemaType.BOOLEAN))
    public String shared;

    /** @throws InvalidRequest when a parameter says nothing that there can be */
    void check() {
        if (state != null && LIVING.stream().map(ConnectionState::value).noneMatch(state::equals)) {
            throw InvalidRequest.field("state", "Expected connected or connecting");
        }
        if (shared != null && !shared.equals("true") && !shared.equals("false")) {
            throw InvalidRequest.field("shared", "Expected true or false");
        }
        given().forEach(SessionFilter::checkName);
    }

    /** @throws InvalidRequest when it has characters that no name has, and no log may */
    static void checkName(String text) {
        if (CONTROL.matcher(text).find()) {
            throw new InvalidRequest("A parameter has characters that no name has");
        }
    }

    /** Whether all sessions fit. */
    boolean isEmpty() {
        return given().findAny().isEmpty();
    }

    boolean admits(Session candidate) {
        SessionKey key = candidate.key();
        return (user == null || user.equals(key.user()))
                && (server == null || server.equals(key.server()))
                && (session == null || session.equals(key.label()))
                && (state == null || state.equals(candidate.status().state().value()))
                && (shared == null || Boolean.parseBoolean(shared) == key.shared());
    }

    /** For logs. */
    @Override
    public String toString() {
        return "user=%s server=%s session=%s state=%s shared=%s".formatted(user, server, session, state, shared);
    }

    private Stream<String> given() {
        return Stream.of(user, server, session, state, shared).filter(Objects::nonNull);
    }
}
