package org.trunkline.oauth.values;

import java.util.HashMap;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.oauth.flows.Flows;
import org.trunkline.oauth.grants.Grants;
import org.trunkline.oauth.servers.Servers;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.server.ResolvedServer;

/** LibreChat's endpoint for the values of a server, which also takes back a sign-in. */
@Path("/api/user/plugins")
@RunOnVirtualThread
@Tag(name = "user values")
class PluginsResource {

    private final Callers callers;
    private final Servers servers;
    private final UserValues values;
    private final Grants grants;
    private final Flows flows;

    PluginsResource(Callers callers, Servers servers, UserValues values, Grants grants, Flows flows) {
        this.callers = callers;
        this.servers = servers;
        this.values = values;
        this.grants = grants;
        this.flows = flows;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Give or take back values for a server",
            description = "install stores the values of auth; uninstall clears those that auth names, or, when it"
                    + " names none, all of them, and revokes the caller's sign-in at the server.")
    @APIResponse(responseCode = "200", description = "Done; the body is empty")
    @APIResponse(responseCode = "400", description = "The request is not understood; the body names the field")
    @APIResponse(responseCode = "404", description = "No such server for this caller")
    public RestResponse<Void> change(PluginRequest request) {
        if (request == null) {
            throw new InvalidRequest("a JSON body is required: {\"pluginKey\": …, \"action\": …, \"auth\": {…}}");
        }
        boolean installs = request.installs();
        Caller caller = callers.current();
        ResolvedServer server = servers.one(caller, request.server());
        Map<String, String> auth = new GivenValues("auth", server).checked(request.auth());
        if (installs) {
            values.change(caller.id(), server.name(), auth);
        } else if (auth.isEmpty()) {
            forget(caller.id(), server.name());
        } else {
            values.change(caller.id(), server.name(), blank(auth));
        }
        return RestResponse.ok();
    }

    private void forget(String user, String server) {
        values.clear(user, server);
        flows.forget(user, server);
        grants.revoke(user, server);
    }

    private static Map<String, String> blank(Map<String, String> auth) {
        Map<String, String> blank = new HashMap<>();
        auth.keySet().forEach(name -> blank.put(name, null));
        return blank;
    }
}
