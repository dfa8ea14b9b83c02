package polyclinic.checks.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.Renderings;
import polyclinic.checks.tools.Checkout;

/** Topics and users in a cluster are those of {@code deploy/kafka}, neither more nor less. */
class KafkaObjectsTest {
    private static final long DAY_MS = 86_400_000;

    /** Accounts that belong to no service: who makes recovery points, and KEDA; both only look. */
    private static final List<String> LOOKING = List.of("recovery", "keda");

    @Test
    void topics_have_the_partitions_and_the_retention_of_the_table() {
        Map<String, String> expected = new TreeMap<>();
        rows("topics.csv").forEach(row -> expected.put(row[0], row[1] + " for " + row[2] + " days"));

        for (String overlay : List.of("try", "clinic")) {
            Map<String, String> found = new TreeMap<>();
            objects(overlay, "KafkaTopic")
                    .forEach(topic -> found.put(
                            topic.name(),
                            topic.at("/spec/partitions").asText() + " for "
                                    + topic.at("/spec/config/retention.ms").asLong() / DAY_MS + " days"));
            assertThat(found).as(overlay).isEqualTo(expected);
        }
    }

    @Test
    void a_message_of_a_clinic_is_on_two_of_three_brokers_before_it_counts() {
        assertThat(objects("clinic", "KafkaTopic")).isNotEmpty().allSatisfy(topic -> {
            assertThat(topic.at("/spec/replicas").asInt()).as(topic.name()).isEqualTo(3);
            assertThat(topic.at("/spec/config/min.insync.replicas").asInt())
                    .as(topic.name())
                    .isEqualTo(2);
            assertThat(topic.at("/spec/config/cleanup.policy").asText()).isEqualTo("delete");
            assertThat(topic.at("/spec/config/segment.ms").asLong()).isEqualTo(DAY_MS);
        });
        JsonNode settings = objects("clinic", "Kafka").get(0).at("/spec/kafka/config");
        assertThat(settings.path("auto.create.topics.enable").asBoolean(true)).isFalse();
        assertThat(settings.path("min.insync.replicas").asInt()).isEqualTo(2);
    }

    @Test
    void no_topic_wants_more_copies_than_there_are_brokers() {
        for (String overlay : List.of("try", "clinic")) {
            int brokers = objects(overlay, "KafkaNodePool")
                    .get(0)
                    .at("/spec/replicas")
                    .asInt();
            assertThat(objects(overlay, "KafkaTopic"))
                    .allSatisfy(topic -> assertThat(topic.at("/spec/replicas").asInt())
                            .as(overlay + " " + topic.name())
                            .isLessThanOrEqualTo(brokers));
            objects(overlay, "Kafka").get(0).at("/spec/kafka/config").properties().stream()
                    .filter(setting -> setting.getKey().endsWith("replication.factor"))
                    .forEach(setting -> assertThat(setting.getValue().asInt())
                            .as(overlay + " " + setting.getKey())
                            .isLessThanOrEqualTo(brokers));
        }
    }

    @Test
    void users_have_the_rights_of_the_table_and_a_group_only_where_they_read() {
        Map<String, TreeSet<String>> expected = new TreeMap<>();
        for (String[] row : rows("acl.csv")) {
            TreeSet<String> rights = expected.computeIfAbsent(row[0], user -> new TreeSet<>());
            for (String operation : row[2].split(" ")) rights.add("topic literal " + row[1] + " " + operation);
            if (row[2].contains("read")) {
                rights.add("group literal " + row[0] + " read");
                rights.add("group prefix " + row[0] + ". read");
            }
        }

        for (String overlay : List.of("try", "clinic")) {
            Map<String, TreeSet<String>> found = objects(overlay, "KafkaUser").stream()
                    .filter(user -> !LOOKING.contains(user.name()))
                    .collect(Collectors.toMap(Manifest::name, KafkaObjectsTest::rights, (a, b) -> a, TreeMap::new));
            assertThat(found).as(overlay).isEqualTo(expected);
        }
    }

    @Test
    void accounts_of_no_service_may_write_nothing() {
        List<Manifest> looking = objects("clinic", "KafkaUser").stream()
                .filter(user -> LOOKING.contains(user.name()))
                .toList();

        assertThat(looking).isNotEmpty().allSatisfy(user -> assertThat(rights(user))
                .as(user.name())
                .allMatch(right -> right.matches(".* (read|describe)")));
    }

    @Test
    void replicas_beyond_the_partitions_of_a_topic_would_have_nothing_to_read() {
        Map<String, Integer> partitions =
                rows("topics.csv").stream().collect(Collectors.toMap(row -> row[0], row -> Integer.valueOf(row[1])));
        Map<String, List<Integer>> read = new TreeMap<>();
        rows("acl.csv").stream().filter(row -> row[2].contains("read")).forEach(row -> read.computeIfAbsent(
                        row[0], user -> new ArrayList<>())
                .add(Objects.requireNonNull(partitions.get(row[1]))));

        assertThat(objects("clinic", "ScaledObject")).isNotEmpty().allSatisfy(scaler -> {
            String service = scaler.at("/spec/scaleTargetRef/name").asText();
            assertThat(scaler.at("/spec/maxReplicaCount").asInt())
                    .as(service)
                    .isLessThanOrEqualTo(read.get(service).stream()
                            .max(Comparator.naturalOrder())
                            .orElseThrow());
            assertThat(scaler.at("/spec/minReplicaCount").asInt()).as(service).isGreaterThanOrEqualTo(2);
            assertThat(scaler.at("/spec/fallback/replicas").asInt()).as(service).isGreaterThanOrEqualTo(2);
        });
    }

    private static TreeSet<String> rights(Manifest user) {
        TreeSet<String> rights = new TreeSet<>();
        for (JsonNode acl : user.at("/spec/authorization/acls")) {
            JsonNode resource = acl.path("resource");
            for (JsonNode operation : acl.path("operations")) {
                rights.add(String.join(
                        " ",
                        resource.path("type").asText(),
                        resource.path("patternType").asText(),
                        resource.path("name").asText(),
                        operation.asText().toLowerCase(Locale.ROOT)));
            }
        }
        return rights;
    }

    private static List<Manifest> objects(String overlay, String kind) {
        return Objects.requireNonNull(Renderings.overlays().get(overlay)).stream()
                .filter(object -> object.is(kind))
                .toList();
    }

    private static List<String[]> rows(String file) {
        return Stream.of(Checkout.text(Checkout.path("deploy/kafka/" + file)).split("\n"))
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .skip(1)
                .map(line -> line.split(","))
                .toList();
    }
}
