package org.trunkline.outbound;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** LibreChat's recorded answers. Where an issue or a measured defect overrules one, the opposite must hold. */
class OutboundCasesTest {

    /** Why a recorded answer is not ours; each says itself which cases it concerns, whatever their ids are. */
    private enum Overruled {
        DOCUMENTATION_ADDRESSES("issue 3: documentation ranges and fec0::/10 are blocked") {
            @Override
            boolean concerns(JsonNode input, boolean result) {
                boolean open = input.path("fn").asText().equals("isBlockedTarget") ? !result : result;
                String target =
                        input.path("host").asText() + input.at("/config/url").asText();
                return open
                        && texts(input.path("allowedDomains")).isEmpty()
                        && DOCUMENTATION.matcher(target).find();
            }
        },
        BARE_NUMBERS("a host is read in one way everywhere: what a URL makes 127.0.0.1 is so without a URL, too") {
            @Override
            boolean concerns(JsonNode input, boolean result) {
                String host = input.path("host").asText();
                return input.path("fn").asText().equals("isBlockedTarget")
                        && !result
                        && NUMBERS.matcher(host).matches()
                        && !USUAL_IPV4.matcher(host).matches();
            }
        },
        DEFAULT_PORTS("issue 3 and librechat.md J.17: an explicit default port equals an implied one") {
            @Override
            boolean concerns(JsonNode input, boolean result) {
                URI url = URI.create(input.path("url")
                        .asText(input.at("/config/url").asText())
                        .replaceAll("[{}]", "_"));
                String withPort = url.getHost() + (("https").equals(url.getScheme()) ? ":443" : ":80");
                return !result
                        && texts(input.path("allowedDomains")).stream()
                                .anyMatch(
                                        entry -> entry.replaceFirst(".*://", "").equals(withPort));
            }
        };

        private static final Pattern DOCUMENTATION =
                Pattern.compile("\\b(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.|\\b2001:0?db8:|\\bfe[c-f][0-9a-f]:");
        private static final Pattern NUMBERS =
                Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+)){0,3}");
        private static final Pattern USUAL_IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

        private final String reason;

        Overruled(String reason) {
            this.reason = reason;
        }

        abstract boolean concerns(JsonNode input, boolean result);
    }

    static Stream<Case> cases() {
        return CaseFiles.of("ssrf_and_domains");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsRecordedUnlessOverruled(Case recorded) {
        boolean result = recorded.expect().path("result").asBoolean();
        Optional<Overruled> overruled = Stream.of(Overruled.values())
                .filter(rule -> rule.concerns(recorded.input(), result))
                .findFirst();

        assertEquals(
                overruled.isPresent() ? !result : result,
                answer(recorded.input()),
                () -> overruled.map(rule -> rule.reason).orElse("as recorded"));
    }

    @Test
    void theSampleHasCasesOfEachKind() {
        assertEquals(
                List.of("alw-", "mcp-", "oau-", "tgt-"),
                cases().map(recorded -> recorded.id().substring(0, 4))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static boolean answer(JsonNode input) {
        OutboundPolicy policy =
                new OutboundPolicy(texts(input.path("allowedDomains")), texts(input.path("allowedAddresses")));
        Optional<Host> host = Host.parse(input.path("host").asText());
        return switch (input.path("fn").asText()) {
            case "isBlockedTarget" ->
                host.map(found -> !OutboundPolicy.unlessPrivate(found).allowed())
                        .orElse(false);
            case "isAddressAllowed" ->
                host.map(found -> policy.opened(found, input.path("port").asInt()))
                        .orElse(false);
            case "isMcpUrlAllowed" ->
                !input.path("config").has("url")
                        || policy.judge(input.at("/config/url").asText()).allowed();
            case "isOAuthUrlTrusted" ->
                Target.parse(input.path("url").asText()).map(policy::trusted).orElse(false);
            default -> throw new IllegalArgumentException(input.toString());
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
