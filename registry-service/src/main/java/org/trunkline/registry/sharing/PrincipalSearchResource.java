package org.trunkline.registry.sharing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.KnownGroups;
import org.trunkline.registry.access.KnownUsers;
import org.trunkline.registry.access.PrincipalType;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.capabilities.KnownRoles;
import org.trunkline.registry.capabilities.RequiresCapability;

/** The people picker: finds those whom access can be granted to. */
@Path("/api/permissions/search-principals")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Permissions")
class PrincipalSearchResource {

    private static final int SHORTEST = 2;
    private static final int MOST = 50;
    private static final int USUAL = 10;
    private static final Set<PrincipalType> SOUGHT =
            EnumSet.of(PrincipalType.USER, PrincipalType.GROUP, PrincipalType.ROLE);

    private final KnownUsers users;
    private final KnownGroups groups;
    private final KnownRoles roles;

    PrincipalSearchResource(KnownUsers users, KnownGroups groups, KnownRoles roles) {
        this.users = users;
        this.groups = groups;
        this.roles = roles;
    }

    @GET
    @RequiresCapability(Capability.SHARE)
    @Operation(
            summary = "Find users, groups and roles",
            description = "By a part of their name, login name or email, in whatever case: those who have signed in or "
                    + "were imported and are active. Needs the capability SHARE.")
    @APIResponse(responseCode = "200", description = "Users first, then groups, then roles")
    @APIResponse(responseCode = "400", description = "q is missing or too short, or a parameter is not understood")
    @APIResponse(responseCode = "403", description = "The caller's role lacks SHARE")
    public FoundPrincipals search(
            @Parameter(description = "At least two characters", example = "bo") @RestQuery String q,
            @Parameter(description = "1 to 50; 10 if absent", example = "10") @RestQuery String limit,
            @Parameter(description = "Of user, group, role; separated by commas", example = "user,group") @RestQuery
                    String types) {
        String query = checked(q);
        int most = most(limit);
        Set<PrincipalType> wanted = types == null || types.isBlank() ? SOUGHT : types(types);
        List<FoundPrincipal> found = found(query, most, wanted);
        return new FoundPrincipals(
                query, most, wanted == SOUGHT ? null : wanted, found, found.size(), Map.of("local", found.size()));
    }

    private List<FoundPrincipal> found(String query, int most, Set<PrincipalType> types) {
        List<FoundPrincipal> found = new ArrayList<>();
        if (types.contains(PrincipalType.USER)) {
            users.search(query, most).forEach(user -> found.add(FoundPrincipal.of(user)));
        }
        if (types.contains(PrincipalType.GROUP) && found.size() < most) {
            groups.search(query, most - found.size()).forEach(group -> found.add(FoundPrincipal.of(group)));
        }
        if (types.contains(PrincipalType.ROLE)) {
            String lower = query.toLowerCase(Locale.ROOT);
            roles.all().stream()
                    .filter(role -> role.toLowerCase(Locale.ROOT).contains(lower))
                    .limit(most - found.size())
                    .forEach(role -> found.add(FoundPrincipal.ofRole(role)));
        }
        return found;
    }

    private static String checked(String q) {
        if (q == null || q.isBlank()) {
            throw InvalidRequest.field("q", "Query parameter \"q\" is required and must not be empty");
        }
        String query = q.strip();
        if (query.codePointCount(0, query.length()) < SHORTEST) {
            throw InvalidRequest.field("q", "Query must be at least 2 characters long");
        }
        return query;
    }

    private static int most(String limit) {
        try {
            return limit == null ? USUAL : Math.clamp(Long.parseLong(limit), 1, MOST);
        } catch (NumberFormatException e) {
            throw InvalidRequest.field("limit", "Expected a number");
        }
    }

    private static Set<PrincipalType> types(String types) {
        Set<PrincipalType> wanted = EnumSet.noneOf(PrincipalType.class);
        for (String type : types.split(",")) {
            wanted.add(PrincipalType.of(type.strip())
                    .filter(SOUGHT::contains)
                    .orElseThrow(() -> InvalidRequest.field(
                            "types",
                            "Unknown principal type '" + type.strip() + "': user, group or role is expected")));
        }
        return wanted;
    }
}
