package org.trunkline.oauth.clients;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestPath;

/** Publishes what Trunkline is as an OAuth client. */
@Path("/oauth/client-metadata")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "clients", description = "Trunkline as an OAuth client")
class MetadataDocumentResource {

    private static final int HOUR = 3_600;

    private final MetadataDocument document;

    MetadataDocumentResource(MetadataDocument document) {
        this.document = document;
    }

    @GET
    @Path("/{server}")
    @Cache(maxAge = HOUR)
    @Operation(
            summary = "Trunkline's Client ID Metadata Document for a server",
            description = "For authorization servers. Whether there is a server of that name is not told.")
    @APIResponse(responseCode = "200", description = "The document")
    public String document(@Parameter(description = "The server's name", example = "github") @RestPath String server) {
        return document.json(server);
    }
}
