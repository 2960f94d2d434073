package org.trunkline.local.frontdoor;

import java.util.Optional;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyResponse;

/**
 * What the front door answers when no service does, in the form that the services use (RFC 9457 with the members
 * {@code error} and {@code message}).
 *
 * @param neighbour the service that is missing
 */
record Problem(String kind, HttpResponseStatus status, String message, Optional<String> neighbour) {

    private static final String RETRY_AFTER_SECONDS = "5";
    private static final String MEDIA_TYPE = "application/problem+json";

    static Problem notRouted() {
        return new Problem(
                "not-found", HttpResponseStatus.NOT_FOUND, "nothing is served at this path", Optional.empty());
    }

    static Problem unavailable(String neighbour) {
        String message = neighbour + " does not answer now; retry in " + RETRY_AFTER_SECONDS + " seconds";
        return new Problem(
                "neighbour-unavailable", HttpResponseStatus.SERVICE_UNAVAILABLE, message, Optional.of(neighbour));
    }

    void answer(HttpServerResponse response) {
        response.setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .end(body());
    }

    ProxyResponse answer(ProxyResponse response) {
        response.setStatusCode(status.code())
                .setStatusMessage(status.reasonPhrase())
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .setBody(Body.body(body()));
        return neighbour.isPresent() ? response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS) : response;
    }

    private Buffer body() {
        JsonObject body = new JsonObject()
                .put("type", "urn:trunkline:problem:" + kind)
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", message)
                .put("error", status.reasonPhrase())
                .put("message", message);
        neighbour.ifPresent(name -> body.put("neighbour", name));
        return body.toBuffer();
    }
}
