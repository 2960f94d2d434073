package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

/** A replica was taken for the owner of a session and is not (RFC 9110, section 15.5.20). Consumers never see it. */
public final class Misdirected extends Problem {

    /** The answer's HTTP status. */
    public static final int STATUS = 421;

    /** The replica does not own the session that the request is for. */
    public Misdirected() {
        super(
                "misdirected",
                words(),
                "Misdirected Request",
                "this replica does not own the session",
                Map.of(),
                Map.of());
    }

    private static StatusType words() {
        return new StatusType() {
            @Override
            public int getStatusCode() {
                return STATUS;
            }

            @Override
            public Status.Family getFamily() {
                return Status.Family.CLIENT_ERROR;
            }

            @Override
            public String getReasonPhrase() {
                return "Misdirected Request";
            }
        };
    }
}
