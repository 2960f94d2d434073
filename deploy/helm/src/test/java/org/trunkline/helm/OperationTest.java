package org.trunkline.helm;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How the services are run: settings, replicas, their end, and who reaches them. */
class OperationTest {

    @Test
    void aServicesSettingsAreThoseOfAllAndItsOwn() {
        // when
        Release release = Chart.with("production").render();

        // then
        List<String> settings = release.settings("connection-service");
        assertTrue(settings.contains("trunkline.catalog.namespace=com.example"), settings::toString);
        assertTrue(settings.contains("trunkline.sessions.idle-timeout=30m"), settings::toString);
        assertFalse(release.settings("oauth-service").contains("trunkline.sessions.idle-timeout=30m"));
    }

    @Test
    void podsAreReplacedWhenTheirSettingsChange() {
        // given
        String checksum = "/spec/template/metadata/annotations/checksum~1settings";
        Release before = Chart.with("minimal").render();

        // when
        Release after = Chart.with("minimal")
                .and("services.oauth-service.settings.trunkline\\.pages\\.name", "Acme")
                .render();

        // then
        assertFalse(before.of("oauth-service", "Deployment")
                .text(checksum)
                .equals(after.of("oauth-service", "Deployment").text(checksum)));
        assertEquals(before.of("registry-service", "Deployment"), after.of("registry-service", "Deployment"));
    }

    @Test
    void declaredServersAreMountedAsAFolderSoThatChangesArrive() {
        // when
        Release release = Chart.with("production").render();

        // then
        Manifest registry = release.of("registry-service", "Deployment");
        JsonNode mount = named(registry.containers().getFirst().path("volumeMounts"), "declared");
        assertTrue(mount.path("subPath").isMissingNode());
        assertTrue(release.settings("registry-service")
                .contains("trunkline.declared.file=" + mount.path("mountPath").asString() + "/servers.yaml"));
        assertTrue(release.named("ConfigMap")
                .get("trunkline-declared")
                .text("/data/servers.yaml")
                .contains("Bearer ${ORDERS_KEY}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry-service", "oauth-service", "connection-service"})
    void aPodHasTimeToFinishWhatItDoes(String service) {
        // when
        Release release = Chart.with("minimal").render();

        // then
        Manifest deployment = release.of(service, "Deployment");
        int delay = deployment
                .containers()
                .getFirst()
                .at("/lifecycle/preStop/sleep/seconds")
                .asInt();
        int requests = release.settings(service).stream()
                .filter(setting -> setting.startsWith("quarkus.shutdown.timeout="))
                .map(setting -> setting.replaceAll("\\D", ""))
                .mapToInt(Integer::parseInt)
                .sum();
        assertTrue(delay > 0 && requests > 0);
        assertTrue(deployment.pod().at("/spec/terminationGracePeriodSeconds").asInt() > delay + requests);
    }

    @ParameterizedTest
    @CsvSource({"registry-service, false", "oauth-service, false", "connection-service, true"})
    void aServiceWithChildrenIsNotTheFirstProcess(String service, boolean children) {
        // when
        JsonNode pod =
                Chart.with("minimal").render().of(service, "Deployment").pod().path("spec");

        // then
        assertEquals(children, pod.path("shareProcessNamespace").asBoolean(false));
    }

    @Test
    void anAutoscalerHasTheReplicasToItself() {
        // when
        Release release = Chart.with("production").render();

        // then
        assertTrue(release.of("connection-service", "Deployment")
                .at("/spec/replicas")
                .isMissingNode());
        Manifest autoscaler = release.of("connection-service", "HorizontalPodAutoscaler");
        assertEquals(20, autoscaler.at("/spec/maxReplicas").asInt());
        assertEquals("trunkline_sessions", autoscaler.text("/spec/metrics/1/pods/metric/name"));
        assertEquals(
                1,
                release.of("oauth-service", "HorizontalPodAutoscaler")
                        .at("/spec/metrics")
                        .size());
    }

    @Test
    void oneReplicaMayBeMovedAway() {
        assertEquals(List.of(), Chart.with("one-replica").render().all("PodDisruptionBudget"));
        assertEquals(
                3, Chart.with("minimal").render().all("PodDisruptionBudget").size());
    }

    @Test
    void onlyTheFrontDoorTheServicesAndMonitoringReachTheServices() {
        // when
        Manifest policy = Chart.with("production").render().only("NetworkPolicy");

        // then
        Set<String> peers = new TreeSet<>();
        policy.at("/spec/ingress/0/from").forEach(peer -> peers.add(peer.toString()));
        assertEquals(
                new TreeSet<>(List.of(
                        "{\"podSelector\":{\"matchLabels\":{\"app.kubernetes.io/name\":\"trunkline\",\"app.kubernetes.io/instance\":\"trunkline\"}}}",
                        "{\"namespaceSelector\":{\"matchLabels\":{\"trunkline.org/front-door\":\"true\"}}}",
                        "{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"monitoring\"}}}")),
                peers);
        assertEquals(1, policy.at("/spec/ingress").size());
        assertEquals(List.of(), Chart.with("no-network-policy").render().all("NetworkPolicy"));
    }

    @Test
    void eachServiceMayRunNatively() {
        // when
        Release release = Chart.with("native").render();

        // then
        assertTrue(image(release, "oauth-service").endsWith("-native"));
        assertFalse(image(release, "connection-service").endsWith("-native"));
    }

    @Test
    void anImageIsNamedByItsDigestWhereThatIsKnown() {
        assertEquals(
                "registry.example.com/platform/trunkline/oauth-service:1.4.2@sha256:"
                        + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                image(Chart.with("production").render(), "oauth-service"));
    }

    private static String image(Release release, String service) {
        return release.of(service, "Deployment")
                .containers()
                .getFirst()
                .path("image")
                .asString();
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode entry : list) {
            if (entry.path("name").asString().equals(name)) {
                return entry;
            }
        }
        throw new AssertionError("no " + name + " in " + list);
    }
}
