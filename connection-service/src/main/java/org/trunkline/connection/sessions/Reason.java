package org.trunkline.connection.sessions;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.problem.TargetNotAllowed;
import org.trunkline.problem.UpstreamFailure;

/** Why a session is in the state that it is in. The codes are stable; what is said beside them is for people. */
public enum Reason {
    /** Nobody has used it yet. */
    UNUSED("no session was opened yet"),
    /** A call, or a reconnection, opens it. */
    OPENING("it is being opened"),
    /** The server has answered the handshake. */
    OPENED("it is open"),
    /** The user ended it. */
    CLOSED("it was ended by the user"),
    /** An administrator ended it. */
    ENDED_BY_ADMINISTRATOR("it was ended by an administrator"),
    /** The user wants a new one in its place. */
    REINITIALIZED("it is replaced because the user said so"),
    /** Nobody has used it for the idle timeout. */
    IDLE("it was not used for long"),
    /** The request that it was opened for has ended. */
    REQUEST_ENDED("the request that it was for has ended"),
    /** Another session needed the room. */
    EVICTED("it was not in use and made room for another session"),
    /** Who wanted it has gone before it was opened. */
    ABANDONED("nobody waits for it any more"),
    /** The server's configuration is another one now. */
    CONFIGURATION_CHANGED("the server's configuration has changed"),
    /** The user's credential or values are gone or others now. */
    CREDENTIAL_CHANGED("the user's credential for the server has changed"),
    /** The server was deleted, or the user may not use it any more. */
    SERVER_GONE("the server is not there any more for the user"),
    /** Another replica goes on with it. */
    MOVED("another replica goes on with it"),
    /** This replica stops. */
    SHUTDOWN("the service stops"),
    /** The server, or the way to it, has ended it. */
    LOST("the server has ended it"),
    /** The server wants a credential, or another one. */
    UNAUTHORIZED("the server refuses the credential"),
    /** Nothing is connected at the server's address. */
    UNREACHABLE("the server cannot be reached"),
    /** The server did not answer in time. */
    TIMED_OUT("the server did not answer in time"),
    /** The server answered with an HTTP error. */
    HTTP_ERROR("the server answers with an error"),
    /** The server answered with a JSON-RPC error. */
    REFUSED("the server refuses the request"),
    /** What the server answered is not MCP. */
    PROTOCOL_ERROR("the server's answer is not MCP"),
    /** What the server announces by itself is not heard. */
    NOT_LISTENING("what the server announces is not heard"),
    /** Too many sessions with the server are being opened, or it failed before. */
    LEFT_ALONE("the server is left alone for now"),
    /** The outbound guard does not let the session be opened. */
    NOT_ALLOWED("the server's address is not allowed"),
    /** What is needed to open the session is missing, in the request or in Trunkline. */
    NOT_READY("something that is needed to open it is missing");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    /** What a failure to open a session, or of a call over it, amounts to. */
    static Reason of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransportException transport) {
                return switch (transport.kind()) {
                    case UNREACHABLE -> UNREACHABLE;
                    case SESSION_LOST -> LOST;
                    case UNAUTHORIZED -> UNAUTHORIZED;
                    case HTTP_ERROR -> HTTP_ERROR;
                    case PROTOCOL -> PROTOCOL_ERROR;
                    case UNSENDABLE -> NOT_READY;
                };
            }
        }
        return switch (failure) {
            case UpstreamFailure upstream when upstream.isTimeout() -> TIMED_OUT;
            case UpstreamFailure upstream when upstream.isLeftAlone() -> LEFT_ALONE;
            case UpstreamFailure upstream when upstream.isForAuthorization() -> UNAUTHORIZED;
            case UpstreamFailure upstream when upstream.isAnswer() -> REFUSED;
            case UpstreamFailure upstream -> PROTOCOL_ERROR;
            case TargetNotAllowed refused -> NOT_ALLOWED;
            default -> NOT_READY;
        };
    }

    /** The code in JSON: lower case, words joined by {@code -}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** It in words. */
    String words() {
        return words;
    }
}
