package org.trunkline.oauth.provider;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;

/**
 * The HTTP client of everything that goes to authorization servers. Each request goes to an address that the outbound
 * guard has checked; redirects are not followed; size and time of an answer are bounded.
 */
@ApplicationScoped
public class ProviderHttp implements HTTPRequestSender {

    /**
     * Sends one request and reads the whole answer, whatever its status. Blocks.
     *
     * @throws IOException when there is no answer in time, or it is too large
     * @throws org.trunkline.problem.TargetNotAllowed when the outbound guard does not let the request go there
     */
    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        throw new IOException("not sent: " + request.getURI());
    }
}
