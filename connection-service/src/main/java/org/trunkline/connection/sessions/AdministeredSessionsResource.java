package org.trunkline.connection.sessions;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;

/** Shows administrators the sessions of everybody, on all replicas, and ends them. */
@Path("/api/admin/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration", description = "For administrators")
class AdministeredSessionsResource {

    private static final Logger LOG = Logger.getLogger(AdministeredSessionsResource.class);
    private static final String REPLICA = "The address of the only replica that is meant";
    private static final String REPLICA_EXAMPLE = "http://10.0.0.7:8080";
    private static final int DEFAULT_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 1000;

    private final Callers callers;
    private final AllSessions sessions;

    AdministeredSessionsResource(Callers callers, AllSessions sessions) {
        this.callers = callers;
        this.sessions = sessions;
    }

    @GET
    @Operation(
            summary = "The sessions that live, of everybody and on all replicas",
            description = "By pages, in an order of user, server and label. A replica that does not answer soon is"
                    + " named, and its sessions are missing.")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read: errors names it")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public Uni<SessionsPage> page(
            @BeanParam SessionFilter filter,
            @Parameter(description = REPLICA, example = REPLICA_EXAMPLE) @RestQuery String replica,
            @Parameter(
                            description = "How many sessions a page has at most: 1 to 1000, else the nearest of these",
                            schema = @Schema(type = SchemaType.INTEGER),
                            example = "100")
                    @RestQuery
                    String limit,
            @Parameter(description = "The after of the page before") @RestQuery String after) {
        administrator();
        filter.check();
        return sessions.page(filter, replica, SessionEntry.place(after), limit(limit));
    }

    @DELETE
    @Operation(
            summary = "End sessions, on all replicas",
            description = "Those that fit all parameters, of which at least one must be given: they are closed"
                    + " upstream at once, calls under way fail. The next call opens another session.")
    @APIResponse(responseCode = "200", description = "How many were ended")
    @APIResponse(responseCode = "400", description = "No parameter says which, or one cannot be read")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    @APIResponse(responseCode = "503", description = "A replica does not say that it has ended its own: do it again")
    public Uni<EndedSessions> end(
            @BeanParam SessionFilter filter,
            @Parameter(description = REPLICA, example = REPLICA_EXAMPLE) @RestQuery String replica) {
        String actor = administrator();
        filter.check();
        if (filter.isEmpty() && replica == null) {
            throw new InvalidRequest("Say which sessions: give user, server, session, state, shared or replica");
        }
        if (replica != null) {
            SessionFilter.checkName(replica);
        }
        return sessions.end(filter, replica)
                .invoke(ended -> LOG.infof(
                        "sessions ended by an administrator: actor=%s ended=%d %s replica=%s",
                        actor, ended, filter, replica))
                .map(EndedSessions::new);
    }

    /** The id of the caller, who must be one. */
    private String administrator() {
        Caller caller = callers.current();
        if (!callers.isAdmin(caller)) {
            throw Forbidden.capability();
        }
        return caller.id();
    }

    private static int limit(String text) {
        try {
            return text == null ? DEFAULT_LIMIT : Math.clamp(Long.parseLong(text.strip()), 1, HIGHEST_LIMIT);
        } catch (NumberFormatException e) {
            throw InvalidRequest.field("limit", "Expected a whole number");
        }
    }
}
