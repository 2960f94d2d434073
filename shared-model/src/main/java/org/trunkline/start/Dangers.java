package org.trunkline.start;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;

/** The rules of a safe start. */
final class Dangers {

    private static final String SERVICE_AUDIENCES = "quarkus.oidc.internal.token.audience";
    private static final String USER_AUDIENCES = "quarkus.oidc.token.audience";
    private static final String CREDENTIALS = "quarkus.oidc-client.credentials.";
    private static final String DATABASE_CREDENTIALS = "quarkus.mongodb.credentials.";
    private static final int SHORTEST_SECRET = 16;

    private static final String THIS_MACHINE = "localhost|[^/]*\\.localhost|127\\.[0-9.]+|\\[::1]";
    private static final Pattern HTTPS = Pattern.compile("https://[^/?#\\s]+.*");
    private static final Pattern LOCAL_URL = Pattern.compile("\\w+://(" + THIS_MACHINE + ")(:\\d+)?([/?#].*)?");
    private static final Pattern LOCAL_DATABASE =
            Pattern.compile("[\\w+]+://([^@/]*@)?([^/]*,)?(" + THIS_MACHINE + ")(:\\d+)?([,/?].*)?");
    private static final Pattern CREDENTIALS_IN_URI = Pattern.compile("[\\w+]+://[^@/]+@.*|.*[?&]authMechanism=.*");
    private static final Pattern TRUST =
            Pattern.compile("quarkus\\.tls\\.([^.]+\\.|\"[^\"]+\"\\.)?(trust-all|hostname-verification-algorithm)"
                    + "|quarkus\\.(oidc|oidc-client)\\.([^.]+\\.)?tls\\.verification");
    private static final Pattern NO_TRUST = Pattern.compile("(?i)true|none|certificate-validation");

    private final Config settings;
    private final List<Danger> found = new ArrayList<>();

    private Dangers(Config settings) {
        this.settings = settings;
    }

    /** What is not safe about these settings. */
    static List<Danger> of(Config settings) {
        Dangers dangers = new Dangers(settings);
        dangers.checkIssuer();
        dangers.checkPublicUrl();
        dangers.checkInternalApi();
        dangers.checkClientSecret();
        dangers.checkDatabase();
        dangers.checkTrust();
        return dangers.found;
    }

    private void checkIssuer() {
        String setting = "trunkline.identity.issuer";
        String issuer = value(setting);
        if (LOCAL_URL.matcher(issuer).matches()) {
            add(setting, "this is a provider for development, on this machine", "give the platform's OpenID provider");
        } else if (!HTTPS.matcher(issuer).matches()) {
            add(setting, "it is no https URL, so that anybody between could make tokens", "give its https URL");
        }
    }

    /** Not every service needs it. */
    private void checkPublicUrl() {
        String setting = "trunkline.public-url";
        String url = value(setting);
        if (LOCAL_URL.matcher(url).matches()) {
            add(
                    setting,
                    "browsers elsewhere do not reach this machine by it",
                    "give the front door's public https URL");
        } else if (!url.isEmpty() && !HTTPS.matcher(url).matches()) {
            add(setting, "it is no https URL, so that tokens could be read on the way", "give its https URL");
        }
    }

    /** What tells services from users is the audience of their tokens, and nothing else. */
    private void checkInternalApi() {
        for (String audiences : List.of(USER_AUDIENCES, SERVICE_AUDIENCES)) {
            List<String> taken = values(audiences);
            if (taken.isEmpty() || taken.contains("any")) {
                add(audiences, "every token of the provider is taken, whomever it is for", "leave it out");
            }
        }
        if (!Collections.disjoint(values(SERVICE_AUDIENCES), values(USER_AUDIENCES))) {
            add(
                    "trunkline.identity.service-audience",
                    "it is the users' audience too, so that the internal API is open to users",
                    "give one that no user's token has");
        }
        for (String tenant : List.of("quarkus.oidc.tenant-enabled", "quarkus.oidc.internal.tenant-enabled")) {
            if (value(tenant).equals("false")) {
                add(tenant, "tokens would not be verified", "leave it out");
            }
        }
    }

    private void checkClientSecret() {
        String setting = CREDENTIALS + "secret";
        String secret = value(setting);
        String remedy = "give the secret that the provider made for this service's client";
        if (secret.isEmpty()) {
            if (names().noneMatch(name -> name.startsWith(CREDENTIALS))) {
                add(setting, "it is not set, so that this service cannot prove itself to its neighbours", remedy);
            }
        } else if (secret.length() < SHORTEST_SECRET || secret.equals(value("quarkus.oidc-client.client-id"))) {
            add(setting, "it can be guessed: it has less than 16 characters, or is the client's id", remedy);
        }
    }

    private void checkDatabase() {
        String setting = "trunkline.database.uri";
        String uri = value("quarkus.mongodb.connection-string");
        if (LOCAL_DATABASE.matcher(uri).matches()) {
            add(setting, "this is a database for development, on this machine", "give the platform's MongoDB");
        } else if (!CREDENTIALS_IN_URI.matcher(uri).matches()
                && names().noneMatch(name -> name.startsWith(DATABASE_CREDENTIALS))) {
            add(
                    setting,
                    "it has no credentials, so that whoever reaches the database is let in",
                    "give it a user and a password, or another authMechanism");
        }
    }

    private void checkTrust() {
        names().filter(name -> TRUST.matcher(name).matches())
                .filter(name -> NO_TRUST.matcher(value(name)).matches())
                .sorted()
                .forEach(name -> add(
                        name, "whoever answers is believed to be who was meant", "trust the authority's certificate"));
    }

    private void add(String setting, String fault, String remedy) {
        found.add(new Danger(setting, fault, remedy));
    }

    /** Empty when it is not set. */
    private String value(String setting) {
        return settings.getOptionalValue(setting, String.class).orElse("");
    }

    private List<String> values(String setting) {
        return settings.getOptionalValues(setting, String.class).orElse(List.of());
    }

    private Stream<String> names() {
        return StreamSupport.stream(settings.getPropertyNames().spliterator(), false);
    }
}
