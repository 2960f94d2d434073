package org.trunkline.oauth.flows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.credential.PendingFlow;
import org.trunkline.oauth.clients.ClientRejected;
import org.trunkline.oauth.grants.GrantOrigin;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.oauth.testbed.Orders;
import org.trunkline.oauth.testbed.ScriptedServer.Answer;
import org.trunkline.oauth.testbed.TestProvider;
import org.trunkline.problem.Problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Which flows are begun, and at which servers none is. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class StartTest {

    @Inject
    Flows flows;

    @Inject
    FlowStore store;

    @Inject
    Event<ClientRejected> rejections;

    private final TestProvider provider = new TestProvider();
    private final String server = "s-" + UUID.randomUUID();

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void refusesAnIssuerThatIsNotTheOneNamed() {
        provider.server()
                .publish(
                        "/.well-known/oauth-authorization-server",
                        "{'issuer':'https://evil.example','authorization_endpoint':'%1$s/authorize','token_endpoint':'%1$s/token'}"
                                .formatted(provider.url()));

        assertTrue(refusal().contains("RFC 8414"));
    }

    @Test
    void refusesAnAuthorizationServerWithoutS256() {
        provider.publishMetadata("'code_challenge_methods_supported':['plain']");

        assertTrue(refusal().contains("skip_code_challenge_check"));
    }

    @Test
    void refusesOversizedMetadata() {
        provider.server().publish("/.well-known/oauth-authorization-server", TestProvider.oversized());

        assertTrue(refusal().contains("No metadata is published"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "registration_endpoint", "revocation_endpoint"})
    void refusesEndpointsInPrivateNetworks(String endpoint) {
        provider.publishMetadata("'code_challenge_methods_supported':['S256'],'" + endpoint + "':'http://10.0.0.1/x'");

        assertEquals(403, assertThrows(Problem.class, this::start).status().getStatusCode());
    }

    @Test
    void refusesAuthorizationServersInPrivateNetworks() {
        provider.server()
                .publish(
                        "/.well-known/oauth-protected-resource/mcp",
                        "{'resource':'%s/mcp','authorization_servers':['http://169.254.169.254']}"
                                .formatted(provider.url()));

        assertTrue(refusal().contains("No metadata is published"));
    }

    @Test
    void followsNoRedirect() {
        provider.server().publish("/elsewhere", "{}");
        provider.server()
                .on(
                        "GET /.well-known/oauth-authorization-server",
                        request -> new Answer(302, Map.of("Location", provider.url() + "/elsewhere"), null));

        refusal();

        assertEquals(List.of(), provider.server().requests("GET /elsewhere"));
    }

    @Test
    void asksForTheUnionWhenTheServerWantsMore() {
        String challenge = "Bearer error=\"insufficient_scope\", scope=\"admin\"";
        flows.start(Orders.of("alice", server, provider.config(), List.of(challenge), Set.of("read")));

        assertEquals(
                Set.of("read", "admin"),
                Set.of(store.find("alice", server).orElseThrow().scope.split(" ")));
    }

    @Test
    void joinsAFlowThatIsPending() {
        PendingFlow first = flows.start(Orders.of("alice", server, provider.config()));
        PendingFlow second = flows.start(Orders.of("alice", server, provider.config()));

        assertEquals(first, second);
        assertEquals(1, provider.server().requests("POST /register").size());
    }

    @Test
    void registersAnewWhenARefreshFoundTheClientUnknown() {
        flows.start(Orders.of("alice", server, provider.config()));
        GrantOrigin origin =
                flows.secrets(store.find("alice", server).orElseThrow()).origin();

        rejections.fire(new ClientRejected(server, origin.client()));
        flows.start(Orders.of("bob", server, provider.config()));

        assertEquals(2, provider.server().requests("POST /register").size());
    }

    private String refusal() {
        return assertThrows(Problem.class, this::start).getMessage();
    }

    private void start() {
        flows.start(Orders.of("alice", server, provider.config()));
    }
}
