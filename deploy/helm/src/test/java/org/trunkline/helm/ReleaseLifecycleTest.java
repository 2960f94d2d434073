package org.trunkline.helm;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The chart at a real API server, whose namespaces take restricted pods only. {@code -Pkubernetes} runs it. */
@Tag("kubernetes")
class ReleaseLifecycleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ApiServer api;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        api = ApiServer.start(folder);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void isInstalledUpgradedAndRolledBack() throws Exception {
        // given
        namespace("lifecycle");
        deploy("lifecycle", "minimal").call();
        String keyset = get("lifecycle", "secrets/trunkline-keyset").at("/data").toString();
        int replicas = deployment("lifecycle").at("/spec/replicas").asInt();

        // when
        deploy("lifecycle", "ingress")
                .set("keyset.generate", true)
                .set("keyset.existingSecret", "")
                .set("defaults.replicas", 5)
                .call();
        int more = deployment("lifecycle").at("/spec/replicas").asInt();
        helm("rollback", "trunkline", "1", "--namespace", "lifecycle");

        // then
        assertEquals(5, more);
        assertEquals(replicas, deployment("lifecycle").at("/spec/replicas").asInt());
        assertEquals(
                404,
                api.send("GET", "/apis/networking.k8s.io/v1/namespaces/lifecycle/ingresses/trunkline", "")
                        .statusCode());
        assertEquals(
                keyset, get("lifecycle", "secrets/trunkline-keyset").at("/data").toString());
        assertTrue(helm("history", "trunkline", "--namespace", "lifecycle").contains("Rollback to 1"));
    }

    @Test
    void secretsOutliveTheRelease() throws Exception {
        // given
        namespace("kept");
        deploy("kept", "minimal").call();
        JsonNode before = get("kept", "secrets/trunkline-keyset").at("/data");

        // when
        Helm.uninstall("trunkline")
                .withNamespace("kept")
                .withKubeConfig(api.kubeconfig())
                .call();
        JsonNode between = get("kept", "secrets/trunkline-keyset").at("/data");
        helm(
                "install",
                "trunkline",
                Chart.FOLDER.toAbsolutePath().toString(),
                "--namespace",
                "kept",
                "--take-ownership",
                "--values",
                Chart.FOLDER.resolve("ci/minimal-values.yaml").toAbsolutePath().toString());

        // then
        assertEquals(before, between);
        assertEquals(before, get("kept", "secrets/trunkline-keyset").at("/data"));
    }

    @Test
    void anUpgradeThatDoesNotFindTheKeySetStops() throws Exception {
        // given
        namespace("lost");
        deploy("lost", "minimal").call();
        api.send("DELETE", "/api/v1/namespaces/lost/secrets/trunkline-keyset", "");

        // when
        UpgradeCommand upgrade = deploy("lost", "minimal");

        // then
        IllegalStateException refusal = assertThrows(IllegalStateException.class, upgrade::call);
        assertTrue(refusal.getMessage().contains("keyset.generate: the Secret trunkline-keyset is not there"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "jvm", "existing-secrets"})
    void podsAreAdmittedAsRestricted(String valueSet) throws Exception {
        // given
        namespace("pods-" + valueSet);

        for (Manifest deployment : Chart.with(valueSet).render().all("Deployment")) {
            // when
            HttpResponse<String> answer =
                    api.send("POST", "/api/v1/namespaces/pods-" + valueSet + "/pods?dryRun=All", pod(deployment));

            // then
            assertEquals(201, answer.statusCode(), answer::body);
        }
    }

    private static String pod(Manifest deployment) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"pod\"}, \"spec\": %s}"
                .formatted(deployment.pod().path("spec"));
    }

    private static UpgradeCommand deploy(String namespace, String valueSet) throws Exception {
        return new Helm(Chart.FOLDER)
                .upgrade()
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(namespace)
                .withKubeConfig(api.kubeconfig())
                .withValuesFile(Chart.FOLDER.resolve("ci").resolve(valueSet + "-values.yaml"));
    }

    private static String helm(String... arguments) throws Exception {
        return Programs.run(
                Path.of("."),
                Map.of("KUBECONFIG", api.kubeconfig().toString()),
                KubernetesTools.helm().toString(),
                arguments);
    }

    private static JsonNode deployment(String namespace) throws Exception {
        return JSON.readTree(
                api.send("GET", "/apis/apps/v1/namespaces/" + namespace + "/deployments/trunkline-oauth-service", "")
                        .body());
    }

    private static JsonNode get(String namespace, String path) throws Exception {
        return JSON.readTree(api.send("GET", "/api/v1/namespaces/" + namespace + "/" + path, "")
                .body());
    }

    private static void namespace(String name) throws Exception {
        String labels = "{\"pod-security.kubernetes.io/enforce\": \"restricted\"}";
        HttpResponse<String> answer = api.send(
                "POST",
                "/api/v1/namespaces",
                "{\"metadata\": {\"name\": \"%s\", \"labels\": %s}}".formatted(name, labels));
        assertEquals(201, answer.statusCode(), answer::body);
    }
}
