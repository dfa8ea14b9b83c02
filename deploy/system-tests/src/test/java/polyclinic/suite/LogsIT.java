package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.demo.Demo;

/** What the services write to their logs during a clinic's day, and whatever else the tests before have brought about. */
class LogsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MEMBERS = List.of("timestamp", "level", "loggerName", "message", "mdc");

    /** Where a request ends that met something unexpected. */
    private static final String REQUEST_FAILURES = "polyclinic.commons.filters.ProblemMappers";

    private static final Pattern PRINTED =
            Pattern.compile("^(Picked up JAVA_TOOL_OPTIONS|\\[|io\\.(vertx|netty)\\.\\S+Exception: )");

    private static PersonalTexts personal;

    @BeforeAll
    static void a_day() {
        Clinic clinic = Suite.clinic();
        Demo.run(clinic, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        personal = PersonalTexts.of(clinic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway",
                "patient-service",
                "appointment-service",
                "prescription-service",
                "billing-service",
                "notes-service",
                "asset-service",
                "audit-service"
            })
    void each_line_is_json_and_tells_of_nobody(String service) throws IOException {
        List<String> all =
                Files.readAllLines(Suite.home().resolve(service).resolve(service + ".log"), StandardCharsets.UTF_8);

        assertThat(all).filteredOn(personal::areIn).isEmpty();
        assertThat(lines(all)).isNotEmpty().allSatisfy(line -> {
            assertThat(MEMBERS).as(line.toString()).allMatch(line::has);
            if (line.path("loggerName").asText().equals(REQUEST_FAILURES))
                assertThat(line.at("/mdc/traceId").asText()).as(line.toString()).hasSize(32);
        });
    }

    /** What goes through the log: the virtual machine, and a driver whose server was killed, print past it. */
    private static List<JsonNode> lines(List<String> all) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : all) if (!PRINTED.matcher(line).find()) lines.add(JSON.readTree(line));
        return lines;
    }
}
