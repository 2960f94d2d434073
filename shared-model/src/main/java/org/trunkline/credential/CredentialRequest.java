package org.trunkline.credential;

import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Asks for a user's credential at a server. The asking service read the user from a verified token.
 *
 * @param user the user's id
 * @param role of the user; decides with {@code groups} whether the server is visible
 * @param server its name
 * @param startFlow whether to begin a flow, if that is what it takes; else the flow that is pending is told, if any
 * @param userToken the user's own token, for grants on behalf of the user; null unless the server needs it
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CredentialRequest(
        String user, String role, Set<String> groups, String server, boolean startFlow, String userToken) {

    @Override
    public String toString() {
        return "CredentialRequest[user=" + user + ", server=" + server + "]";
    }
}
