package org.trunkline.registry.form;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class WebUrlTest {

    /** What {@code new URL(text)} of Node 20 says. */
    @ParameterizedTest
    @CsvSource({
        "https://a.example/x, true",
        "HTTPS://A.example, true",
        "https://a.example/{{PAT}}/mcp, true",
        "http://{{H}}/x, true",
        "http://a/b c, true",
        "http://[::1]/, true",
        "http://a:/, true",
        "http://u:p@a:80/, true",
        "https:foo, true",
        "https:/foo/bar, true",
        "javascript:alert(1), true",
        "http://1.2.3.4/, true",
        "http://1.2.3.256/, false",
        "http://1.2.3.4.5/, false",
        "https://, false",
        "https:, false",
        "http://a b/, false",
        "http://a:99999/, false",
        "http://a:x/, false",
        "http://a%20b/, false",
        "not a url, false",
        "/relative, false",
        "'', false",
    })
    void isAUrlWhenNodeSaysSo(String text, boolean valid) {
        assertEquals(valid, WebUrl.parse(text).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "https://a/?audience=x, https://a/",
        "https://a/?b=1&resource=x#f, https://a/?b=1#f",
        "https://a/?b=1&%72esource=x&c, https://a/?b=1&c",
        "https://a/audience?b=resource, https://a/audience?b=resource",
    })
    void losesParameters(String text, String expected) {
        WebUrl url = WebUrl.parse(text).orElseThrow();

        assertEquals(expected, url.without(List.of("audience", "resource")));
    }
}
