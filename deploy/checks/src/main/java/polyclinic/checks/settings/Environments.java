package polyclinic.checks.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.tools.Checkout;

/** The variables and ports that an overlay gives the suite's containers. A sentence for each that does not fit. */
public final class Environments {
    /** What is read by others than the configuration, each from its documentation. */
    private static final Set<String> OTHERS = Set.of(
            // The Java virtual machine and glibc.
            "JAVA_TOOL_OPTIONS",
            "MALLOC_ARENA_MAX",
            // Quarkus: start, do what the start does (migrations), end.
            "QUARKUS_INIT_AND_EXIT",
            "QUARKUS_FLYWAY_VALIDATE_AT_START",
            "QUARKUS_FLYWAY_IGNORE_MIGRATION_PATTERNS");
    /** Any setting of a Kafka client, by the configuration {@code kafka.*}. */
    private static final String KAFKA_CLIENT = "KAFKA_SSL_[A-Z_]+";

    private final Map<String, ServiceSettings> applications;
    private final List<Manifest> objects;

    /** @param objects all of an overlay */
    public Environments(Map<String, ServiceSettings> applications, List<Manifest> objects) {
        this.applications = applications;
        this.objects = objects;
    }

    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Manifest object : objects) {
            for (JsonNode container : object.containers()) {
                ServiceSettings settings = applications.get(application(container));
                if (settings == null) continue;
                Map<String, Boolean> given = given(object, container);
                problems(settings, given.keySet(), surely(given))
                        .forEach(problem -> problems.add(object.id() + ": " + problem));
                if (object.is("Deployment"))
                    ports(container).forEach(problem -> problems.add(object.id() + ": " + problem));
            }
        }
        problems.addAll(unreadSettings());
        return problems;
    }

    /**
     * What does not fit between an application and variables, from wherever they come.
     *
     * @param given all that may be set
     * @param surely what is set in any case
     */
    public static List<String> problems(ServiceSettings settings, Set<String> given, Set<String> surely) {
        List<String> problems = new ArrayList<>();
        for (String variable : new TreeSet<>(given)) {
            boolean known = settings.reads(variable) || OTHERS.contains(variable) || variable.matches(KAFKA_CLIENT);
            if (!known) problems.add(settings.name() + " does not read " + variable);
        }
        settings.required().stream()
                .filter(variable -> !surely.contains(variable))
                .forEach(variable -> problems.add(settings.name() + " needs " + variable));
        return problems;
    }

    private static Set<String> surely(Map<String, Boolean> given) {
        return given.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The last part of the image's name: {@code patient-service}. */
    private static String application(JsonNode container) {
        return container.path("image").asText().replaceFirst(".*/", "").replaceFirst("[:@].*", "");
    }

    /** Variable → whether it is set in any case. */
    private Map<String, Boolean> given(Manifest object, JsonNode container) {
        Map<String, Boolean> given = new HashMap<>();
        for (JsonNode source : container.path("envFrom")) {
            Manifest map =
                    find(object, "ConfigMap", source.at("/configMapRef/name").asText());
            if (map != null) map.texts("/data").keySet().forEach(key -> given.put(key, true));
        }
        for (JsonNode variable : container.path("env")) {
            JsonNode from = variable.path("valueFrom");
            boolean optional = from.at("/configMapKeyRef/optional").asBoolean()
                    || from.at("/secretKeyRef/optional").asBoolean();
            given.put(variable.path("name").asText(), !optional);
        }
        return given;
    }

    private static List<String> ports(JsonNode container) {
        List<String> problems = new ArrayList<>();
        Map.of("http", "POLYCLINIC_HTTP_PORT", "management", "POLYCLINIC_MANAGEMENT_PORT")
                .forEach((port, variable) -> {
                    String opened = Manifest.elements(container.path("ports"))
                            .filter(open -> open.path("name").asText().equals(port))
                            .map(open -> open.path("containerPort").asText())
                            .findFirst()
                            .orElse("no port");
                    String listened = Manifest.elements(container.path("env"))
                            .filter(given -> given.path("name").asText().equals(variable))
                            .map(given -> given.path("value").asText())
                            .findFirst()
                            .orElse("its default");
                    if (!opened.equals(listened))
                        problems.add(port + " is " + opened + ", and the application listens at " + listened);
                });
        return problems;
    }

    /** Keys of ConfigMaps that no object names and no kustomization copies; of a map that is mounted, all are read. */
    private List<String> unreadSettings() {
        Set<String> read = new HashSet<>();
        objects.forEach(object -> namedKeys(object.json(), read));
        String sources = Checkout.files(Checkout.path("deploy/kubernetes")).stream()
                .filter(file -> file.toString().endsWith(".yaml"))
                .map(Checkout::text)
                .collect(Collectors.joining("\n"));
        List<String> problems = new ArrayList<>();
        for (Manifest map : objects) {
            // Grafana's sidecar finds a dashboard by its label.
            if (!map.is("ConfigMap")
                    || read.contains(map.name())
                    || map.labels().containsKey("grafana_dashboard")) continue;
            map.texts("/data").keySet().stream()
                    .filter(key -> !read.contains(map.name() + " " + key) && !sources.contains("data." + key))
                    .forEach(key -> problems.add(map.id() + ": nobody reads " + key));
        }
        return problems;
    }

    /** Adds "map key" for each key that is named, and "map" for each map that is read as a whole. */
    private static void namedKeys(JsonNode node, Set<String> read) {
        if (node.has("key") && node.has("name"))
            read.add(node.path("name").asText() + " " + node.path("key").asText());
        for (String whole : List.of("configMap", "configMapRef"))
            if (node.path(whole).has("name"))
                read.add(node.path(whole).path("name").asText());
        node.forEach(child -> namedKeys(child, read));
    }

    private @Nullable Manifest find(Manifest beside, String kind, String name) {
        return objects.stream()
                .filter(object -> object.is(kind)
                        && object.name().equals(name)
                        && object.namespace().equals(beside.namespace()))
                .findFirst()
                .orElse(null);
    }
}
