package org.trunkline.oauth.testbed;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import org.trunkline.oauth.testbed.ScriptedServer.Answer;
import org.trunkline.oauth.testbed.ScriptedServer.Request;

/**
 * An authorization server and the MCP server that it protects, true to the protocol where a flow meets it: it registers
 * clients, holds codes to their challenge, client and redirect URI, and gives each code's tokens once.
 */
public final class TestProvider implements AutoCloseable {

    private final ScriptedServer server = new ScriptedServer();
    private final Map<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
    private volatile Runnable meanwhile = () -> {};

    /** One whose metadata is complete. */
    public TestProvider() {
        server.publish(
                "/.well-known/oauth-protected-resource/mcp",
                "{'resource':'%s/mcp','authorization_servers':['%s']}".formatted(url(), url()));
        publishMetadata("'code_challenge_methods_supported':['S256'],'scopes_supported':['read','write'],"
                + "'authorization_response_iss_parameter_supported':true");
        server.on("POST /register", this::register);
        server.on("POST /token", this::token);
    }

    /** The issuer, and the origin of the MCP server. */
    public String url() {
        return server.url();
    }

    /** The configuration of the MCP server. */
    public String config() {
        return "{'type':'streamable-http','url':'%s/mcp','requiresOAuth':true}".formatted(url());
    }

    /** The server below, to script what is different. */
    public ScriptedServer server() {
        return server;
    }

    /** What happens while a code is exchanged. */
    public void meanwhile(Runnable happens) {
        meanwhile = happens;
    }

    /** From now on the metadata says that besides its endpoints. */
    public void publishMetadata(String more) {
        server.publish(
                "/.well-known/oauth-authorization-server",
                ("{'issuer':'%1$s','authorization_endpoint':'%1$s/authorize','token_endpoint':'%1$s/token',"
                                + "'registration_endpoint':'%1$s/register','response_types_supported':['code'],%2$s}")
                        .formatted(url(), more));
    }

    /** The user consents: the query that the browser comes back with. */
    public Map<String, String> consent(String authorizationUrl) {
        Map<String, List<String>> asked =
                URLUtils.parseParameters(URI.create(authorizationUrl).getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        return Map.of("code", code, "state", asked.get("state").getFirst(), "iss", url());
    }

    @Override
    public void close() {
        server.close();
    }

    private Answer register(Request request) {
        return Answer.json(201, "{\"client_id\":\"" + UUID.randomUUID() + "\",\"client_secret\":\"s3cr3t-of-client\"}");
    }

    private Answer token(Request request) {
        meanwhile.run();
        Map<String, List<String>> form = URLUtils.parseParameters(request.body());
        Map<String, List<String>> asked =
                codes.remove(form.getOrDefault("code", List.of("")).getFirst());
        if (asked == null || !isMeant(asked, form)) {
            return Answer.json(400, "{\"error\":\"invalid_grant\"}");
        }
        return Answer.json(
                200,
                "{\"access_token\":\"access-" + UUID.randomUUID()
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"refresh\"}");
    }

    private static boolean isMeant(Map<String, List<String>> asked, Map<String, List<String>> form) {
        CodeVerifier verifier = new CodeVerifier(form.get("code_verifier").getFirst());
        String challenge =
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue();
        return challenge.equals(asked.get("code_challenge").getFirst())
                && form.get("redirect_uri").equals(asked.get("redirect_uri"))
                && form.get("resource").equals(asked.get("resource"));
    }

    /** The bytes of a metadata document that is too large. */
    public static String oversized() {
        return "{'issuer':'" + new String(new byte[2 << 20], StandardCharsets.ISO_8859_1).replace('\0', 'x') + "'}";
    }
}
