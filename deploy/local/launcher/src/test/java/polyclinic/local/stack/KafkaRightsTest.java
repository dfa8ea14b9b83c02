package polyclinic.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import polyclinic.local.process.Distribution;

/** {@code deploy/kafka/acl.csv} gives each service what its configuration asks for and nothing else, and the documentation shows it. */
class KafkaRightsTest {
    private static final Path ROOT = Objects.requireNonNull(Distribution.checkout());
    /** Shows operators the dead letters of all services, and writes down what they decide about them. */
    private static final String OF_OPERATORS = "audit-service";

    private static final List<String> SERVICES = Stack.SERVICES.stream()
            .filter(service -> !service.equals("gateway"))
            .toList();

    @Test
    void a_service_reads_the_topics_that_it_listens_to_and_its_own_dead_letters() {
        for (String service : SERVICES) {
            Set<String> expected = incoming(service);
            expected.add(service + ".dead-letter");
            if (service.equals(OF_OPERATORS)) expected.addAll(deadLetters());
            assertThat(topics(service, "read")).as(service).isEqualTo(expected);
        }
    }

    @Test
    void the_gateway_reads_what_it_tells_of_and_writes_nothing() {
        String asked = read(ROOT.resolve("gateway/src/main/java/polyclinic/gateway/feed/FeedConfig.java"));

        assertThat(topics("gateway", "read")).isNotEmpty().allSatisfy(topic -> assertThat(asked)
                .contains(topic));
        assertThat(topics("gateway", "write")).isEmpty();
    }

    @Test
    void a_service_writes_its_own_events_its_audit_entries_and_its_dead_letters() {
        for (String service : SERVICES) {
            Set<String> own = new TreeSet<>(Set.of("audit.entries", service + ".dead-letter"));
            String events = configuration(service).getProperty("polyclinic.events.topic");
            if (events != null) own.add(events);
            if (service.equals(OF_OPERATORS)) own.addAll(deadLetters());
            assertThat(topics(service, "write")).as(service).isEqualTo(own);
        }
    }

    /** A reader has rights on the groups of its own name alone, and of those that begin with it and a dot. */
    @Test
    void a_service_reads_in_groups_of_its_own_name() {
        String own = "${quarkus.application.name}";
        Properties common =
                load(ROOT.resolve("commons/core/src/main/resources/META-INF/microprofile-config.properties"));
        assertThat(common.getProperty("mp.messaging.connector.smallrye-kafka.group.id"))
                .isEqualTo(own);
        for (String service : SERVICES) {
            Properties all = configuration(service);
            assertThat(all.getProperty("quarkus.application.name")).isEqualTo(service);
            assertThat(all.stringPropertyNames().stream()
                            .filter(name -> name.endsWith(".group.id"))
                            .map(all::getProperty))
                    .as(service)
                    .allSatisfy(group ->
                            assertThat(group.replace(own, service)).matches(Pattern.quote(service) + "(\\..+)?"));
        }
    }

    /** Members of a group with different topics stop each other whenever one of them comes or goes. */
    @Test
    void each_topic_that_a_service_reads_has_a_group_of_its_own() {
        for (String service : SERVICES) {
            Properties all = configuration(service);
            List<String> groups = all.stringPropertyNames().stream()
                    .filter(name -> name.matches("mp\\.messaging\\.incoming\\..+\\.topic"))
                    .map(name ->
                            all.getProperty(name.replaceFirst("topic$", "group.id"), "${quarkus.application.name}"))
                    .toList();
            assertThat(groups).as(service).doesNotHaveDuplicates();
        }
    }

    @Test
    void no_topic_of_events_is_written_by_two_services() {
        Map<String, Set<String>> writers = new TreeMap<>();
        rows().stream().filter(row -> row[2].contains("write")).forEach(row -> writers.computeIfAbsent(
                        row[1], topic -> new TreeSet<>())
                .add(row[0]));
        writers.remove("audit.entries");
        writers.keySet().removeAll(deadLetters());

        assertThat(writers).allSatisfy((topic, services) -> assertThat(services).hasSize(1));
    }

    @Test
    void every_topic_is_one_of_the_stack() {
        assertThat(StackTopics.all(ROOT).keySet())
                .containsAll(rows().stream().map(row -> row[1]).collect(Collectors.toSet()));
    }

    @Test
    void the_documentation_shows_the_same_table() {
        String documented = read(ROOT.resolve("docs/operations.md"));

        for (String[] row : rows())
            assertThat(documented).contains("| `" + row[0] + "` | `" + row[1] + "` | " + row[2] + " |");
        assertThat(documented
                        .lines()
                        .filter(line -> line.matches(
                                "\\| `([a-z]+-service|gateway)` \\| `.*` \\| (read|write|read write) \\|")))
                .hasSize(rows().size());
    }

    private static Set<String> deadLetters() {
        return SERVICES.stream().map(service -> service + ".dead-letter").collect(Collectors.toSet());
    }

    private static Set<String> topics(String service, String operation) {
        return rows().stream()
                .filter(row ->
                        row[0].equals(service) && List.of(row[2].split(" ")).contains(operation))
                .map(row -> row[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> incoming(String service) {
        Properties all = configuration(service);
        return all.stringPropertyNames().stream()
                .filter(name -> name.matches("mp\\.messaging\\.incoming\\..*\\.topic"))
                .map(all::getProperty)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties configuration(String service) {
        return load(ROOT.resolve(service).resolve("src/main/resources/application.properties"));
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static List<String[]> rows() {
        return read(ROOT.resolve("deploy/kafka/acl.csv"))
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("service,"))
                .map(line -> line.split(","))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
