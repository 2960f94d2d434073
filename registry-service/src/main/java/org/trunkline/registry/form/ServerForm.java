package org.trunkline.registry.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.problem.FieldIssue;
import org.trunkline.server.Transport;

/**
 * What the configuration of a server must look like: the rules that users and operators share (librechat.md, B). Of the
 * transports' forms the one counts that {@code type}, else the other fields, ask for; only its issues are reported.
 */
public abstract class ServerForm {

    private static final Pattern TITLE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}'’ -]*");

    /** Reads one configuration. */
    public Reading read(JsonNode config) {
        List<FieldIssue> issues = new ArrayList<>();
        Fields fields = new Fields(config, List.of(), issues);
        if (config.isObject()) {
            transport(fields).ifPresent(transport -> rules(fields, transport));
        } else {
            fields.mistyped("object", config);
        }
        return new Reading(fields.kept(), List.copyOf(issues));
    }

    /** The transports that may be asked for, in the order in which LibreChat tries them. */
    abstract List<Transport> transports();

    /** The transport of a configuration without {@code type}. */
    abstract Transport guess(Fields fields);

    /** The rules of {@code url}, which is there and a string. */
    abstract void url(Fields fields, String url, Transport transport);

    /** The rules of a URL in the {@code oauth} block. */
    abstract void endpoint(Fields block, String name);

    /** The rules that are this form's own. */
    abstract void more(Fields fields, Transport transport);

    /** What is said of the fields of {@code oauth} that are the operator's. */
    abstract void operatorsOAuth(Fields block);

    private Optional<Transport> transport(Fields fields) {
        JsonNode type = fields.given("type");
        if (type == null) {
            Transport guess = guess(fields);
            fields.keep("type", guess.type());
            return Optional.of(guess);
        }
        Optional<Transport> named =
                type.isTextual() ? Transport.named(type.textValue()).filter(transports()::contains) : Optional.empty();
        named.ifPresentOrElse(
                transport -> fields.keep("type", type.textValue()),
                () -> types().forEach(name ->
                        fields.report("invalid_literal", "Invalid literal value, expected \"" + name + "\"", "type")));
        return named;
    }

    private Stream<String> types() {
        return Stream.concat(transports().stream().map(Transport::type), Stream.of("http"));
    }

    private void rules(Fields fields, Transport transport) {
        fields.text("title")
                .filter(title -> !TITLE.matcher(title).matches())
                .ifPresent(title -> fields.report(
                        Fields.INVALID_TEXT,
                        "Title must start with a letter or number and can include spaces, hyphens, and apostrophes",
                        "title"));
        fields.text("description");
        fields.text("iconPath");
        fields.object("oauth", block -> {
            operatorsOAuth(block);
            OAuthRules.read(block, this::endpoint);
        });
        fields.object("apiKey", ServerForm::apiKey);
        fields.object("toolPolicy", ToolRules::read);
        fields.flag("pinTools");
        fields.flag("forwardUserId");
        more(fields, transport);
        if (transport != Transport.STDIO) {
            fields.require("url");
            fields.text("url").ifPresent(url -> url(fields, url, transport));
        }
        if (transport == Transport.SSE || transport == Transport.STREAMABLE_HTTP) {
            http(fields);
        } else {
            fields.refuse("obo", "undefined");
        }
        if (transport == Transport.WEBSOCKET) {
            fields.textsByName("headers");
        }
    }

    private static void http(Fields fields) {
        fields.textsByName("headers");
        fields.textsByName("requestHeaders");
        fields.object("obo", obo -> {
            obo.require("scopes");
            obo.filledText("scopes");
        });
    }

    /** The rules of one value that users supply. */
    static void variable(Fields variable) {
        variable.require("title", "description");
        variable.text("title");
        variable.text("description");
        variable.flag("sensitive");
    }

    private static void apiKey(Fields block) {
        block.text("key");
        block.require("source", "authorization_type");
        block.choice("source", "admin", "user");
        block.choice("authorization_type", "basic", "bearer", "custom");
        block.text("custom_header");
    }
}
