package org.trunkline.registry.sharing;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.registry.access.PrincipalType;

/** The answer to a search for those whom access can be granted to. */
@RegisterForReflection
record FoundPrincipals(
        @Schema(description = "What was sought", examples = "bo")
        String query,

        int limit,

        @Schema(description = "The types that were asked for; absent: all")
        Set<PrincipalType> types,

        List<FoundPrincipal> results,
        int count,

        @Schema(description = "How many come from where") Map<String, Integer> sources) {}
