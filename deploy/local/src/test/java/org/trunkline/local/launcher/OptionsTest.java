package org.trunkline.local.launcher;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.local.Service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OptionsTest {

    private static final Path ROOT = Path.of("/repository");

    @Test
    void thereAreDefaults() {
        Options options = Options.parse(ROOT);

        assertEquals(3080, options.port());
        assertEquals(Path.of("/repository/.trunkline"), options.data());
        assertEquals(Path.of("/repository/deploy/local/declared-servers.yaml"), options.declared());
        assertFalse(options.fresh());
        assertEquals(List.of(), options.allowed());
        assertEquals(1, options.replicas().of(Service.OAUTH));
        assertFalse(options.replicas().areKept());
        assertEquals(Packaging.JVM, options.packaging());
    }

    @Test
    void servicesCanHaveReplicas() {
        Replicas replicas =
                Options.parse(ROOT, "--replicas", "connection=3,oauth=2").replicas();

        assertEquals(3, replicas.of(Service.CONNECTION));
        assertEquals(2, replicas.of(Service.OAUTH));
        assertEquals(1, replicas.of(Service.REGISTRY));
        assertTrue(replicas.areKept());
    }

    @Test
    void severalTargetsCanBeAllowed() {
        Options options = Options.parse(ROOT, "--allow", "127.0.0.1:3001", "--allow", "[::1]:3002");

        assertEquals(List.of("127.0.0.1:3001", "[::1]:3002"), options.allowed());
    }

    @Test
    void eachCanBeGiven() {
        Options options = Options.parse(
                ROOT, "--port", "4000", "--fresh", "--data", "/tmp/d", "--declared", "/tmp/x.yaml", "--native");

        assertEquals(4000, options.port());
        assertTrue(options.fresh());
        assertEquals(Path.of("/tmp/d"), options.data());
        assertEquals(Path.of("/tmp/x.yaml"), options.declared());
        assertEquals(Packaging.NATIVE, options.packaging());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--what",
                "--port",
                "--port x",
                "--port 0",
                "--replicas",
                "--replicas oauth",
                "--replicas oauth=0",
                "--replicas oauth=10",
                "--replicas oauth=2,",
                "--replicas database=2",
                "--data",
                "--allow",
                "--allow 127.0.0.1",
                "--allow a:1,b:2"
            })
    void theRestIsRefused(String arguments) {
        assertThrows(LaunchFailure.class, () -> Options.parse(ROOT, arguments.split(" ")));
    }
}
