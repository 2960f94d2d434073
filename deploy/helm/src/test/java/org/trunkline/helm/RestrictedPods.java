package org.trunkline.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * The rules of Kubernetes' restricted <a
 * href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standard</a>, and this
 * chart's own: no token, a read-only root file system, an image with a version, and resources.
 */
final class RestrictedPods {

    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    private final List<String> faults = new ArrayList<>();
    private final String reference;

    private RestrictedPods(String reference) {
        this.reference = reference;
    }

    /** Which rules the pods that a manifest makes break; none when it makes no pods. */
    static List<String> faults(Manifest manifest) {
        RestrictedPods rules = new RestrictedPods(manifest.reference());
        JsonNode pod = manifest.pod().at("/spec");
        if (!pod.isMissingNode()) {
            rules.pod(pod);
            manifest.containers().forEach(rules::container);
        }
        return rules.faults;
    }

    private void pod(JsonNode pod) {
        rule("runAsNonRoot", pod.at("/securityContext/runAsNonRoot").asBoolean(false));
        rule("seccompProfile", is(pod, "/securityContext/seccompProfile/type", "RuntimeDefault"));
        rule("not root", pod.at("/securityContext/runAsUser").asInt(1) != 0);
        rule("no token", !pod.at("/automountServiceAccountToken").asBoolean(true));
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            rule(shared, !pod.path(shared).asBoolean(false));
        }
        for (JsonNode volume : pod.at("/volumes")) {
            rule(
                    "volume " + volume.path("name"),
                    volume.propertyNames().stream().anyMatch(VOLUMES::contains));
        }
    }

    private void container(JsonNode container) {
        JsonNode security = container.path("securityContext");
        rule("privilege escalation", !security.path("allowPrivilegeEscalation").asBoolean(true));
        rule("privileged", !security.path("privileged").asBoolean(false));
        rule("capabilities", security.at("/capabilities/drop/0").asString("").equals("ALL"));
        rule("capabilities added", security.at("/capabilities/add").isMissingNode());
        rule("read-only root", security.path("readOnlyRootFilesystem").asBoolean(false));
        rule(
                "image " + container.path("image"),
                versioned(container.path("image").asString("")));
        for (String resource : List.of("/requests/cpu", "/requests/memory", "/limits/memory")) {
            rule(
                    "resources" + resource,
                    !container.path("resources").at(resource).isMissingNode());
        }
    }

    private static boolean versioned(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        return name.contains(":") && !name.endsWith(":latest");
    }

    private static boolean is(JsonNode node, String pointer, String text) {
        return node.at(pointer).asString("").equals(text);
    }

    private void rule(String name, boolean kept) {
        if (!kept) {
            faults.add(reference + " breaks: " + name);
        }
    }
}
