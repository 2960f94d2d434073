package org.trunkline.oauth.pages;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** The pages that tell a person what became of a flow. They load nothing and run nothing but what is in them. */
@Path("/oauth")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@PermitAll
@Tag(name = "flows", description = "OAuth authorizations in progress")
class ResultResource {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN, Locale.KOREAN);
    private static final int NONCE_BYTES = 16;

    private final BrandConfig brand;
    private final SecureRandom random = new SecureRandom();

    /** @throws IllegalStateException when the colour could be more than a colour */
    ResultResource(BrandConfig brand) {
        if (!brand.colour().matches("#[0-9a-fA-F]{3,8}")) {
            throw new IllegalStateException("trunkline.pages.colour must be like #24527a; it is: " + brand.colour());
        }
        this.brand = brand;
    }

    @CheckedTemplate
    static final class Templates {

        private Templates() {}

        static native TemplateInstance result(Result result);
    }

    @GET
    @Path("/success")
    @Operation(summary = "The page after a flow that ended well")
    @APIResponse(responseCode = "200", description = "The page, in English, German or Korean")
    public RestResponse<String> success(
            @Parameter(description = "The server's name", example = "github") @RestQuery String serverName,
            @RestHeader(HttpHeaders.ACCEPT_LANGUAGE) String languages) {
        Result.Look look = look(languages);
        return page(look, Result.success(look, serverName));
    }

    @GET
    @Path("/error")
    @Operation(summary = "The page after a flow that failed")
    @APIResponse(responseCode = "200", description = "The page, in English, German or Korean")
    public RestResponse<String> error(
            @Parameter(description = "What went wrong", example = "access_denied") @RestQuery String error,
            @RestHeader(HttpHeaders.ACCEPT_LANGUAGE) String languages) {
        Result.Look look = look(languages);
        return page(look, Result.error(look, error));
    }

    private Result.Look look(String languages) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return new Result.Look(
                locale(languages),
                Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
                brand.name(),
                brand.logo().map(Object::toString).orElse(null),
                brand.colour());
    }

    private static Locale locale(String languages) {
        try {
            Locale found = languages == null ? null : Locale.lookup(Locale.LanguageRange.parse(languages), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }

    private static RestResponse<String> page(Result.Look look, Result result) {
        String html = Templates.result(result).setLocale(look.locale()).render();
        String nonce = "'nonce-" + look.nonce() + "'";
        String policy = "default-src 'none'; style-src " + nonce + "; script-src " + nonce
                + (look.logo() == null ? "" : "; img-src " + look.logo().replaceAll("[;,\\s]", ""))
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return RestResponse.ResponseBuilder.ok(html)
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }
}
