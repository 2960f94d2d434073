package org.trunkline.start;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class DangersTest {

    private static final String SECRET = "9b1d7c42e05af386";

    private static final Map<String, String> GOOD = Map.of(
            "trunkline.identity.issuer", "https://id.example.com/realms/trunkline",
            "trunkline.public-url", "https://mcp.example.com",
            "quarkus.oidc.token.audience", "trunkline",
            "quarkus.oidc.internal.token.audience", "trunkline-internal",
            "quarkus.oidc-client.client-id", "connection-service",
            "quarkus.oidc-client.credentials.secret", SECRET,
            "quarkus.mongodb.connection-string", "mongodb://trunkline:pass@a.example.com,b.example.com/?tls=true");

    @Test
    void whatIsSafeIsSafe() {
        assertEquals(List.of(), named(GOOD));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            trunkline.identity.issuer, http://id.example.com,               trunkline.identity.issuer
            trunkline.identity.issuer, http://localhost:3080/demo,          trunkline.identity.issuer
            trunkline.identity.issuer, https://localhost:8443/realms/a,     trunkline.identity.issuer
            trunkline.identity.issuer, https://[::1]/realms/a,              trunkline.identity.issuer
            trunkline.identity.issuer, https://127.0.0.2,                   trunkline.identity.issuer
            trunkline.identity.issuer, https://id.localhost/a,              trunkline.identity.issuer
            trunkline.identity.issuer, id.example.com,                      trunkline.identity.issuer
            trunkline.public-url, http://mcp.example.com,                   trunkline.public-url
            trunkline.public-url, https://localhost:3080,                   trunkline.public-url
            quarkus.oidc.internal.token.audience, trunkline,                trunkline.identity.service-audience
            quarkus.oidc.internal.token.audience, "internal,trunkline",     trunkline.identity.service-audience
            quarkus.oidc.internal.token.audience, any,                      quarkus.oidc.internal.token.audience
            quarkus.oidc.internal.token.audience, "",                       quarkus.oidc.internal.token.audience
            quarkus.oidc.token.audience, any,                               quarkus.oidc.token.audience
            quarkus.oidc.internal.tenant-enabled, false,                    quarkus.oidc.internal.tenant-enabled
            quarkus.oidc.tenant-enabled, false,                             quarkus.oidc.tenant-enabled
            quarkus.oidc-client.credentials.secret, changeme,               quarkus.oidc-client.credentials.secret
            quarkus.oidc-client.credentials.secret, connection-service,     quarkus.oidc-client.credentials.secret
            quarkus.mongodb.connection-string, mongodb://db.example.com,    trunkline.database.uri
            quarkus.mongodb.connection-string, mongodb://u:p@localhost:1,   trunkline.database.uri
            quarkus.mongodb.connection-string, "mongodb://u:p@a:1,127.0.0.1:2/x", trunkline.database.uri
            quarkus.tls.trust-all, true,                                    quarkus.tls.trust-all
            quarkus.tls.corporate.trust-all, true,                          quarkus.tls.corporate.trust-all
            quarkus.oidc.tls.verification, none,                            quarkus.oidc.tls.verification
            """)
    void whatIsNotSafeIsNamed(String setting, String value, String named) {
        assertEquals(List.of(named), named(with(setting, value)));
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.mongodb.connection-string, mongodb+srv://trunkline:pass@cluster.example.com",
        "quarkus.mongodb.connection-string, mongodb://db.example.com/?tls=true&authMechanism=MONGODB-X509",
        "quarkus.oidc.tls.verification, required",
        "quarkus.tls.corporate.trust-all, false",
        "trunkline.identity.issuer, https://localhost.example.com/realms/a"
    })
    void whatOnlyLooksSoIsNot(String setting, String value) {
        assertEquals(List.of(), named(with(setting, value)));
    }

    @Test
    void aServiceCanProveItselfByMoreThanASecret() {
        Map<String, String> none = new HashMap<>(GOOD);
        none.remove("quarkus.oidc-client.credentials.secret");
        Map<String, String> key = new HashMap<>(none);
        key.put("quarkus.oidc-client.credentials.jwt.key-file", "/etc/trunkline/client.pem");

        assertEquals(List.of("quarkus.oidc-client.credentials.secret"), named(none));
        assertEquals(List.of(), named(key));
    }

    @Test
    void theDatabasesUserCanBeASettingOfItsOwn() {
        Map<String, String> settings = with("quarkus.mongodb.connection-string", "mongodb://db.example.com");
        settings.put("quarkus.mongodb.credentials.username", "trunkline");

        assertEquals(List.of(), named(settings));
    }

    @Test
    void noSecretIsTold() {
        Map<String, String> settings = with("quarkus.oidc-client.credentials.secret", "short-one");
        settings.put("quarkus.mongodb.connection-string", "mongodb://user:short-one@localhost");

        assertFalse(Dangers.of(config(settings)).toString().contains("short-one"));
    }

    private static Map<String, String> with(String setting, String value) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(setting, value);
        return settings;
    }

    private static List<String> named(Map<String, String> settings) {
        return Dangers.of(config(settings)).stream().map(Danger::setting).toList();
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
