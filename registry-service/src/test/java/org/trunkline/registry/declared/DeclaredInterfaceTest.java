package org.trunkline.registry.declared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

class DeclaredInterfaceTest {

    @TempDir
    Path folder;

    private Path file;
    private DeclaredInterface declared;

    @BeforeEach
    void prepare() {
        file = folder.resolve("librechat.yaml");
        declared = new DeclaredInterface(new DeclaredConfig() {
            @Override
            public Optional<Path> file() {
                return Optional.of(file);
            }

            @Override
            public Duration every() {
                return Duration.ofSeconds(2);
            }
        });
    }

    @Test
    void saysWhatTheFileSays() {
        read("""
                version: 1.2.1
                interface:
                  mcpServers: {share: true, create: false, placeholder: Servers, use: "no"}
                """);

        assertEquals(Optional.of(true), declared.says("share"));
        assertEquals(Optional.of(false), declared.says("create"));
        assertEquals(Optional.empty(), declared.says("placeholder"));
        assertEquals(Optional.empty(), declared.says("use"));
        assertEquals(Optional.empty(), declared.says("public"));
    }

    @Test
    void followsTheFile() throws IOException {
        // given
        read("interface: {mcpServers: {share: true}}");

        // when
        read("interface: {mcpServers: {share: false}}");
        Optional<Boolean> changed = declared.says("share");
        read("interface: [not YAML");
        Optional<Boolean> broken = declared.says("share");
        read("interface: {mcpServers: true}");
        Optional<Boolean> other = declared.says("share");
        read("interface: {mcpServers: {share: true}}");
        Files.delete(file);
        declared.look();

        // then
        assertEquals(Optional.of(false), changed);
        assertEquals(Optional.of(false), broken);
        assertEquals(Optional.empty(), other);
        assertEquals(Optional.empty(), declared.says("share"));
    }

    private void read(String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        declared.look();
    }
}
