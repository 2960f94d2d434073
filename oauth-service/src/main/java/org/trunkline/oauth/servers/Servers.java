package org.trunkline.oauth.servers;

import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.identity.Caller;
import org.trunkline.neighbours.RegistryClient;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.Problem;
import org.trunkline.server.ResolvedServer;

/** The servers that a user may use, as the registry says now. Blocks while it asks. */
@ApplicationScoped
public class Servers {

    private final RegistryClient registry;

    Servers(@RestClient RegistryClient registry) {
        this.registry = registry;
    }

    /**
     * One server.
     *
     * @throws NotFound when the caller may not see it
     * @throws NeighbourUnavailable when the registry does not answer
     */
    public ResolvedServer one(Caller caller, String name) {
        return one(name, caller.id(), caller.role(), caller.groups());
    }

    /** {@link #one(Caller, String)} for a user that another service names. */
    public ResolvedServer one(String name, String user, String role, Set<String> groups) {
        try {
            return answer(registry.resolve(name, user, role, groups == null ? Set.of() : groups));
        } catch (NotFound absent) {
            throw NotFound.server(name);
        }
    }

    /**
     * Every server that the caller may see, in the order of names.
     *
     * @throws NeighbourUnavailable when the registry does not answer
     */
    public List<ResolvedServer> all(Caller caller) {
        return answer(registry.visibleTo(caller.id(), caller.role(), caller.groups()));
    }

    private static <T> T answer(Uni<T> question) {
        return question.onFailure(failure -> !(failure instanceof Problem))
                .transform(cause -> new NeighbourUnavailable(RegistryClient.NAME, cause))
                .await()
                .indefinitely();
    }
}
