package polyclinic.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

class StackTest {
    @TempDir
    Path home;

    @Test
    void a_part_of_the_stack_brings_what_it_needs() {
        Stack stack = new Stack(settings(Map.of()));

        assertThat(stack.with(Set.of("patient")).stream().map(Component::name))
                .containsExactlyInAnyOrder("keycloak", "kafka", "postgres", "patient-service");
    }

    @Test
    void each_service_gets_its_own_password_only() {
        Stack stack = new Stack(settings(Map.of()));

        Map<String, String> patient = stack.environment("patient-service");
        Map<String, String> appointment = stack.environment("appointment-service");

        assertThat(patient.get("POLYCLINIC_POSTGRES_PASSWORD"))
                .hasSize(40)
                .isNotEqualTo(appointment.get("POLYCLINIC_POSTGRES_PASSWORD"));
        assertThat(patient.get("POLYCLINIC_CLIENT_SECRET")).isNotEqualTo(appointment.get("POLYCLINIC_CLIENT_SECRET"));
        assertThat(stack.environment("notes-service")).doesNotContainKey("POLYCLINIC_POSTGRES_PASSWORD");
        assertThat(patient).doesNotContainKey("POLYCLINIC_KEYCLOAK_ADMIN");
    }

    @Test
    void every_service_listens_for_probes_where_the_others_look_for_it() {
        Stack stack = new Stack(settings(Map.of("POLYCLINIC_NOTES_PORT", "7000")));

        assertThat(stack.environment("notes-service")).containsEntry("POLYCLINIC_MANAGEMENT_PORT", "8000");
        assertThat(stack.environment("gateway"))
                .containsEntry("POLYCLINIC_NOTES_MANAGEMENT_URL", "http://127.0.0.1:8000")
                .containsEntry("POLYCLINIC_MANAGEMENT_PORT", "9080");
    }

    @Test
    void a_server_of_the_users_own_is_not_started() {
        Stack stack = new Stack(settings(Map.of("POLYCLINIC_MONGO_URL", "mongodb://user:word@db.example/")));

        assertThat(stack.component("mongo").isOwn()).isTrue();
        assertThat(stack.component("mongo").address()).doesNotContain("word");
        assertThat(stack.environment()).containsEntry("POLYCLINIC_MONGO_URL", "mongodb://user:word@db.example/");
    }

    @Test
    void servers_start_before_services() {
        Stack stack = new Stack(settings(Map.of()));

        assertThat(stack.components())
                .extracting(Component::name)
                .startsWith(Stack.SERVERS.toArray(String[]::new))
                .endsWith(Stack.SERVICES.toArray(String[]::new))
                .hasSize(Stack.SERVERS.size() + Stack.SERVICES.size());
    }

    @Test
    void an_unknown_name_is_answered_with_the_known_ones() {
        Stack stack = new Stack(settings(Map.of()));

        assertThatThrownBy(() -> stack.component("pharmacy"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("patient-service");
    }

    @Test
    void every_service_has_a_dead_letter_topic() {
        assertThat(StackTopics.all())
                .containsKeys("audit-service.dead-letter", "gateway.dead-letter")
                .hasEntrySatisfying(
                        "audit.entries", topic -> assertThat(topic.partitions()).isEqualTo(4));
    }

    @Test
    void no_topic_keeps_messages_for_ever_and_events_leave_before_their_ids_are_forgotten() {
        Duration idsAreKept = Duration.ofDays(30);
        Duration segment = Duration.ofDays(1);

        assertThat(StackTopics.all()).allSatisfy((name, topic) -> {
            assertThat(topic.retention()).as(name).isPositive().isLessThanOrEqualTo(Duration.ofDays(90));
            if (name.endsWith(".events"))
                assertThat(topic.retention().plus(segment)).as(name).isLessThan(idsAreKept);
        });
    }

    /** What operators read is what the topics are made with. */
    @Test
    void the_documentation_names_each_topic_with_its_retention() throws Exception {
        String page = Files.readString(Path.of("../../../docs/retention.md"));

        StackTopics.all().forEach((name, topic) -> assertThat(page)
                .as(name)
                .containsPattern("\\| `(" + Pattern.quote(name) + "|\\*\\" + name.substring(name.lastIndexOf('.'))
                        + ")` \\|[^\n]*\\| " + topic.retention().toDays() + " days"));
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("POLYCLINIC_HOME", home.toString());
        return Settings.of(environment);
    }
}
