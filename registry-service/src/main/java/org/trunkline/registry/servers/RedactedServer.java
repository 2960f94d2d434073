package org.trunkline.registry.servers;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.inspection.Inspection;
import org.trunkline.registry.access.Permission;
import org.trunkline.server.ApiKey;
import org.trunkline.server.OAuthSettings;
import org.trunkline.server.OnBehalfOf;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;
import org.trunkline.server.SessionScope;
import org.trunkline.server.UserVariable;
import org.trunkline.tool.ToolDefinition;
import org.trunkline.tool.ToolPolicy;

/**
 * What a user is told of a server: the fields on LibreChat's list, when and for how long it is waited for, and no
 * others, so that a new field of the configuration stays untold until it is put here. Where the server points is told
 * to those who may edit it.
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record RedactedServer(
        @Schema(description = "Its unique name; in the answer to its creation and in pages", examples = "git-hub")
        String serverName,

        @Schema(examples = "streamable-http") String type,

        @Schema(examples = "Git Hub") String title,

        String description,
        String iconPath,
        Boolean chatMenu,

        @Schema(description = "false: not connected before a user asks for it")
        Boolean startup,

        @Schema(description = "Of one request, in milliseconds", examples = "60000")
        Long timeout,

        @Schema(description = "Of connecting, in milliseconds", examples = "30000")
        Long initTimeout,

        @Schema(description = "As configured or found out; absent: not known")
        Boolean requiresOAuth,

        @Schema(description = "What the server can do, as JSON in a string", examples = "{\"tools\":{}}")
        String capabilities,

        @Schema(description = "The names of its tools", examples = "echo, add")
        String tools,

        @Schema(description = "Its tools by their keys") Map<String, ToolFunction> toolFunctions,

        @Schema(description = "How long connecting and looking took, in milliseconds", examples = "120")
        Long initDuration,

        @Schema(description = "true: it could not be connected when it was saved")
        Boolean inspectionFailed,

        @Schema(description = "Which tools may be used; absent: all")
        ToolPolicy toolPolicy,

        @Schema(description = "true: a tool whose definition changes is not used until the change is accepted")
        Boolean pinTools,

        @Schema(description = "false: tool calls do not tell the server the id of the user whose session it is")
        Boolean forwardUserId,

        @Schema(description = "The values that each user supplies, by name")
        Map<String, UserVariable> customUserVars,

        @Schema(description = "true: the server's own; a string: this instead")
        Object serverInstructions,

        @Schema(description = "true: a session serves one request only, since the configuration uses its fields")
        Boolean requestScoped,

        @Schema(description = "Without the key") ApiKey apiKey,

        @Schema(
                description =
                        "Without the client secret; endpoint URLs only for those who may edit. redirect_uri is where"
                                + " Trunkline wants the browser back, to be entered where the client is registered; not in lists")
        OAuthSettings oauth,

        OnBehalfOf obo,

        @Schema(description = "Only for those who may edit", examples = "https://mcp.example.com/mcp")
        String url,

        @Schema(description = "When it last changed, in milliseconds since 1970", examples = "1795190400000")
        Long updatedAt,

        @Schema(description = "Of a managed server", examples = "691f3c0e8f0a4b2d9c1e7a55")
        String dbId,

        @Schema(description = "yaml: declared by the operator; user: created over this API", examples = "user")
        ServerSource source,

        @Schema(description = "Whether the caller may change it")
        boolean canEdit) {

    static RedactedServer of(VisibleServer server) {
        return of(server, null, null);
    }

    static RedactedServer of(VisibleServer server, String redirectUri) {
        return of(server, null, redirectUri);
    }

    static RedactedServer named(VisibleServer server) {
        return of(server, server.name(), null);
    }

    /** With the name, which its creator does not know yet. */
    static RedactedServer named(VisibleServer server, String redirectUri) {
        return of(server, server.name(), redirectUri);
    }

    private static RedactedServer of(VisibleServer server, String name, String redirectUri) {
        ServerConfig config = server.detected();
        boolean edit = server.allows(Permission.EDIT);
        Inspection found =
                server.inspection() == null ? null : server.inspection().whole();
        List<ToolDefinition> tools = tools(found, edit ? null : config.toolPolicy());
        return new RedactedServer(
                name,
                config.type(),
                config.title(),
                config.description(),
                config.iconPath(),
                config.chatMenu(),
                config.startup(),
                config.timeout(),
                config.initTimeout(),
                config.requiresOAuth(),
                found == null || found.capabilities() == null
                        ? null
                        : found.capabilities().toString(),
                tools == null ? null : tools.stream().map(ToolDefinition::name).collect(Collectors.joining(", ")),
                tools == null ? null : ToolFunction.byKey(tools, server.name()),
                found == null ? null : found.duration(),
                found != null && found.isFailed() ? true : null,
                config.toolPolicy(),
                config.pinTools(),
                config.forwardUserId(),
                config.customUserVars(),
                config.serverInstructions(),
                SessionScope.of(config, server.source()).perRequest() ? true : null,
                redacted(config.apiKey()),
                redacted(config.oauth(), edit, redirectUri),
                config.obo(),
                edit ? config.url() : null,
                server.updatedAt().toEpochMilli(),
                server.id() == null ? null : server.id().toHexString(),
                server.source(),
                server.canEdit());
    }

    /** What the policy keeps from users is told to those who may change the policy. */
    private static List<ToolDefinition> tools(Inspection found, ToolPolicy policy) {
        return found == null || found.tools() == null
                ? null
                : found.tools().stream()
                        .filter(tool -> policy == null || policy.admits(tool))
                        .toList();
    }

    private static ApiKey redacted(ApiKey key) {
        return key == null ? null : new ApiKey(key.source(), key.authorizationType(), key.customHeader(), null);
    }

    private static OAuthSettings redacted(OAuthSettings oauth, boolean edit, String redirectUri) {
        if (oauth == null) {
            return null;
        }
        return new OAuthSettings(
                edit ? oauth.authorizationUrl() : null,
                edit ? oauth.tokenUrl() : null,
                oauth.clientId(),
                null,
                oauth.scope(),
                redirectUri,
                oauth.tokenExchangeMethod(),
                oauth.grantTypesSupported(),
                oauth.tokenEndpointAuthMethodsSupported(),
                oauth.responseTypesSupported(),
                oauth.codeChallengeMethodsSupported(),
                oauth.skipCodeChallengeCheck(),
                oauth.audience(),
                oauth.forwardAudienceOnRefresh(),
                oauth.sendResourceParameter(),
                edit ? oauth.revocationEndpoint() : null,
                oauth.revocationEndpointAuthMethodsSupported(),
                edit ? oauth.issuer() : null,
                null);
    }
}
