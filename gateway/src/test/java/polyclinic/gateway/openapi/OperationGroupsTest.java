package polyclinic.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperationGroupsTest {

    @Test
    void the_groups_of_all_contracts_have_names_that_people_say() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> contracts = Files.list(Path.of("../contracts/openapi"))) {
            for (Path contract : contracts.toList()) names.addAll(groups(new JsonObject(Files.readString(contract))));
        }

        assertThat(names)
                .contains("Patients", "Appointments", "Laboratory", "Audit trail", "Queue")
                .allMatch(name -> name.matches("[A-Z][a-z]+( [a-z]+){0,2}"))
                .noneMatch(name -> name.endsWith("Resource") || name.endsWith("ys"));
    }

    @Test
    void a_group_that_a_service_named_itself_stays() {
        JsonObject path = new JsonObject("""
                {"get": {"tags": ["Sign-in", "Task Resource"]}, "summary": "of the path"}""");

        OperationGroups.in(path);

        assertThat(path.getJsonObject("get").getJsonArray("tags"))
                .isEqualTo(new JsonArray(List.of("Sign-in", "Tasks")));
    }

    private static Set<String> groups(JsonObject contract) {
        Set<String> groups = new TreeSet<>();
        JsonObject paths = contract.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject operations = (JsonObject) OperationGroups.in(paths.getJsonObject(path));
            for (String method : operations.fieldNames())
                if (operations.getValue(method) instanceof JsonObject operation)
                    operation.getJsonArray("tags", new JsonArray()).forEach(tag -> groups.add(String.valueOf(tag)));
        }
        return groups;
    }
}
