package org.trunkline.problem;

import java.net.URI;
import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

import io.quarkiverse.resteasy.problem.HttpProblem;

/**
 * What went wrong, as the caller is told it: an RFC 9457 problem that also carries LibreChat's members {@code error}
 * and {@code message}. Each kind of problem is a class; each has one type, status and title.
 */
public abstract sealed class Problem extends HttpProblem
        permits Conflict,
                Forbidden,
                InvalidRequest,
                NeighbourUnavailable,
                NotFound,
                ReauthenticationRequired,
                ResultTooLarge,
                Unauthorized,
                UpstreamFailure {

    /** Before the name of a problem's kind in its {@code type}. The names are stable; README.md lists them. */
    public static final String TYPE = "urn:trunkline:problem:";

    /**
     * @param kind the last part of {@code type}
     * @param error the compatible member {@code error}: a code or sentence that LibreChat's clients know
     * @param message the compatible member {@code message} and the problem's {@code detail}
     * @param members further members of the body
     */
    protected Problem(
            String kind, Status status, String error, String message, Map<String, ?> members, Map<String, ?> headers) {
        super(builder(kind, status, error, message, members, headers));
    }

    /** None is kept: a problem says what is wrong, and where it was noticed helps nobody. */
    @Override
    public final synchronized Throwable fillInStackTrace() {
        return this;
    }

    private static Builder builder(
            String kind, Status status, String error, String message, Map<String, ?> members, Map<String, ?> headers) {
        Builder builder = HttpProblem.builder()
                .withType(URI.create(TYPE + kind))
                .withStatus(status)
                .withTitle(status.getReasonPhrase())
                .withDetail(message)
                .with("error", error)
                .with("message", message);
        members.forEach(builder::with);
        headers.forEach(builder::withHeader);
        return builder;
    }
}
