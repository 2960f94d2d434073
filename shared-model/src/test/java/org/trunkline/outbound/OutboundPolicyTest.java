package org.trunkline.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutboundPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com/, ALLOWED",
        "example.com, http://EXAMPLE.com.:8080/, ALLOWED",
        "EXAMPLE.com, https://www.example.com/, ALLOWED",
        "www.example.com, https://example.com/, ALLOWED",
        "example.com, https://a.example.com/, NOT_LISTED",
        "example.com, https://example.com.evil.test/, NOT_LISTED",
        "example.com, https://example.com@evil.test/, NOT_LISTED",
        "*.example.com, https://a.b.example.com/, ALLOWED",
        "*.example.com, https://example.com/, ALLOWED",
        "*.example.com, https://notexample.com/, NOT_LISTED",
        "*.www.example.com, https://a.example.com/, NOT_LISTED",
        "https://*.example.com:8443, https://a.example.com:8443/, ALLOWED",
        "https://*.example.com:8443, https://a.example.com/, NOT_LISTED",
        "https://example.com, http://example.com/, NOT_LISTED",
        "https://example.com, https://example.com:8443/, ALLOWED",
        "https://example.com:443, https://example.com/, ALLOWED",
        "https://example.com:443, https://example.com:443/, ALLOWED",
        "example.com:443, https://example.com/, ALLOWED",
        "example.com:443, http://example.com/, NOT_LISTED",
        "http://example.com:80, http://example.com/, ALLOWED",
        "wss://example.com, https://example.com/, NOT_LISTED",
        "bücher.example, https://xn--bcher-kva.example/, ALLOWED",
        "10.10.0.88, http://10.10.0.88:12008/, ALLOWED",
        "10.10.0.88, http://0x0a0a0058/, ALLOWED",
        "[::1], http://[0:0::1]:3000/, ALLOWED",
        "example.com, https://{{HOST}}/, UNREADABLE",
        "example.com, ftp://example.com/, SCHEME",
        "172.19.0.*, http://172.19.0.7/, NOT_LISTED",
    })
    void allowedDomainsAreMatched(String entry, String url, Verdict verdict) {
        assertEquals(verdict, new OutboundPolicy(List.of(entry), List.of()).judge(url));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:3000, http://127.0.0.1:3000/mcp, ALLOWED",
        "127.0.0.1:3000, http://127.1:3000/mcp, ALLOWED",
        "127.0.0.1:3000, http://127.0.0.1:3001/mcp, PRIVATE_ADDRESS",
        "127.0.0.1:80, http://127.0.0.1/mcp, ALLOWED",
        "[::1]:3000, http://[::1]:3000/, ALLOWED",
        "host.docker.internal:3000, http://host.docker.internal:3000/, ALLOWED",
        "localhost:3000, http://127.0.0.1:3000/, PRIVATE_ADDRESS",
        "127.0.0.1:3000, http://localhost:3000/, PRIVATE_NAME",
        "127.0.0.1:3000, https://mcp.example.com/, ALLOWED",
    })
    void allowedAddressesOpenSinglePrivateTargets(String entry, String url, Verdict verdict) {
        assertEquals(verdict, new OutboundPolicy(List.of(), List.of(entry)).judge(url));
    }

    @Test
    void aListedNameMayResolveToAPrivateAddress() throws UnknownHostException {
        Target target = Target.parse("http://mcp.corp.example:8080/").orElseThrow();
        List<InetAddress> resolved = List.of(InetAddress.getByName("10.0.0.5"));

        assertEquals(Verdict.RESOLVES_TO_PRIVATE, policy(List.of(), List.of()).judge(target, resolved));
        assertEquals(
                Verdict.ALLOWED, policy(List.of("*.corp.example"), List.of()).judge(target, resolved));
        assertEquals(
                Verdict.ALLOWED,
                policy(List.of(), List.of("mcp.corp.example:8080")).judge(target, resolved));
        assertEquals(
                Verdict.ALLOWED, policy(List.of(), List.of("10.0.0.5:8080")).judge(target, resolved));
        assertEquals(
                Verdict.RESOLVES_TO_PRIVATE,
                policy(List.of(), List.of("10.0.0.5:8081")).judge(target, resolved));
    }

    @Test
    void authorizationServersNeedNotBeListed() throws UnknownHostException {
        OutboundPolicy policy = policy(List.of("mcp.example.com", "as.corp.example"), List.of("10.0.0.5:443"));
        Target stranger = Target.parse("https://as.example.org/token").orElseThrow();

        assertEquals(Verdict.NOT_LISTED, policy.judge("https://as.example.org/token"));
        assertEquals(Verdict.ALLOWED, policy.judgeEndpoint("https://as.example.org/token"));
        assertEquals(Verdict.PRIVATE_ADDRESS, policy.judgeEndpoint("https://10.0.0.6/token"));
        assertEquals(Verdict.ALLOWED, policy.judgeEndpoint("https://10.0.0.5/token"));
        assertEquals(Verdict.SCHEME, policy.judgeEndpoint("file:///token"));
        assertEquals(
                Verdict.RESOLVES_TO_PRIVATE,
                policy.judgeEndpoint(stranger, List.of(InetAddress.getByName("192.168.0.1"))));
    }

    @Test
    void entriesThatCouldMatchNothingAreNamed() {
        assertEquals(
                List.of(
                        "172.19.0.*",
                        "https://a.example/path",
                        "*",
                        "127.0.0.1",
                        "http://10.0.0.5:80",
                        "10.0.0.0/8:80"),
                OutboundPolicy.malformed(
                        List.of("172.19.0.*", "ok.example", "https://a.example/path", "*"),
                        List.of("127.0.0.1", "http://10.0.0.5:80", "10.0.0.0/8:80", "ok:80")));
    }

    @Test
    void whatIsDialledIsWhatWasJudged() {
        Target target =
                Target.parse("HTTPS://user:pw@Bücher.Example:443\\a b?q={x}#f").orElseThrow();

        assertEquals("https://xn--bcher-kva.example", target.origin());
        assertEquals("xn--bcher-kva.example", target.hostName());
        assertEquals("/%5Ca%20b?q=%7Bx%7D", target.path());
        assertEquals(443, target.port());
        assertTrue(target.secure());
        assertTrue(target.address().isEmpty());
        assertEquals(
                "http://[::1]:3000",
                Target.parse("http://[0::1]:3000").orElseThrow().origin());
    }

    private static OutboundPolicy policy(List<String> domains, List<String> addresses) {
        return new OutboundPolicy(domains, addresses);
    }
}
