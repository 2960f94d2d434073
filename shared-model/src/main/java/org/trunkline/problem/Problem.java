package org.trunkline.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.ws.rs.core.Response.StatusType;

/**
 * What went wrong, as the caller is told it: an RFC 9457 problem that also carries LibreChat's members {@code error}
 * and {@code message}. Each kind of problem is a class; each has one type, status and title.
 */
public abstract sealed class Problem extends RuntimeException
        permits AuthorizationRequired,
                Conflict,
                DeadlinePassed,
                Forbidden,
                InspectionFailed,
                InvalidRequest,
                Misdirected,
                NeighbourUnavailable,
                NotFound,
                OutcomeUnknown,
                PreconditionFailed,
                ReauthenticationRequired,
                RequestTooLarge,
                ResultTooLarge,
                SessionLimit,
                StandardProblem,
                TargetNotAllowed,
                ToolRefused,
                Unauthorized,
                UpstreamFailure {

    /** Before the name of a problem's kind in its {@code type}. The names are stable; README.md lists them. */
    public static final String TYPE = "urn:trunkline:problem:";

    private final StatusType status;
    private final Map<String, Object> body = new LinkedHashMap<>();
    private final Map<String, ?> headers;

    /**
     * @param kind the last part of {@code type}
     * @param error the compatible member {@code error}: a code or sentence that LibreChat's clients know
     * @param message the compatible member {@code message} and the problem's {@code detail}
     * @param members further members of the body
     */
    protected Problem(
            String kind,
            StatusType status,
            String error,
            String message,
            Map<String, ?> members,
            Map<String, ?> headers) {
        super(message);
        this.status = status;
        this.headers = headers;
        body.put("type", kind == null ? "about:blank" : TYPE + kind);
        body.put("title", status.getReasonPhrase());
        body.put("status", status.getStatusCode());
        body.put("detail", message);
        body.put("error", error);
        body.put("message", message);
        body.putAll(members);
    }

    /** The HTTP status of the answer. */
    public StatusType status() {
        return status;
    }

    /** The members of the answer's body, in their order. */
    public Map<String, Object> body() {
        return Collections.unmodifiableMap(body);
    }

    /** The headers of the answer, beside its media type. */
    public Map<String, ?> headers() {
        return headers;
    }

    /** None is kept: a problem says what is wrong, and where it was noticed helps nobody. */
    @Override
    public final synchronized Throwable fillInStackTrace() {
        return this;
    }
}
