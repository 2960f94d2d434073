package org.trunkline.oauth.flows;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.oauth.clients.PublicUrl;

/** Where browsers go when a flow has ended: always pages of our own, below the public URL. */
@ApplicationScoped
class ResultPages {

    private final PublicUrl publicUrl;

    ResultPages(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    String success(String server) {
        return publicUrl.base() + "/oauth/success?serverName=" + PublicUrl.segment(server);
    }

    String error(String code) {
        return publicUrl.base() + "/oauth/error?error=" + PublicUrl.segment(code);
    }
}
