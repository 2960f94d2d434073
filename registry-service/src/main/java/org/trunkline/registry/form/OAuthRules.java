package org.trunkline.registry.form;

import java.util.List;
import java.util.function.BiConsumer;

/** The rules of the {@code oauth} block (librechat.md, B.3). */
final class OAuthRules {

    private static final List<String> URLS =
            List.of("authorization_url", "token_url", "redirect_uri", "revocation_endpoint", "issuer");
    private static final List<String> TEXTS = List.of("client_id", "client_secret", "scope");
    private static final List<String> LISTS = List.of(
            "grant_types_supported",
            "token_endpoint_auth_methods_supported",
            "response_types_supported",
            "code_challenge_methods_supported",
            "revocation_endpoint_auth_methods_supported");

    private OAuthRules() {}

    /** @param url the rules of one URL of the block */
    static void read(Fields block, BiConsumer<Fields, String> url) {
        URLS.forEach(name -> url.accept(block, name));
        TEXTS.forEach(block::text);
        LISTS.forEach(block::texts);
        block.choice("token_exchange_method", "default_post", "basic_auth_header");
        block.flag("skip_code_challenge_check");
        if (block.typed()) {
            secret(block);
        }
    }

    /**
     * A secret without its client, or with one of the endpoints it is meant for, could be sent to the wrong place.
     * Without both, discovery finds them, and oauth-service sends the secret to no other issuer than the first.
     */
    private static void secret(Fields block) {
        if (!has(block, "client_secret")) {
            return;
        }
        if (!has(block, "client_id")) {
            block.report(Fields.CUSTOM, "OAuth client_secret requires client_id", "client_secret");
        } else if (has(block, "authorization_url") != has(block, "token_url")) {
            block.report(
                    Fields.CUSTOM,
                    "OAuth client_secret with client_id requires both authorization_url and token_url, or neither",
                    "client_secret");
        }
    }

    private static boolean has(Fields block, String name) {
        return block.given(name) != null && !block.given(name).asText().isEmpty();
    }
}
