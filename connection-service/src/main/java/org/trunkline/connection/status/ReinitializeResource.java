package org.trunkline.connection.status;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.inspections.OpenTools;
import org.trunkline.connection.links.LastWords;
import org.trunkline.connection.members.Deadline;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.sessions.AtOwner;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.connection.tools.KnownTools;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.problem.AuthorizationRequired;
import org.trunkline.problem.TargetNotAllowed;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;

/** Connecting a server anew because the user asks for it. */
@Path("/api/mcp/{server}/reinitialize")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "status")
class ReinitializeResource {

    private static final Logger LOG = Logger.getLogger(ReinitializeResource.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Callers callers;
    private final Servers servers;
    private final Sessions sessions;
    private final KnownTools tools;
    private final OpenTools openTools;
    private final LastWords lastWords;
    private final AtOwner atOwner;

    ReinitializeResource(
            Callers callers,
            Servers servers,
            Sessions sessions,
            KnownTools tools,
            OpenTools openTools,
            LastWords lastWords,
            AtOwner atOwner) {
        this.openTools = openTools;
        this.lastWords = lastWords;
        this.atOwner = atOwner;
        this.callers = callers;
        this.servers = servers;
        this.sessions = sessions;
        this.tools = tools;
    }

    @POST
    @Operation(
            summary = "Close the caller's session with a server and open a new one",
            description = "Answers 200 also when the server cannot be connected: success and failureReason tell.")
    @APIResponse(responseCode = "200", description = "What became of it")
    @APIResponse(responseCode = "400", description = "session is not a label")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    @APIResponse(responseCode = "404", description = "No such server for this caller")
    @APIResponse(responseCode = "503", description = "A part of Trunkline does not answer; the body names it")
    @Parameter(
            name = Deadline.HEADER,
            in = ParameterIn.HEADER,
            description = Deadline.DESCRIPTION,
            schema = @Schema(type = SchemaType.INTEGER),
            example = "30000")
    public Uni<Reinitialization> reinitialize(
            @Parameter(description = "The server's name", example = "everything") @RestPath String server,
            @Parameter(description = SessionRequest.LABEL_DESCRIPTION) @RestQuery String session) {
        Caller caller = callers.current();
        String label = SessionRequest.label(session);
        return atOwner.serve(delivery -> servers.find(caller, server)
                .chain(found -> servers.inspected(caller, found))
                .chain(found ->
                        reinitialize(SessionRequest.of(caller, found, label).delivered(delivery))));
    }

    private Uni<Reinitialization> reinitialize(SessionRequest request) {
        ResolvedServer server = request.server();
        if (server.inspectionFailed()) {
            return Uni.createFrom().item(Reinitialization.unreachable(server.name()));
        }
        if (SessionScope.of(server.config(), server.source()).perRequest()) {
            return Uni.createFrom().item(Reinitialization.deferred(server.name()));
        }
        return sessions.renew(request, SignIn.BEGIN, tools.anew(request))
                .map(offer ->
                        Reinitialization.succeeded(server.name(), offer.tools().size()))
                .onFailure(AuthorizationRequired.class)
                .recoverWithUni(required -> requires(server, required))
                .onFailure(failure -> failure instanceof UpstreamFailure || failure instanceof TargetNotAllowed)
                .recoverWithItem(failure -> {
                    LOG.infof("reinitialize failed server=%s: %s", server.name(), failure.getMessage());
                    boolean hears = lastWords.mayHear(request.caller(), server);
                    return Reinitialization.failed(
                            server.name(), failure.getMessage(), hears ? LastWords.of(failure) : List.of());
                });
    }

    /** Where the user is to sign in is told soon, also while the server leaves us waiting. */
    private Uni<Reinitialization> requires(ResolvedServer server, AuthorizationRequired required) {
        Uni<Boolean> discovered = required.flow().isEmpty()
                ? Uni.createFrom().item(false)
                : openTools.of(server).map(Optional::isPresent);
        return discovered
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .map(listed -> Reinitialization.requires(server.name(), required, listed));
    }
}
