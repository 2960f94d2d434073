package org.trunkline.helm;

import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

/** Which Secrets a pod is given. */
final class Secrets {

    private Secrets() {}

    /** As {@code name key} of those in its environment by name, and {@code name} of those that are mounted. */
    static Set<String> of(Manifest manifest) {
        Set<String> secrets = new TreeSet<>();
        for (JsonNode container : manifest.containers()) {
            for (JsonNode variable : container.path("env")) {
                JsonNode reference = variable.at("/valueFrom/secretKeyRef");
                if (!reference.isMissingNode()) {
                    secrets.add(reference.path("name").asString() + " "
                            + reference.path("key").asString());
                }
            }
        }
        for (JsonNode volume : manifest.pod().at("/spec/volumes")) {
            volume.at("/secret/secretName").asStringOpt().ifPresent(secrets::add);
        }
        return secrets;
    }
}
