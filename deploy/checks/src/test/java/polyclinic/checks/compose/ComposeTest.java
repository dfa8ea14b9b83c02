package polyclinic.checks.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.checks.settings.ServiceSettings;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

/** {@code deploy/compose}, as Compose itself resolves it with every profile. */
class ComposeTest {
    private static final Path FOLDER = Checkout.path("deploy/compose");
    /** What an image of the suite sets itself. */
    private static final Set<String> OF_THE_IMAGE = Set.of(
            "POLYCLINIC_HTTP_HOST", "POLYCLINIC_HTTP_PORT", "POLYCLINIC_MANAGEMENT_HOST", "POLYCLINIC_MANAGEMENT_PORT");
    /** The Kafka settings of a group of secrets: what {@code kafka_password} prints. */
    private static final Pattern SECRETS =
            Pattern.compile("(?s)write services/([a-z-]+)\\.properties <<SECRETS\n(.*?)\nSECRETS\n");
    /** Prepares volumes as root, with the one right to do so and without a network. */
    private static final String OWNERS = "owners";
    /** Builds itself at the start. */
    private static final String KEYCLOAK = "keycloak";

    private static Map<String, JsonNode> containers;
    private static JsonNode all;

    @TempDir
    Path folder;

    @BeforeAll
    static void resolve() throws IOException {
        ToolRun run = config(FOLDER.resolve("compose.yaml"), "--format", "json");
        assertThat(run.succeeded()).as(run.text()).isTrue();
        all = new ObjectMapper().readTree(run.out());
        containers = new TreeMap<>();
        all.path("services").properties().forEach(one -> containers.put(one.getKey(), one.getValue()));
    }

    @Test
    void a_misspelt_field_is_refused() throws IOException {
        Path misspelt = folder.resolve("compose.yaml");
        Files.writeString(
                misspelt, Files.readString(FOLDER.resolve("compose.yaml")).replaceFirst("cap_drop:", "cap_dropp:"));

        ToolRun run = config(misspelt, "--quiet");

        assertThat(run.succeeded()).isFalse();
        assertThat(run.text()).contains("cap_dropp");
    }

    @Test
    void every_service_of_the_suite_is_there_with_the_same_version() throws IOException {
        List<String> images = Files.readAllLines(Checkout.path("deploy/images/images.csv")).stream()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(line -> line.split(","))
                // What has a main class is a program, not a service.
                .filter(line -> line[2].isEmpty())
                .map(line -> line[0])
                .toList();

        assertThat(images).isNotEmpty();
        assertThat(containers).containsKeys(images.toArray(String[]::new));
        assertThat(images).allSatisfy(name -> assertThat(
                        containers.get(name).path("image").asText())
                .isEqualTo("registry.example.org/clinic/" + name + ":1.0.0"));
    }

    @Test
    void one_port_is_published_the_gateways_on_loopback() {
        List<String> ports = new ArrayList<>();
        containers.forEach((name, one) -> one.path("ports")
                .forEach(port -> ports.add(name + " " + port.path("host_ip").asText() + " "
                        + port.path("target").asText())));

        assertThat(ports).containsExactly("gateway 127.0.0.1 8080");
        assertThat(containers.values())
                .noneMatch(one -> one.path("network_mode").asText().equals("host"));
    }

    @Test
    void no_container_has_rights_that_it_does_not_need() {
        List<String> faults = new ArrayList<>();
        containers.forEach((name, one) -> {
            require(
                    faults,
                    name,
                    "cap_drop: ALL",
                    one.path("cap_drop").toString().equals("[\"ALL\"]"));
            require(
                    faults,
                    name,
                    "no-new-privileges",
                    one.path("security_opt").toString().contains("no-new-privileges:true"));
            require(faults, name, "a read-only root", one.path("read_only").asBoolean() || name.equals(KEYCLOAK));
            require(
                    faults,
                    name,
                    "a user that is not root",
                    one.path("user").asText().matches("[1-9]\\d*:\\d+") || name.equals(OWNERS));
            require(faults, name, "no added right", one.path("cap_add").isMissingNode() || name.equals(OWNERS));
            require(faults, name, "not privileged", !one.path("privileged").asBoolean());
            require(faults, name, "a limit of memory", one.path("mem_limit").asLong() > 0);
            require(
                    faults,
                    name,
                    "bounded logs",
                    one.path("logging").path("options").has("max-size"));
        });

        assertThat(faults).isEmpty();
        assertThat(containers.get(OWNERS).path("network_mode").asText()).isEqualTo("none");
        assertThat(containers.get(OWNERS).path("cap_add").toString()).isEqualTo("[\"CHOWN\"]");
    }

    @Test
    void what_keeps_running_says_whether_it_is_well() {
        assertThat(containers.entrySet())
                .filteredOn(one -> !one.getValue().path("restart").asText().equals("no"))
                .isNotEmpty()
                .allMatch(one -> one.getValue().path("healthcheck").path("test").size() > 1
                        && one.getValue().path("restart").asText().equals("unless-stopped"));
    }

    @Test
    void every_image_has_a_version() {
        assertThat(containers.values())
                .extracting(one -> one.path("image").asText())
                .allMatch(image -> image.matches("[^:]+(:\\d+)?[^:]*:v?\\d[\\w.-]*"));
    }

    @Test
    void no_secret_stands_in_a_variable_or_in_the_checkout() {
        List<String> found = new ArrayList<>();
        containers.forEach((name, one) -> one.path("environment").properties().forEach(variable -> {
            if (variable.getKey()
                    .matches(".*(PASSWORD|SECRET|TOKEN|PASSPHRASE)|POLYCLINIC_.*_KEY|.*(REDIS|MONGO)_URL")) {
                found.add(name + " " + variable.getKey());
            }
        }));
        assertThat(found).isEmpty();

        assertThat(all.path("secrets").properties())
                .isNotEmpty()
                .allMatch(secret -> secret.getValue().path("file").asText().contains("/.polyclinic/compose/"));
    }

    @Test
    void stores_cannot_be_reached_from_outside_and_reach_nothing_there() {
        assertThat(all.path("networks").path("stores").path("internal").asBoolean())
                .isTrue();
        assertThat(all.path("networks").path("suite").path("internal").asBoolean())
                .isTrue();
        assertThat(all.path("networks").path("watch").path("internal").asBoolean())
                .isTrue();
        assertThat(containers.entrySet().stream()
                        .filter(one -> one.getValue().path("networks").has("edge"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("gateway", KEYCLOAK, "grafana", "collector");
    }

    @Test
    void state_lies_in_volumes_with_names_that_something_uses() {
        Set<String> used = new TreeSet<>();
        containers.values().forEach(one -> one.path("volumes").forEach(volume -> {
            if (volume.path("type").asText().equals("volume")) {
                assertThat(volume.path("source").asText()).isNotEmpty();
                used.add(volume.path("source").asText());
            }
        }));

        Set<String> declared = new TreeSet<>();
        all.path("volumes").fieldNames().forEachRemaining(declared::add);
        assertThat(used).isEqualTo(declared);
    }

    @Test
    void the_users_of_kafka_are_those_who_have_rights() throws IOException {
        Set<String> rights = Files.readAllLines(Checkout.path("deploy/kafka/acl.csv")).stream()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(line -> line.split(",")[0])
                .collect(Collectors.toSet());

        assertThat(containers.values().stream()
                        .map(one -> one.path("environment").path("POLYCLINIC_KAFKA_USER"))
                        .filter(user -> !user.isMissingNode())
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()))
                .isEqualTo(rights);
        assertThat(rights).allMatch(user -> containers
                .get(user)
                .path("environment")
                .path("POLYCLINIC_KAFKA_USER")
                .asText()
                .equals(user));
    }

    @Test
    void services_get_what_they_need_and_nothing_that_they_do_not_read() {
        Map<String, Set<String>> secrets = secrets();
        List<String> faults = new ArrayList<>();
        ServiceSettings.all().forEach((name, settings) -> {
            JsonNode one = containers.get(name);
            assertThat(one).as(name).isNotNull();
            Set<String> given = new TreeSet<>(secrets.getOrDefault(name, Set.of()));
            one.path("environment").fieldNames().forEachRemaining(given::add);
            given.stream()
                    .filter(variable -> variable.startsWith("POLYCLINIC_") && !settings.reads(variable))
                    .forEach(variable -> faults.add(name + " does not read " + variable));
            settings.required().stream()
                    .filter(variable -> !given.contains(variable) && !OF_THE_IMAGE.contains(variable))
                    .forEach(variable -> faults.add(name + " needs " + variable));
        });

        assertThat(faults).isEmpty();
    }

    @Test
    void rights_of_topics_and_their_retention_are_given_for_every_topic() {
        String script = Checkout.text(FOLDER.resolve("kafka/rights.sh"));

        assertThat(script)
                .contains(
                        "audit.entries) partitions=4 days=90",
                        "*.dead-letter) partitions=1 days=30",
                        "*) partitions=3 days=21");
    }

    /** Service → the names of the settings that the script writes into its file. */
    private static Map<String, Set<String>> secrets() {
        Map<String, Set<String>> found = new TreeMap<>();
        Matcher matcher = SECRETS.matcher(Checkout.text(FOLDER.resolve("secrets")));
        while (matcher.find()) {
            Set<String> names = new TreeSet<>();
            matcher.group(2)
                    .lines()
                    .forEach(line -> names.add(
                            line.startsWith("$(kafka_password ") ? "POLYCLINIC_KAFKA_PASSWORD" : line.split("=")[0]));
            found.put(matcher.group(1), names);
        }
        return found;
    }

    private static void require(List<String> faults, String container, String what, boolean isSo) {
        if (!isSo) {
            faults.add(container + ": " + what);
        }
    }

    private static ToolRun config(Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--file", file.toString()));
        arguments.addAll(
                List.of("--project-directory", FOLDER.toString(), "--env-file", FOLDER.resolve(".env.example") + ""));
        arguments.addAll(List.of("--profile", "*", "config"));
        arguments.addAll(List.of(options));
        return Tools.run("docker-compose", arguments.toArray(String[]::new));
    }
}
