package org.trunkline.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Programs that Go builds from the modules of Kubernetes and Helm, once for all runs until {@code mvn clean}. */
final class KubernetesTools {

    private static final Path SOURCES = Path.of("src/test/kubernetes");
    private static final Path BUILT = Path.of("target/kubernetes").toAbsolutePath();
    private static final String VERSION = "k8s.io/component-base/version";

    private KubernetesTools() {}

    /** The API server, which says that it is of the version that {@code go.mod} names. */
    static Path apiServer() throws IOException, InterruptedException {
        String version =
                Files.readString(SOURCES.resolve("go.mod")).replaceFirst("(?s).*?k8s.io/kubernetes (v[0-9.]+).*", "$1");
        String[] parts = version.substring(1).split("\\.");
        String flags = "-X %1$s.gitVersion=%2$s -X %1$s.gitMajor=%3$s -X %1$s.gitMinor=%4$s"
                .formatted(VERSION, version, parts[0], parts[1]);
        return built(
                "apiserver", "build", "-trimpath", "-ldflags", "-s -w " + flags, "-o", BUILT.toString(), "./apiserver");
    }

    static Path etcd() throws IOException, InterruptedException {
        return built("etcd", "build", "-trimpath", "-ldflags", "-s -w", "-o", BUILT.toString(), "./etcd");
    }

    /** Helm's own command: helm-java cannot roll back. */
    static Path helm() throws IOException, InterruptedException {
        return built("helm", "install", "-trimpath", "helm.sh/helm/v3/cmd/helm@v3.22.0");
    }

    private static Path built(String program, String... arguments) throws IOException, InterruptedException {
        Path executable = BUILT.resolve(program);
        if (Files.notExists(executable)) {
            Files.createDirectories(BUILT);
            Programs.run(SOURCES, Map.of("GOBIN", BUILT.toString(), "CGO_ENABLED", "0"), "go", arguments);
        }
        return executable;
    }
}
