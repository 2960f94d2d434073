package org.trunkline.oauth.clients;

import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.NotFound;
import org.trunkline.secret.SecretBox;

/** Lets administrators enter clients that they registered by hand at authorization servers. */
@Path("/api/admin/oauth/clients/{server}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "clients", description = "Trunkline as an OAuth client")
class EnteredClientResource {

    private final Callers callers;
    private final EnteredClientStore store;
    private final SecretBox secrets;
    private final PublicUrl publicUrl;

    EnteredClientResource(Callers callers, EnteredClientStore store, SecretBox secrets, PublicUrl publicUrl) {
        this.callers = callers;
        this.store = store;
        this.secrets = secrets;
        this.publicUrl = publicUrl;
    }

    /** What is entered. Holds the secret: {@link #toString()} does not show it. */
    @RegisterForReflection
    record Entry(
            @Schema(description = "The client's id at the authorization server", examples = "trunkline")
            @JsonProperty("client_id")
            String clientId,

            @Schema(description = "Absent: a public client") @JsonProperty("client_secret")
            String clientSecret,

            @Schema(
                    description = "The authorization server that knows the client. Absent: the first one that the MCP"
                            + " server names, for good",
                    examples = "https://login.example.com")
            String issuer,

            @Schema(
                    description = "client_secret_basic, client_secret_post or none. Absent: what the"
                            + " authorization server prefers")
            @JsonProperty("token_endpoint_auth_method")
            String authenticationMethod) {

        @Override
        public String toString() {
            return "Entry[" + clientId + "]";
        }
    }

    /** What administrators are told. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            @JsonProperty("client_id") String clientId,
            String issuer,
            @JsonProperty("token_endpoint_auth_method") String authenticationMethod,

            @Schema(description = "Whether a secret was entered; it is never shown") @JsonProperty("has_secret")
            boolean hasSecret,

            @Schema(description = "The redirect URI to register at the authorization server")
            @JsonProperty("redirect_uri")
            String redirectUri) {}

    @GET
    @Operation(summary = "Administrators: the client that was entered for a server")
    @APIResponse(responseCode = "200", description = "The client, without its secret")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    @APIResponse(responseCode = "404", description = "None was entered")
    public View read(@Parameter(description = "The server's name", example = "github") @RestPath String server) {
        requireAdmin();
        return store.findByIdOptional(server)
                .map(this::view)
                .orElseThrow(() -> new NotFound("No client was entered for the server '" + server + "'"));
    }

    @PUT
    @Operation(
            summary = "Administrators: enter a client for a server, in place of what was entered before",
            description = "A client in the server's own configuration wins over it.")
    @APIResponse(responseCode = "200", description = "The client, without its secret")
    @APIResponse(responseCode = "400", description = "A field is missing or wrong")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public View enter(
            @Parameter(description = "The server's name", example = "github") @RestPath String server, Entry entry) {
        requireAdmin();
        if (entry == null || entry.clientId() == null || entry.clientId().isBlank()) {
            throw InvalidRequest.field("client_id", "client_id is required");
        }
        if (!AuthenticationMethods.canBeEntered(entry.authenticationMethod())) {
            throw InvalidRequest.field(
                    "token_endpoint_auth_method",
                    "token_endpoint_auth_method must be client_secret_basic, client_secret_post, private_key_jwt or none");
        }
        EnteredClient client = new EnteredClient();
        client.server = server;
        client.clientId = entry.clientId();
        client.secret =
                entry.clientSecret() == null ? null : secrets.seal(entry.clientSecret(), EnteredClient.place(server));
        client.issuer = entry.issuer();
        client.authenticationMethod = entry.authenticationMethod();
        client.revision = UUID.randomUUID().toString();
        store.persistOrUpdate(client);
        return view(client);
    }

    @DELETE
    @Operation(summary = "Administrators: forget the client that was entered for a server")
    @APIResponse(responseCode = "204", description = "None is entered now")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public void forget(@Parameter(description = "The server's name", example = "github") @RestPath String server) {
        requireAdmin();
        store.deleteById(server);
    }

    private View view(EnteredClient client) {
        return new View(
                client.clientId,
                client.issuer,
                client.authenticationMethod,
                client.secret != null,
                publicUrl.redirect(client.server).toString());
    }

    private void requireAdmin() {
        if (!callers.isAdmin(callers.current())) {
            throw Forbidden.capability();
        }
    }
}
