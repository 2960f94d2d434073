package org.trunkline.telemetry;

import jakarta.inject.Singleton;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Keeps queries of URLs out of spans: authorization codes, keys and users' ids are in them. */
@Singleton
public class PlainSpans implements SpanProcessor {

    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        String query = span.getAttribute(QUERY);
        if (query != null && !query.isEmpty()) {
            span.setAttribute(QUERY, "REDACTED");
        }
        String url = span.getAttribute(URL);
        if (url != null && url.indexOf('?') >= 0) {
            span.setAttribute(URL, url.substring(0, url.indexOf('?') + 1) + "REDACTED");
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
