package org.trunkline.helm;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.local.Service;
import org.trunkline.local.frontdoor.Routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Ingress and HTTPRoute lead where the local run's front door leads, from the same file. */
class RoutesTest {

    private static final Routes ROUTES = Routes.read(Path.of("../routes.yaml"));
    private static final Map<String, String> INGRESS =
            ingress(Chart.with("ingress").render());
    private static final Map<String, String> GATEWAY =
            gateway(Chart.with("gateway").render());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/mcp/servers",
                "/api/mcp/servers/",
                "/api/mcp/servers/orders",
                "/api/mcp/servers/oauth/tools",
                "/api/mcp/servers/auth-values",
                "/api/mcp/serversx",
                "/api/permissions/mcpServer/42",
                "/api/roles/USER/mcp-servers",
                "/api/admin/audit",
                "/api/admin/oauth/clients/orders",
                "/v0.1/servers",
                "/v0x1/servers",
                "/api/mcp/oauth/status/alice",
                "/api/mcp/oauth/auth-values",
                "/api/mcp/orders/oauth/callback",
                "/api/mcp/orders/oauth",
                "/api/mcp/orders/oauthx",
                "/api/mcp/orders/auth-values",
                "/api/mcp/orders/auth-values/more",
                "/api/mcp/orders/tools/list/call",
                "/api/mcp/tools",
                "/api/mcp",
                "/api/user/plugins",
                "/api/user/plugins/more",
                "/oauth/success",
                "/internal/v1/flows",
                "/api/internal",
                "/q/health",
                "/"
            })
    void leadToTheSameService(String path) {
        // given
        Optional<String> expected = ROUTES.serviceOf(path).map(Service::id);

        // when, then
        assertEquals(expected, longestMatch(INGRESS, path), "Ingress");
        assertEquals(expected, longestMatch(GATEWAY, path), "HTTPRoute");
    }

    /** As controllers choose among regular expressions. */
    private static Optional<String> longestMatch(Map<String, String> routes, String path) {
        return routes.keySet().stream()
                .filter(path::matches)
                .max(Comparator.comparingInt(String::length))
                .map(routes::get);
    }

    private static Map<String, String> ingress(Release release) {
        Map<String, String> routes = new LinkedHashMap<>();
        release.only("Ingress")
                .at("/spec/rules/0/http/paths")
                .forEach(path -> routes.put(
                        path.path("path").asString(),
                        service(path.at("/backend/service/name").asString())));
        return routes;
    }

    private static Map<String, String> gateway(Release release) {
        Map<String, String> routes = new LinkedHashMap<>();
        release.only("HTTPRoute")
                .at("/spec/rules")
                .forEach(rule -> rule.path("matches")
                        .forEach(match -> routes.put(
                                match.at("/path/value").asString(),
                                service(rule.at("/backendRefs/0/name").asString()))));
        return routes;
    }

    private static String service(String name) {
        return name.substring(Chart.RELEASE.length() + 1);
    }
}
