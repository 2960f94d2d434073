package org.trunkline.helm;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.awaitility.Awaitility.await;
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
        define("monitoring.coreos.com", "v1", "ServiceMonitor");
        define("monitoring.coreos.com", "v1", "PrometheusRule");
        define("gateway.networking.k8s.io", "v1", "HTTPRoute");
        api.send(
                "POST",
                "/apis/scheduling.k8s.io/v1/priorityclasses",
                "{\"metadata\": {\"name\": \"platform\"}, \"value\": 1000}");
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
    @MethodSource("valueSets")
    void eachValueSetIsInstalledAndItsPodsAreAdmittedAsRestricted(String valueSet) throws Exception {
        // given
        String namespace = "set-" + valueSet;
        namespace(namespace);

        // when
        deploy(namespace, valueSet).call();

        // then
        for (Manifest manifest : Chart.with(valueSet).render().manifests()) {
            if (!manifest.pod().isMissingNode()) {
                HttpResponse<String> answer =
                        api.send("POST", "/api/v1/namespaces/" + namespace + "/pods?dryRun=All", pod(manifest));
                assertEquals(201, answer.statusCode(), answer::body);
            }
        }
    }

    static Stream<String> valueSets() {
        return Chart.valueSets().stream()
                .map(file -> file.getFileName().toString().replace("-values.yaml", ""));
    }

    private static String pod(Manifest manifest) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"pod\"}, \"spec\": %s}"
                .formatted(manifest.pod().path("spec"));
    }

    /** What the operators bring whose resources the chart has. */
    private static void define(String group, String version, String kind) throws Exception {
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(Path.of("src/test/schemas", kind + ".json")));
        String definition = """
                {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                 "metadata": {"name": "%2$s.%1$s", "annotations": {"api-approved.kubernetes.io": "unapproved, for tests"}},
                 "spec": {"group": "%1$s", "scope": "Namespaced", "names": {"kind": "%3$s", "plural": "%2$s"},
                  "versions": [{"name": "%4$s", "served": true, "storage": true, "schema": {"openAPIV3Schema": %5$s}}]}}""".formatted(group, plural, kind, version, structural(schema));
        HttpResponse<String> answer =
                api.send("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
        assertEquals(201, answer.statusCode(), answer::body);
        await(kind + " to be served")
                .until(() -> api.send("GET", "/apis/" + group + "/" + version + "/" + plural, "")
                                .statusCode()
                        == 200);
    }

    /**
     * As the API server takes a schema: what is unknown is dropped anyway, and a field of two types is one by another
     * word.
     */
    private static JsonNode structural(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove("$comment");
            if (object.path("additionalProperties").isBoolean()) {
                object.remove("additionalProperties");
            }
            if (object.remove("anyOf") != null) {
                object.put("x-kubernetes-int-or-string", true);
            }
        }
        schema.forEach(ReleaseLifecycleTest::structural);
        return schema;
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
