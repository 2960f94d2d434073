package org.trunkline.problem;

import java.util.List;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes in a service's API what every answer to a request that fails looks like: {@link ProblemMapper}. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemAnswers implements OASFilter {

    private static final String NAME = "Problem";
    private static final String FIRST_OF_FAILURES = "4";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSchema(NAME, problem());
        api.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(Operation::getResponses)
                .flatMap(responses -> responses.getAPIResponses().entrySet().stream())
                .filter(response -> response.getKey().compareTo(FIRST_OF_FAILURES) >= 0
                        && response.getValue().getContent() == null)
                .forEach(response -> describe(response.getValue()));
    }

    private static void describe(APIResponse response) {
        response.setContent(OASFactory.createContent()
                .addMediaType(
                        ProblemMapper.PROBLEM_JSON.toString(),
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(NAME))));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("Why a request was refused or failed (RFC 9457), with LibreChat's error and message."
                        + " Problems of some types have further members")
                .addProperty("type", text("Tells the problems apart; about:blank where the status says all"))
                .addProperty("title", text("The status in words"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("What is wrong, and what to do"))
                .addProperty("error", text("As LibreChat says it"))
                .addProperty("message", text("As LibreChat says it"))
                .addProperty("instance", text("The path that was asked for"))
                .addProperty("errors", errors());
    }

    private static Schema errors() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .description("The fields at fault, if fields are")
                .items(OASFactory.createSchema()
                        .addType(Schema.SchemaType.OBJECT)
                        .addProperty("code", text("What kind of fault it is"))
                        .addProperty(
                                "path",
                                OASFactory.createSchema()
                                        .addType(Schema.SchemaType.ARRAY)
                                        .description("The way to the field")
                                        .examples(List.of(List.of("oauth", "client_id"))))
                        .addProperty("message", text("What is wrong with it")));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }
}
