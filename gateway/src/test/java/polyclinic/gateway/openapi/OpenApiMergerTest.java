package polyclinic.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class OpenApiMergerTest {

    private final OpenApiMerger merger = new OpenApiMerger(path -> path.startsWith("/api/v1/"));

    @Test
    void equal_components_are_merged_and_different_ones_of_one_name_are_both_kept() {
        merger.add("patient-service", document("/api/v1/patients", "PatientView", "string"));
        merger.add("appointment-service", document("/api/v1/appointments", "PatientView", "integer"));
        merger.add("notes-service", document("/api/v1/notes", "PatientView", "string"));

        JsonObject all = merged();

        assertThat(schemas(all).fieldNames())
                .containsExactlyInAnyOrder("PatientView", "AppointmentPatientView", "Problem");
        assertThat(reference(all, "/api/v1/patients")).isEqualTo("#/components/schemas/PatientView");
        assertThat(reference(all, "/api/v1/appointments")).isEqualTo("#/components/schemas/AppointmentPatientView");
        assertThat(reference(all, "/api/v1/notes")).isEqualTo("#/components/schemas/PatientView");
    }

    @Test
    void references_between_renamed_components_are_rewritten() {
        merger.add("patient-service", new JsonObject("""
                {"components":{"schemas":{"Item":{"type":"string"}}}}"""));
        merger.add("notes-service", new JsonObject("""
                {"components":{"schemas":{
                  "Item":{"type":"object"},
                  "Page":{"type":"array","items":{"$ref":"#/components/schemas/Item"}}}}}"""));

        JsonObject page = schemas(merged()).getJsonObject("Page");

        assertThat(page.getJsonObject("items").getString("$ref")).isEqualTo("#/components/schemas/NotesItem");
    }

    @Test
    void a_component_that_refers_to_a_renamed_one_differs_too() {
        String page = """
                "Page":{"type":"array","items":{"$ref":"#/components/schemas/Item"}}""";
        merger.add(
                "patient-service",
                new JsonObject("{\"components\":{\"schemas\":{\"Item\":{\"type\":\"string\"}," + page + "}}}"));
        merger.add(
                "notes-service",
                new JsonObject("{\"components\":{\"schemas\":{" + page + ",\"Item\":{\"type\":\"object\"}}}}"));

        JsonObject schemas = schemas(merged());

        assertThat(schemas.getJsonObject("Page").getJsonObject("items").getString("$ref"))
                .isEqualTo("#/components/schemas/Item");
        assertThat(schemas.getJsonObject("NotesPage").getJsonObject("items").getString("$ref"))
                .isEqualTo("#/components/schemas/NotesItem");
    }

    @Test
    void a_renamed_component_does_not_take_the_place_of_another() {
        merger.add("patient-service", new JsonObject("""
                {"components":{"schemas":{"Item":{"type":"string"},"NotesItem":{"type":"boolean"}}}}"""));
        merger.add("notes-service", new JsonObject("""
                {"components":{"schemas":{"Item":{"type":"object"}}}}"""));

        JsonObject schemas = schemas(merged());

        assertThat(schemas.getJsonObject("NotesItem").getString("type")).isEqualTo("boolean");
        assertThat(schemas.getJsonObject("NotesItem2").getString("type")).isEqualTo("object");
    }

    @Test
    void two_clashing_names_of_one_service_stay_two_components() {
        merger.add("a", new JsonObject("""
                {"components":{"schemas":{"Item":{"type":"string"}}}}"""));
        merger.add("b", new JsonObject("""
                {"components":{"schemas":{"Item":{"type":"object"},"BItem":{"type":"boolean"}}}}"""));

        JsonObject schemas = schemas(merged());

        assertThat(schemas.fieldNames()).containsExactlyInAnyOrder("Item", "BItem", "BItem2");
    }

    @Test
    void paths_that_clients_cannot_reach_are_left_out() {
        merger.add("patient-service", document("/internal/repair", "Repair", "string"));

        assertThat(merged().getJsonObject("paths").fieldNames()).isEmpty();
    }

    private JsonObject merged() {
        return merger.document(new JsonObject().put("title", "all"));
    }

    private static JsonObject schemas(JsonObject document) {
        return document.getJsonObject("components").getJsonObject("schemas");
    }

    private static String reference(JsonObject document, String path) {
        return document.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject("get")
                .getString("$ref");
    }

    private static JsonObject document(String path, String schema, String type) {
        return new JsonObject()
                .put(
                        "paths",
                        new JsonObject()
                                .put(
                                        path,
                                        new JsonObject()
                                                .put(
                                                        "get",
                                                        new JsonObject()
                                                                .put("$ref", "#/components/schemas/" + schema))))
                .put(
                        "components",
                        new JsonObject()
                                .put(
                                        "schemas",
                                        new JsonObject()
                                                .put(schema, new JsonObject().put("type", type))
                                                .put("Problem", new JsonObject().put("type", "object"))));
    }
}
