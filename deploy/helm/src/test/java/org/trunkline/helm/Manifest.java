package org.trunkline.helm;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/** One object for a cluster. Paths into it are JSON pointers. */
record Manifest(JsonNode content) {

    String kind() {
        return text("/kind");
    }

    String name() {
        return text("/metadata/name");
    }

    /** {@code kind/name}, as kubectl writes it. */
    String reference() {
        return kind() + "/" + name();
    }

    String json() {
        return content.toString();
    }

    JsonNode at(String pointer) {
        return content.at(pointer);
    }

    /** The text there; empty when there is none. */
    String text(String pointer) {
        return content.at(pointer).asString("");
    }

    /** The pod that this makes; a missing node when it makes none. */
    JsonNode pod() {
        return kind().equals("CronJob") ? at("/spec/jobTemplate/spec/template") : at("/spec/template");
    }

    /** The containers of that pod. */
    List<JsonNode> containers() {
        List<JsonNode> containers = new ArrayList<>();
        pod().at("/spec/containers").forEach(containers::add);
        return containers;
    }
}
