package org.trunkline.outbound;

import java.util.List;
import java.util.Set;

/** Names that lead into private networks whatever they resolve to: LibreChat's list. */
final class BlockedNames {

    private static final List<String> SUFFIXES = List.of(".localhost", ".internal", ".local");

    private static final Set<String> NAMES = Set.of(
            "localhost",
            "localhost.localdomain",
            "rag_api",
            "rag-api",
            "api",
            "redis",
            "mongodb",
            "mongo",
            "postgres",
            "postgresql",
            "mysql",
            "database",
            "db",
            "elasticsearch",
            "kibana",
            "grafana",
            "prometheus",
            "rabbitmq",
            "kafka",
            "zookeeper",
            "consul",
            "vault",
            "etcd",
            "minio",
            "internal",
            "backend",
            "metadata");

    private BlockedNames() {}

    /** Whether {@code name}, in lower case and without a trailing dot, is one of them. */
    static boolean contains(String name) {
        return NAMES.contains(name) || SUFFIXES.stream().anyMatch(name::endsWith);
    }
}
