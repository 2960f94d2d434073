package org.trunkline.local.samples;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;

/** The tools of the orders sample, which answer with structured content about a handful of made-up orders. */
final class OrderTools {

    private static final Schema ORDER = Schema.object()
            .with("id", "string", "The order's number")
            .with("customer", "string", "Who ordered")
            .with("item", "string", "What was ordered")
            .with("status", "string", "open, shipped or delivered");

    private static final List<Map<String, Object>> ORDERS = List.of(
            Map.of("id", "1001", "customer", "Ada", "item", "Difference engine", "status", "shipped"),
            Map.of("id", "1002", "customer", "Grace", "item", "Nanosecond of wire", "status", "delivered"),
            Map.of("id", "1003", "customer", "Ada", "item", "Punched cards", "status", "open"));

    private OrderTools() {}

    static List<SyncToolSpecification> all() {
        Tool list = Tool.builder("list_orders", Schema.object().json())
                .description("Lists all orders")
                .outputSchema(Schema.object().withList("orders", ORDER).json())
                .build();
        Tool lookup = Tool.builder(
                        "lookup_order",
                        Schema.object()
                                .with("id", "string", "The order's number")
                                .json())
                .description("Finds an order by its number")
                .outputSchema(ORDER.json())
                .build();
        return List.of(
                tool(list, arguments -> Optional.of(Map.of("orders", ORDERS))),
                tool(
                        lookup,
                        arguments -> ORDERS.stream()
                                .filter(order -> order.get("id").equals(arguments.get("id")))
                                .findFirst()));
    }

    private static SyncToolSpecification tool(
            Tool tool, Function<Map<String, Object>, Optional<Map<String, Object>>> action) {
        return new SyncToolSpecification(
                tool,
                (exchange, request) -> action.apply(request.arguments())
                        .map(OrderTools::structured)
                        .orElseGet(() ->
                                failed("no such order: " + request.arguments().get("id"))));
    }

    /** The content twice: structured, and as text for clients of before 2025-06-18. */
    private static CallToolResult structured(Map<String, Object> content) {
        return CallToolResult.builder()
                .structuredContent(content)
                .addTextContent(content.toString())
                .build();
    }

    private static CallToolResult failed(String message) {
        return CallToolResult.builder().addTextContent(message).isError(true).build();
    }
}
