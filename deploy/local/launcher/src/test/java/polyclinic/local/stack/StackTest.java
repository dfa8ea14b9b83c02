package polyclinic.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.faults.NetworkWay;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.servers.KafkaTopic;
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
    void what_a_needed_server_needs_comes_too_and_before_it() {
        Stack stack = new Stack(settings(Map.of()));

        assertThat(stack.with(Set.of("notes")).stream().map(Component::name))
                .containsExactlyInAnyOrder("postgres", "keycloak", "kafka", "mongo", "notes-service")
                .containsSubsequence("postgres", "keycloak", "notes-service");
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
    void every_service_is_told_where_the_clinic_is() {
        assertThat(new Stack(settings(Map.of())).environment("notes-service"))
                .containsEntry("POLYCLINIC_CLINIC_ZONE", "UTC");
        assertThat(new Stack(settings(Map.of("POLYCLINIC_CLINIC_ZONE", "Asia/Kolkata"))).environment("billing-service"))
                .containsEntry("POLYCLINIC_CLINIC_ZONE", "Asia/Kolkata");
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
    void replicas_have_ports_of_their_own_and_the_gateway_knows_them_all() {
        Stack stack = new Stack(settings(Map.of("POLYCLINIC_REPLICAS", "notes=2")));

        assertThat(stack.with(Set.of("notes")).stream().map(Component::name))
                .containsSubsequence("notes-service", "notes-service-2");
        assertThat(stack.component("notes-service-2").needs()).containsExactly("notes-service");
        assertThat(stack.component("notes-service-2").address()).isEqualTo("127.0.0.1:8094");
        assertThat(stack.environment("gateway"))
                .containsEntry("POLYCLINIC_NOTES_URL", "http://127.0.0.1:8084,http://127.0.0.1:8094")
                .containsEntry("POLYCLINIC_NOTES_MANAGEMENT_URL", "http://127.0.0.1:9084,http://127.0.0.1:9094")
                .containsEntry("POLYCLINIC_PATIENT_URL", "http://127.0.0.1:8081");
        assertThat(stack.environment("patient-service")).containsEntry("POLYCLINIC_NOTES_URL", "http://127.0.0.1:8084");
    }

    @Test
    void a_number_of_replicas_is_for_every_service_but_the_gateway() {
        Stack stack = new Stack(settings(Map.of("POLYCLINIC_REPLICAS", "2")));

        assertThat(stack.components().stream().filter(Component::isService)).hasSize(2 * Stack.SERVICES.size() - 1);
        assertThatThrownBy(() -> new Stack(settings(Map.of("POLYCLINIC_REPLICAS", "notes=none"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a number from 1 to 9");
    }

    @Test
    void a_second_gateway_is_one_that_was_asked_for_and_clients_know_the_first() {
        Stack stack = new Stack(settings(Map.of("POLYCLINIC_REPLICAS", "gateway=2")));

        assertThat(stack.components().stream().filter(Component::isService)).hasSize(Stack.SERVICES.size() + 1);
        assertThat(stack.component("gateway-2").address()).isEqualTo("127.0.0.1:8090");
        assertThat(stack.environment("gateway")).containsEntry("POLYCLINIC_GATEWAY_URL", "http://127.0.0.1:8080");
    }

    @Test
    void as_many_replicas_as_there_may_be_have_ports_of_their_own() {
        Stack stack = new Stack(settings(Map.of("POLYCLINIC_REPLICAS", "9,gateway=9")));

        List<String> addresses = new ArrayList<>(
                stack.components().stream().map(Component::address).toList());
        stack.environment("gateway").forEach((variable, value) -> {
            if (variable.endsWith("_MANAGEMENT_URL")) addresses.addAll(List.of(value.split(",")));
        });

        assertThat(addresses)
                .extracting(address -> address.substring(address.lastIndexOf(':')))
                .contains(":8160", ":8167", ":9167")
                .doesNotHaveDuplicates();
    }

    @Test
    void in_a_stack_for_faults_each_replica_goes_its_own_way_to_each_of_its_stores() {
        Settings settings = settings(Map.of("POLYCLINIC_FAULTS", "on", "POLYCLINIC_REPLICAS", "2"));
        Stack stack = new Stack(settings);

        List<NetworkWay> ways = stack.ways();

        assertThat(ways).extracting(NetworkWay::port).doesNotHaveDuplicates();
        assertThat(ways)
                .extracting(way -> way.from() + " " + way.to())
                .contains(
                        "patient-service postgres",
                        "patient-service-2 postgres",
                        "asset-service mongo",
                        "asset-service s3",
                        "gateway redis")
                .doesNotContain("patient-service kafka", "patient-service mongo");
        assertThat(stack.environmentOfReplica("notes-service-2"))
                .containsEntry("POLYCLINIC_PATIENT_URL", "http://127.0.0.1:8131");
        assertThat(stack.environmentOfReplica("gateway"))
                .containsEntry("POLYCLINIC_PATIENT_URL", "http://127.0.0.1:8081,http://127.0.0.1:8091");
        assertThat(ways)
                .filteredOn(way -> !way.from().equals(NetworkWay.SERVICES))
                .allSatisfy(way -> assertThat(stack.environmentOfReplica(way.from()))
                        .anySatisfy((variable, value) -> assertThat(value).contains("127.0.0.1:" + way.port()))
                        .allSatisfy((variable, value) ->
                                assertThat(value).as(variable).doesNotContain("127.0.0.1:" + way.target())));
    }

    @Test
    void without_faults_every_way_is_straight() {
        Stack stack = new Stack(settings(Map.of()));

        assertThat(stack.ways()).isEmpty();
        assertThat(stack.environmentOfReplica("patient-service"))
                .containsEntry("POLYCLINIC_POSTGRES", "127.0.0.1:15432")
                .doesNotContainKey("POLYCLINIC_CLOCK_FILE");
        assertThatThrownBy(() -> stack.stepClock("patient-service", 1000)).isInstanceOf(UserError.class);
    }

    @Test
    void an_encrypted_stack_tells_nobody_an_address_of_clear_text() {
        Stack stack = new Stack(settings(Map.of("POLYCLINIC_TLS", "on")));
        Map<String, Map<String, String>> told = new TreeMap<>();
        Stack.SERVICES.forEach(service -> told.put(service, stack.environment(service)));
        told.put("owner", stack.ownersEnvironment());

        told.forEach((name, environment) -> environment.forEach((variable, value) -> {
            String what = name + ": " + variable;
            assertThat(value).as(what).doesNotMatch("(?s).*\\b(http|redis)://.*");
            if (value.contains("mongodb://")) assertThat(value).as(what).contains("tls=true");
            if (variable.equals("POLYCLINIC_POSTGRES_TLS"))
                assertThat(value).as(what).isEqualTo("verify-full");
            if (variable.equals("POLYCLINIC_KAFKA_PROTOCOL"))
                assertThat(value).as(what).isEqualTo("SSL");
        }));
        for (String service : Stack.SERVICES) {
            assertThat(told.get(service))
                    .as(service)
                    .containsKeys("POLYCLINIC_TLS_CERTIFICATE", "POLYCLINIC_TLS_KEY", "POLYCLINIC_TLS_CA")
                    .containsEntry("POLYCLINIC_POSTGRES_TLS", "verify-full")
                    .containsEntry("POLYCLINIC_KAFKA_PROTOCOL", "SSL")
                    .doesNotContainKey("POLYCLINIC_KAFKA_PASSWORD");
        }
    }

    /** Every secret of the stack is forty hexadecimal digits, alone or in an address. */
    @Test
    void no_two_services_know_the_same_secret_but_the_key_of_forwarded_addresses() {
        Stack stack = new Stack(settings(Map.of()));
        Map<String, Set<String>> knownTo = new TreeMap<>();
        for (String service : Stack.SERVICES)
            stack.environment(service).forEach((variable, value) -> secrets(value)
                    .forEach(secret -> knownTo.computeIfAbsent(secret, none -> new TreeSet<>())
                            .add(service)));
        String forwarded = stack.environment("gateway").get("POLYCLINIC_FORWARDED_KEY");

        assertThat(knownTo.remove(forwarded)).containsExactlyInAnyOrderElementsOf(Stack.SERVICES);
        assertThat(knownTo).isNotEmpty().allSatisfy((secret, services) -> assertThat(services)
                .hasSize(1));
    }

    /** What the user sets is in the environment of whatever starts the services, too. */
    @Test
    void no_two_services_know_the_same_secret_of_servers_of_the_users_own() {
        Map<String, String> chosen = new HashMap<>(Map.of(
                "POLYCLINIC_POSTGRES",
                "db.example:5432",
                "POLYCLINIC_KAFKA",
                "kafka.example:9093",
                "POLYCLINIC_KAFKA_ADMIN_PASSWORD",
                secret(),
                "POLYCLINIC_REDIS_URL",
                "redis://:" + secret() + "@redis.example",
                "POLYCLINIC_S3_URL",
                "https://s3.example",
                "POLYCLINIC_MONGO_URL",
                "mongodb://administrator:" + secret() + "@mongo.example",
                "POLYCLINIC_OIDC_URL",
                "https://login.example/realms/polyclinic",
                "POLYCLINIC_FORWARDED_KEY",
                secret(),
                "POLYCLINIC_POSTGRES_SUPERUSER_PASSWORD",
                secret(),
                "POLYCLINIC_KEYCLOAK_ADMIN_PASSWORD",
                secret()));
        for (String service : Stack.SERVICES) {
            String key = Stack.key(service);
            chosen.put("POLYCLINIC_" + key + "_SECRET", secret());
            for (String of : List.of("KAFKA_PASSWORD_", "POSTGRES_PASSWORD_", "S3_KEY_", "S3_SECRET_"))
                chosen.put("POLYCLINIC_" + of + key, secret());
            chosen.put("POLYCLINIC_MONGO_URL_" + key, "mongodb://" + key + ":" + secret() + "@mongo.example");
        }
        Stack stack = new Stack(settings(chosen));
        Map<String, Set<String>> knownTo = new TreeMap<>();

        for (String service : Stack.SERVICES)
            new ServerProcess.Launch(List.of(), stack.environment(service), home)
                    .environment(chosen)
                    .forEach((variable, value) -> secrets(value)
                            .forEach(secret -> knownTo.computeIfAbsent(secret, none -> new TreeSet<>())
                                    .add(service)));

        assertThat(knownTo.remove(chosen.get("POLYCLINIC_FORWARDED_KEY")))
                .containsExactlyInAnyOrderElementsOf(Stack.SERVICES);
        assertThat(knownTo).isNotEmpty().allSatisfy((secret, services) -> assertThat(services)
                .hasSize(1));
        assertThat(stack.environment("notes-service").get("POLYCLINIC_MONGO_URL"))
                .isEqualTo(chosen.get("POLYCLINIC_MONGO_URL_NOTES"));
    }

    @Test
    void what_is_no_secret_is_inherited() {
        Map<String, String> inherited = Map.of(
                "PATH", "/bin",
                "POLYCLINIC_TRACE_RATIO", "1",
                "POLYCLINIC_FORWARDED_KEY_FILE", "/run/key",
                "POLYCLINIC_CLINIC_NAME", "Clinic");

        assertThat(new ServerProcess.Launch(List.of(), Map.of(), home).environment(inherited))
                .isEqualTo(inherited);
    }

    @Test
    void what_every_process_may_know_holds_no_secret() {
        Stack stack = new Stack(settings(Map.of()));

        assertThat(stack.environment())
                .allSatisfy((variable, value) ->
                        assertThat(secrets(value)).as(variable).isEmpty());
    }

    @Test
    void a_service_is_told_of_the_stores_that_it_uses_and_no_others() {
        Stack stack = new Stack(settings(Map.of()));

        assertThat(services(stack, "POLYCLINIC_REDIS_URL")).containsExactly("gateway");
        assertThat(services(stack, "POLYCLINIC_MONGO_URL"))
                .containsExactly("notes-service", "asset-service", "audit-service");
        assertThat(services(stack, "POLYCLINIC_S3_KEY")).containsExactly("asset-service", "audit-service");
        assertThat(services(stack, "POLYCLINIC_KAFKA_PASSWORD")).hasSize(Stack.SERVICES.size());
        assertThat(services(stack, "POLYCLINIC_AUDIT_PRODUCERS")).containsExactly("audit-service");
        assertThat(services(stack, "POLYCLINIC_KAFKA_ADMIN_PASSWORD")).isEmpty();
    }

    @Test
    void each_service_has_a_key_for_its_audit_entries_before_it_starts() throws Exception {
        Stack stack = new Stack(settings(Map.of()));

        Path own = Path.of(stack.environment("notes-service").get("POLYCLINIC_KEYS"));
        Path known = Path.of(stack.environment("audit-service").get("POLYCLINIC_AUDIT_PRODUCERS"));

        assertThat(Files.getPosixFilePermissions(own.resolve("audit-entries.key")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(known).isDirectoryContaining("regex:.*notes-service-[0-9a-f]{16}\\.pub");
        String key = Files.readString(own.resolve("audit-entries.key"));
        stack.environment("notes-service");
        assertThat(own.resolve("audit-entries.key")).hasContent(key);
    }

    @Test
    void a_kafka_of_the_users_own_may_ask_for_passwords() {
        Stack stack = new Stack(settings(Map.of(
                "POLYCLINIC_KAFKA", "kafka.example:9093",
                "POLYCLINIC_KAFKA_PROTOCOL", "SASL_SSL",
                "POLYCLINIC_KAFKA_PASSWORD_NOTES", "of-notes",
                "POLYCLINIC_KAFKA_PASSWORD", "of-others")));

        assertThat(stack.environment("notes-service"))
                .containsEntry("POLYCLINIC_KAFKA_PROTOCOL", "SASL_SSL")
                .containsEntry("POLYCLINIC_KAFKA_USER", "notes-service")
                .containsEntry("POLYCLINIC_KAFKA_PASSWORD", "of-notes");
        assertThat(stack.environment("asset-service")).containsEntry("POLYCLINIC_KAFKA_PASSWORD", "of-others");
    }

    private static List<String> services(Stack stack, String variable) {
        return Stack.SERVICES.stream()
                .filter(service -> stack.environment(service).containsKey(variable))
                .toList();
    }

    private static String secret() {
        return (UUID.randomUUID().toString() + UUID.randomUUID())
                .replace("-", "")
                .substring(0, 40);
    }

    private static List<String> secrets(String value) {
        return Pattern.compile("\\b[0-9a-f]{40}\\b")
                .matcher(value)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void a_server_of_the_users_own_is_not_started() {
        Stack stack = new Stack(settings(Map.of("POLYCLINIC_MONGO_URL", "mongodb://user:word@db.example/")));

        assertThat(stack.component("mongo").isOwn()).isTrue();
        assertThat(stack.component("mongo").address()).doesNotContain("word");
        assertThat(stack.environment("notes-service"))
                .containsEntry("POLYCLINIC_MONGO_URL", "mongodb://user:word@db.example/");
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
    void every_service_that_listens_has_a_dead_letter_topic_and_no_topic_is_anything_else() {
        Set<String> expected = new TreeSet<>(List.of("audit.entries"));
        Stack.SERVICES.stream()
                .filter(service -> !service.equals("gateway"))
                .forEach(service -> expected.add(service + ".dead-letter"));
        List.of("patient", "appointment", "prescription", "billing", "notes", "asset")
                .forEach(owner -> expected.add(owner + ".events"));

        assertThat(topics()).containsOnlyKeys(expected);
    }

    @Test
    void no_topic_keeps_messages_for_ever_and_events_leave_before_their_ids_are_forgotten() {
        Duration idsAreKept = Duration.ofDays(30);
        Duration segment = Duration.ofDays(1);

        assertThat(topics()).allSatisfy((name, topic) -> {
            assertThat(topic.retention()).as(name).isPositive().isLessThanOrEqualTo(Duration.ofDays(90));
            if (name.endsWith(".events"))
                assertThat(topic.retention().plus(segment)).as(name).isLessThan(idsAreKept);
        });
    }

    /** What operators read is what the topics are made with. */
    @Test
    void the_documentation_names_each_topic_with_its_retention() throws Exception {
        String page = Files.readString(Path.of("../../../docs/retention.md"));

        topics().forEach((name, topic) -> assertThat(page)
                .as(name)
                .containsPattern("\\| `(" + Pattern.quote(name) + "|\\*\\" + name.substring(name.lastIndexOf('.'))
                        + ")` \\|[^\n]*\\| " + topic.retention().toDays() + " days"));
    }

    private static Map<String, KafkaTopic> topics() {
        return StackTopics.all(Objects.requireNonNull(Distribution.checkout()));
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("POLYCLINIC_HOME", home.toString());
        return Settings.of(environment);
    }
}
