package org.trunkline.registry.catalog;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Some servers of the catalogue, in the form of the official registry's API. */
@RegisterForReflection
record CatalogPage(List<CatalogEntry> servers, Metadata metadata) {

    /** Where in the list this is. */
    @RegisterForReflection
    @Schema(name = "CatalogPageMetadata")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Metadata(
            @Schema(description = "How many servers this page has")
            int count,

            @Schema(description = "The parameter cursor of the next page; absent on the last")
            String nextCursor) {}

    static CatalogPage of(List<CatalogEntry> servers, String nextCursor) {
        return new CatalogPage(servers, new Metadata(servers.size(), nextCursor));
    }
}
