package org.trunkline.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an attacker writes to reach this machine and its network. */
class BlockedTargetsTest {

    private static final OutboundPolicy OPEN = new OutboundPolicy(List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                // one address in many spellings
                "http://127.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0X7F.1/",
                "http://0177.0.0.1/",
                "http://017700000001/",
                "http://0/",
                "http://127.0.0.1./",
                "http://127.0.0.1.../",
                "http://%31%32%37.0.0.1/",
                "http://127%2e0%2E0%2e1/",
                "http://①②⑦.⓪.⓪.①/",
                "http://127。0。0。1/",
                "http://１２７.0.0.1/",
                // IPv6, and IPv4 inside it
                "http://[::]/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:ffff:0a00:0001]/",
                "http://[::127.0.0.1]/",
                "http://[::ffff:0:127.0.0.1]/",
                "http://[2002:7f00:1::]/",
                "http://[2002:c0a8:0101::1]/",
                "http://[64:ff9b::10.0.0.1]/",
                "http://[64:ff9b:1::10.0.0.1]/",
                "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
                "http://[2606:4700::5efe:10.0.0.1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fe80::1%eth0]/",
                "http://[fd00:ec2::254]/",
                "http://[fec0::1]/",
                "http://[2001:db8::1]/",
                "http://[ff02::1]/",
                // ranges, at their edges
                "http://0.255.255.255/",
                "http://10.255.255.255/",
                "http://100.64.0.0/",
                "http://100.100.100.200/",
                "http://168.63.129.16/",
                "http://169.254.169.254/latest/meta-data/",
                "http://172.16.0.0/",
                "http://172.31.255.255/",
                "http://192.0.0.192/",
                "http://192.0.2.1/",
                "http://198.19.255.255/",
                "http://198.51.100.1/",
                "http://203.0.113.255/",
                "http://239.1.2.3/",
                "http://255.255.255.255/",
                // names
                "http://localhost/",
                "http://LOCALHOST./",
                "http://a.b.localhost/",
                "http://ｌｏｃａｌｈｏｓｔ/",
                "http://loc\u00adalhost/",
                "http://%6cocalhost/",
                "http://metadata.google.internal/",
                "http://printer.local./",
                "http://rag_api:8000/",
                "ws://redis:6379/",
                // what surrounds the host
                "http://example.com@127.0.0.1/",
                "http://example.com:80@127.0.0.1:8080/",
                "http://a@b@127.0.0.1/",
                "http://127.0.0.1\\@example.com/",
                "http://127.0.0.1#@example.com/",
                "http://127.0.0.1?@example.com/",
                "http:/127.0.0.1/",
                "http:127.0.0.1/",
                "http:\\\\127.0.0.1/",
                "http:////127.0.0.1/",
                " http://127.0.0.1/ ",
                "ht\ntp://127.0.\t0.1/",
                "HTTP://127.0.0.1/",
                "http://127.0.0.1/a path with blanks",
                "http://127.0.0.1/{{braces}}",
                // no web at all
                "file:///etc/passwd",
                "gopher://example.com/",
                "ftp://example.com/",
                "localhost:3000/mcp",
            })
    void areRefused(String url) {
        assertFalse(OPEN.judge(url).allowed());
        assertFalse(OPEN.judgeEndpoint(url).allowed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://93.184.216.34/mcp",
                "http://134744072/",
                "http://9.255.255.255/",
                "http://11.0.0.0/",
                "http://100.63.255.255/",
                "http://100.128.0.0/",
                "http://172.15.255.255/",
                "http://172.32.0.0/",
                "http://192.0.1.0/",
                "http://192.0.3.0/",
                "http://198.17.255.255/",
                "http://198.20.0.0/",
                "http://223.255.255.255/",
                "https://[2606:4700::1111]/",
                "https://[::ffff:8.8.8.8]/",
                "https://[2002:808:808::]/",
                "https://[64:ff9b::8.8.8.8]/",
                "https://[2001:0:4136:e378:8000:63bf:f7f7:f7f7]/",
                "https://mcp.example.com:8443/mcp",
                "wss://mcp.example.com/",
                "https://bücher.example/",
                "https://local.example/",
                "https://10.0.0.1.example/",
                "https://localhost.example/",
            })
    void thePublicOnesAreNot(String url) {
        assertTrue(OPEN.judge(url).allowed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "169.254.169.254",
                "::1",
                "fe80::1",
                "fd00::1",
                "::ffff:192.168.0.1",
                "64:ff9b::7f00:1"
            })
    void aPublicNameMayNotLeadThere(String address) throws UnknownHostException {
        Target target = Target.parse("https://mcp.example.com/").orElseThrow();
        InetAddress good = InetAddress.getByName("93.184.216.34");

        assertEquals(Verdict.ALLOWED, OPEN.judge(target, List.of(good)));
        assertEquals(Verdict.RESOLVES_TO_PRIVATE, OPEN.judge(target, List.of(good, InetAddress.getByName(address))));
    }

    @Test
    void whatCannotBeReadHasNoTargetToDial() {
        List<String> unreadable = List.of(
                "https://{{HOST}}/mcp",
                "${URL}",
                "",
                "https://",
                "https://a b/",
                "https://a..b/",
                "https://example.com:99999/",
                "https://example.com:80:80/",
                "https://[::1/",
                "https://[::1]x/",
                "https://::1/",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https://4294967296/",
                "https://10.0.0.0/8@/",
                "https://a%00b/",
                "https://[::/0]/",
                "https://[1::*]/");

        unreadable.forEach(url -> assertTrue(Target.parse(url).isEmpty() || refused(url), url));
    }

    private static boolean refused(String url) {
        return !OPEN.judge(url).allowed();
    }
}
