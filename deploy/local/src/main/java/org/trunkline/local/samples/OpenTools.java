package org.trunkline.local.samples;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;

/** The tools of the open sample: they need nothing and keep nothing. */
final class OpenTools {

    private OpenTools() {}

    static List<SyncToolSpecification> all() {
        return List.of(
                tool(
                        "echo",
                        "Says the message again",
                        Schema.object().with("message", "string", "What to say"),
                        arguments -> text("Echo: " + arguments.get("message"))),
                tool(
                        "add",
                        "Adds two numbers",
                        Schema.object().with("a", "number", "The first").with("b", "number", "The second"),
                        arguments -> text(number(arguments, "a")
                                .add(number(arguments, "b"))
                                .toPlainString())),
                tool(
                        "time",
                        "Tells the time in a time zone",
                        Schema.object().with("zone", "string", "A zone's name, for instance Europe/Paris"),
                        OpenTools::time));
    }

    private static CallToolResult time(Map<String, Object> arguments) {
        try {
            ZonedDateTime now =
                    ZonedDateTime.now(ZoneId.of(arguments.get("zone").toString()));
            return text(now.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_ZONED_DATE_TIME));
        } catch (DateTimeException e) {
            return CallToolResult.builder()
                    .addTextContent("no such time zone: " + arguments.get("zone"))
                    .isError(true)
                    .build();
        }
    }

    private static SyncToolSpecification tool(
            String name, String description, Schema input, Function<Map<String, Object>, CallToolResult> action) {
        return new SyncToolSpecification(
                Tool.builder(name, input.json()).description(description).build(),
                (exchange, request) -> action.apply(request.arguments()));
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    private static BigDecimal number(Map<String, Object> arguments, String name) {
        return new BigDecimal(arguments.get(name).toString());
    }
}
