package org.trunkline.registry.sharing;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.bson.types.ObjectId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.KnownCallers;
import org.trunkline.registry.access.KnownUsers;

/** Answers why somebody may do something with a server, or may not. */
@Path("/api/permissions/{type}/{id}/explain")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Permissions")
class ExplainResource {

    private final KnownCallers callers;
    private final ShareableServers servers;
    private final KnownUsers users;
    private final Explainer explainer;

    ExplainResource(KnownCallers callers, ShareableServers servers, KnownUsers users, Explainer explainer) {
        this.callers = callers;
        this.servers = servers;
        this.users = users;
        this.explainer = explainer;
    }

    @GET
    @Operation(
            summary = "Why a user may do what with a server",
            description = "Each entry and capability that allows or denies it, in words. Needs the SHARE bit.")
    @APIResponse(responseCode = "200", description = "The verdict on each permission, with reasons")
    @APIResponse(responseCode = "400", description = "There is no such user")
    @APIResponse(responseCode = "403", description = "The caller lacks the SHARE bit")
    @APIResponse(responseCode = "404", description = "There is no server that the caller may see")
    public Explanation explain(
            @RestPath String type,
            @RestPath String id,
            @Parameter(description = "The user's id", required = true, example = "bob") @RestQuery String user) {
        ShareableServers.checkType(type);
        ObjectId server = ShareableServers.id(id);
        servers.checkShare(callers.principals(), server);
        if (user == null || user.isBlank()) {
            throw InvalidRequest.field("user", "Required");
        }
        return Optional.ofNullable(users.withIds(List.of(user)).get(user))
                .map(known -> explainer.explain(known, server))
                .orElseThrow(() -> InvalidRequest.field("user", "There is no user '" + user + "'"));
    }
}
