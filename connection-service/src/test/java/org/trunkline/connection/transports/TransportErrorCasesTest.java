package org.trunkline.connection.transports;

import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.connection.transports.TransportException.Kind;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Which failures may pass by themselves. LibreChat reads that from words; here the failure behind the words says it:
 * what came with an HTTP status has it, what broke has broken. The words themselves are LibreChat's own and are not
 * repeated: they guess at proxies, and name the server's address to who may not know it.
 */
class TransportErrorCasesTest {

    /** What Node and its HTTP client say of a connection that is not there or broke. */
    private static final Pattern BROKEN =
            Pattern.compile("|.*undefined|.*\\bE[A-Z]{5,}.*|.*(?i:socket|timed? ?out|terminated|closed|network).*");

    static Stream<Case> cases() {
        return CaseFiles.of("transport_error_classification");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mayPass(Case example) {
        boolean expected = example.expect().path("result").path("isTransient").asBoolean();

        assertEquals(expected, failure(example).isTransient());
    }

    /** LibreChat looks for a status in the words too; here it is known, as it was answered. */
    private static TransportException failure(Case example) {
        String message = example.input().path("message").asText();
        int status = example.expect().path("result").path("code").asInt();
        if (status > 0) {
            return new TransportException(Kind.HTTP_ERROR, message, status, MultiMap.caseInsensitiveMultiMap());
        }
        return BROKEN.matcher(message).matches()
                ? Unreachable.because(new IOException(message))
                : new TransportException(Kind.PROTOCOL, message);
    }
}
