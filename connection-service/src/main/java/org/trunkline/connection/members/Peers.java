package org.trunkline.connection.members;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Tells the other replicas directly what the database does not tell them. */
@ApplicationScoped
class Peers {

    private final PeerClient client;
    private final Duration patience;

    Peers(@RestClient PeerClient client, MembersConfig config) {
        this.client = client;
        this.patience = config.beat();
    }

    /**
     * Says to all of them that a member lives.
     *
     * @return whether all have heard it and the database shows none of them the members: then none takes its sessions
     *     for the time of death from now on, and the member is not the only one that is cut off. Never fails
     */
    Uni<Boolean> tell(String epoch, List<Member> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        return Uni.join()
                .all(all.stream()
                        .map(member -> client.sign(member.address().toString(), new Sign(epoch)))
                        .toList())
                .andFailFast()
                .ifNoItem()
                .after(patience)
                .fail()
                .map(hearings -> hearings.stream().noneMatch(Hearing::database))
                .onFailure()
                .recoverWithItem(false);
    }
}
