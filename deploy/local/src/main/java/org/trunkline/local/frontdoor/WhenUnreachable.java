package org.trunkline.local.frontdoor;

import io.vertx.core.Future;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;

/** Says which service is missing, where the proxy answers 502 without a word (as it still does to a WebSocket). */
record WhenUnreachable(Problem problem) implements ProxyInterceptor {

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        return context.sendRequest()
                .recover(failure -> Future.succeededFuture(
                        problem.answer(context.request().release().response())));
    }
}
