package org.trunkline.local.frontdoor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.local.Service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RoutesTest {

    private final Routes routes = Routes.read(Path.of("../routes.yaml"));

    @ParameterizedTest
    @CsvSource({
        "/api/mcp/servers, registry-service",
        "/api/mcp/servers/, registry-service",
        "/api/mcp/servers/my-server, registry-service",
        "/api/mcp/servers/my%20server, registry-service",
        "/api/mcp/servers/oauth/initiate, registry-service",
        "/api/permissions/mcpServer/42, registry-service",
        "/api/roles/USER/mcp-servers, registry-service",
        "/api/admin/grants, registry-service",
        "/v0.1/servers, registry-service",
        "/v0.1/servers/org.trunkline.local%2Fgit-hub/versions, registry-service",
        "/v0.1/servers/org.trunkline.local%2fgit-hub/versions/1.0.0%2Bab, registry-service",
        "/api/mcp/oauth/status/alice:x, oauth-service",
        "/api/mcp/my-server/oauth/callback, oauth-service",
        "/api/mcp/my-server/oauth, oauth-service",
        "/api/mcp/my-server/auth-values, oauth-service",
        "/api/user/plugins, oauth-service",
        "/oauth/success, oauth-service",
        "/api/mcp/tools, connection-service",
        "/api/mcp/tools/call, connection-service",
        "/api/mcp/connection/status/x, connection-service",
        "/api/mcp/my-server/reinitialize, connection-service",
        "/api/mcp/my-server/auth-values/more, connection-service",
        "/api/mcp/a/b/oauth, connection-service",
        "/api/mcp/...dots, connection-service",
        "/api/mcp/100%25/reinitialize, connection-service",
        "/api/admin/sessions, connection-service",
        "/api/mcp, connection-service"
    })
    void leadsToAService(String path, String service) {
        assertEquals(Service.named(service), routes.serviceOf(path));
    }

    @Test
    void anyLengthIsRead() {
        String path = "/api/mcp/connection/status/" + "x".repeat(50_000) + "/a".repeat(50_000) + "%20".repeat(50_000);

        assertEquals(Optional.of(Service.CONNECTION), routes.serviceOf(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/v1/servers",
                "/q/health/ready",
                "/q/openapi",
                "/api",
                "/api/mcpx",
                "/api/user",
                "/api/user/plugins/more",
                "/API/mcp/tools",
                "/"
            })
    void isNotRouted(String path) {
        assertEquals(Optional.empty(), routes.serviceOf(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/mcp/../../internal/v1/servers",
                "/api/mcp/./tools",
                "/api/mcp/..",
                "/api/../internal",
                "/api/mcp/%2e%2e/%2e%2e/internal",
                "/api/mcp/%2E%2E/internal",
                "/api/mcp/.%2e/internal",
                "/api/mcp/%252e%252e/internal",
                "/api/mcp/..%2f..%2finternal",
                "/v0.1/servers/..%2f..%2finternal/versions",
                "/v0.1/servers/..%2finternal/versions",
                "/v0.1/servers/a%2f../versions",
                "/v0.1/servers/a%2fb%2fc/versions",
                "/v0.1/servers/a%2fb/versions/x%2fy",
                "/v0.1/servers/a%2fb/internal",
                "/api/mcp/servers/a%2fb/versions",
                "/api/mcp/a%5c..%5cinternal",
                "/api/mcp/a\\..\\internal",
                "//internal/v1/servers",
                "/api//mcp/tools",
                "/api/mcp//tools",
                "/api/mcp/tools//",
                "/api/mcp/tools;a=b",
                "/api/mcp/..;/internal",
                "/api/mcp/%3b/tools",
                "/api/mcp/%73ervers",
                "/%69nternal/v1/servers",
                "/api/mcp/%00",
                "/api/mcp/a%0d%0ab",
                "/api/mcp/%zz",
                "/api/mcp/a%2",
                "/api/mcp/a b",
                "/api/mcp/ü",
                "/api/mcp/a#b",
                "http://other/api/mcp/tools",
                "api/mcp/tools",
                ""
            })
    void refusesWhatIsNotNormal(String path) {
        assertEquals(Optional.empty(), routes.serviceOf(path));
    }

    @Test
    void aRouteLeadsToAServiceThatExists(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("r.yaml"), "routes: [{path: /a, service: nobody}]");

        assertThrows(IllegalArgumentException.class, () -> Routes.read(file));
    }
}
