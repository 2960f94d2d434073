package org.trunkline.oauth.flows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;

import org.trunkline.oauth.clients.PublicUrl;

/**
 * Ties a flow to the browser of its user by cookies, named and placed as LibreChat's: only a browser in which the user
 * proved to be the user can finish it. Somebody who is led to finish another's flow cannot.
 */
@ApplicationScoped
class BrowserBinding {

    private static final String FLOW = "oauth_csrf";
    private static final String USER = "oauth_session";
    private static final int DIGITS = 32;
    private static final Duration DAY = Duration.ofDays(1);

    private final BindingKeys keys;
    private final PublicUrl publicUrl;
    private final FlowConfig config;

    BrowserBinding(BindingKeys keys, PublicUrl publicUrl, FlowConfig config) {
        this.keys = keys;
        this.publicUrl = publicUrl;
        this.config = config;
    }

    /** The cookies that bind a browser; the user's own stays if it is there and good. */
    NewCookie[] bind(String userId, String flowId, Map<String, Cookie> present) {
        NewCookie flow = cookie(FLOW, keys.tag(ofFlow(flowId)), "/api/mcp", config.time());
        return isOfUser(userId, present)
                ? new NewCookie[] {flow}
                : new NewCookie[] {flow, cookie(USER, keys.tag(ofUser(userId, today())), "/api", DAY)};
    }

    /** Whether these are cookies of a browser that may finish the flow. */
    boolean proves(Flow flow, Map<String, Cookie> cookies) {
        return matches(cookies.get(FLOW), keys.tags(ofFlow(flow.id)).stream()) || isOfUser(flow.userId, cookies);
    }

    private boolean isOfUser(String userId, Map<String, Cookie> cookies) {
        LocalDate today = today();
        return matches(
                cookies.get(USER),
                Stream.of(today, today.minusDays(1)).flatMap(day -> keys.tags(ofUser(userId, day)).stream()));
    }

    private static boolean matches(Cookie cookie, Stream<String> tags) {
        byte[] value = cookie == null ? new byte[0] : cookie.getValue().getBytes(StandardCharsets.UTF_8);
        List<byte[]> good = tags.map(tag -> tag.substring(0, DIGITS).getBytes(StandardCharsets.US_ASCII))
                .toList();
        return good.stream().anyMatch(tag -> MessageDigest.isEqual(tag, value));
    }

    private NewCookie cookie(String name, String tag, String path, Duration age) {
        return new NewCookie.Builder(name)
                .value(tag.substring(0, DIGITS))
                .path(publicUrl.base() + path)
                .maxAge((int) age.toSeconds())
                .httpOnly(true)
                .secure(publicUrl.secure())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private static String ofFlow(String flowId) {
        return "flow " + flowId;
    }

    private static String ofUser(String userId, LocalDate day) {
        return "user " + day + " " + userId;
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    }
}
