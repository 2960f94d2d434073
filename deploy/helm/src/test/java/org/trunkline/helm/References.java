package org.trunkline.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;

/** Whether what the objects of a release name is part of it. */
record References(Release release) {

    private static final Map<String, String> SELECTORS = Map.of(
            "Service", "/spec/selector",
            "PodDisruptionBudget", "/spec/selector/matchLabels",
            "NetworkPolicy", "/spec/podSelector/matchLabels",
            "Deployment", "/spec/selector/matchLabels");

    /** Objects that select no pod of the release. */
    List<String> selectorsWithoutPods() {
        return SELECTORS.entrySet().stream()
                .flatMap(selector -> release.all(selector.getKey()).stream()
                        .filter(manifest -> pods().noneMatch(pod -> has(pod, manifest.at(selector.getValue())))))
                .map(Manifest::reference)
                .toList();
    }

    /** Mounts of containers that name no volume of their pod. */
    List<String> mountsWithoutVolumes() {
        return release.all("Deployment").stream()
                .flatMap(deployment -> {
                    Set<String> volumes = names(deployment.pod().at("/spec/volumes"));
                    return deployment.containers().stream()
                            .flatMap(container -> names(container.path("volumeMounts")).stream())
                            .filter(mount -> !volumes.contains(mount))
                            .map(mount -> deployment.reference() + " mounts " + mount);
                })
                .toList();
    }

    /** Services that a route or an autoscaler names and that are not there. */
    List<String> routesWithoutService() {
        Set<String> services = release.named("Service").keySet();
        List<String> named = new ArrayList<>();
        release.all("Ingress")
                .forEach(ingress -> ingress.at("/spec/rules/0/http/paths")
                        .forEach(path ->
                                named.add(path.at("/backend/service/name").asString())));
        release.all("HTTPRoute")
                .forEach(route -> route.at("/spec/rules")
                        .forEach(
                                rule -> named.add(rule.at("/backendRefs/0/name").asString())));
        release.all("HorizontalPodAutoscaler")
                .forEach(autoscaler -> named.add(autoscaler.text("/spec/scaleTargetRef/name")));
        return named.stream().filter(name -> !services.contains(name)).toList();
    }

    private Stream<JsonNode> pods() {
        return release.manifests().stream().map(Manifest::pod).filter(pod -> !pod.isMissingNode());
    }

    private static boolean has(JsonNode pod, JsonNode selector) {
        JsonNode labels = pod.at("/metadata/labels");
        return selector.properties().stream().allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    private static Set<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(entry -> entry.path("name").asString())
                .collect(Collectors.toSet());
    }
}
