package polyclinic.local;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import polyclinic.local.servers.JavaServer;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.Keycloak;
import polyclinic.local.servers.Mongo;
import polyclinic.local.servers.Postgres;
import polyclinic.local.servers.Redis;
import polyclinic.local.servers.S3;
import polyclinic.local.servers.Secrets;
import polyclinic.local.servers.ServerProcess;

/** What belongs to the local stack, in the order in which it starts, and how the parts find each other. Starts nothing itself. */
final class Stack {
    static final List<String> SERVICES = List.of(
            "patient-service",
            "appointment-service",
            "prescription-service",
            "notes-service",
            "asset-service",
            "audit-service",
            "gateway");

    static final List<String> DATABASES = List.of("patient", "appointment", "prescription");
    static final List<String> BUCKETS = List.of("polyclinic-assets", "polyclinic-audit");

    private static final Map<String, List<String>> NEEDS = Map.of(
            "patient-service", List.of("postgres", "kafka", "keycloak"),
            "appointment-service", List.of("postgres", "kafka", "keycloak"),
            "prescription-service", List.of("postgres", "kafka", "keycloak"),
            "notes-service", List.of("mongo", "kafka", "keycloak"),
            "asset-service", List.of("mongo", "s3", "kafka", "keycloak"),
            "audit-service", List.of("mongo", "s3", "kafka", "keycloak"),
            "gateway", List.of("redis", "keycloak"));

    private final Settings settings;
    private final Secrets secrets;
    private final Postgres postgres;
    private final Kafka kafka;
    private final Redis redis;
    private final S3 s3;
    private final Mongo mongo;
    private final Keycloak keycloak;
    private final Map<String, Component> components = new LinkedHashMap<>();

    Stack(Settings settings) {
        this.settings = settings;
        this.secrets = Secrets.in(settings.home().resolve("secrets.properties"));
        postgres = Postgres.at(dir("postgres"), settings.port("postgres"), DATABASES);
        kafka = Kafka.at(dir("kafka"), settings.port("kafka"), settings.port("kafka-controller"), Topics.all());
        redis = Redis.at(dir("redis"), settings.port("redis"));
        s3 = S3.at(dir("s3"), settings.port("s3"), BUCKETS);
        mongo = Mongo.at(dir("mongo"), settings.port("mongo"));
        keycloak = Keycloak.at(dir("keycloak"), settings.port("keycloak"), realm(), "polyclinic", realmValues());
        // The slowest first.
        List.<ServerProcess>of(keycloak, kafka, postgres, mongo, s3, redis).forEach(this::addServer);
        SERVICES.forEach(this::addService);
    }

    Collection<Component> components() {
        return components.values();
    }

    /** By its name; "patient" will do for "patient-service". */
    Component component(String name) {
        Component found = components.getOrDefault(name, components.get(name + "-service"));
        if (found == null) {
            throw new Complaint("There is no \"" + name + "\". Names: " + String.join(" ", components.keySet()));
        }
        return found;
    }

    /** The named ones and all that they need, in starting order; all for an empty set. */
    List<Component> with(Set<String> names) {
        Set<String> wanted = new LinkedHashSet<>();
        names.forEach(name -> {
            wanted.add(component(name).name());
            wanted.addAll(component(name).needs());
        });
        return components.values().stream()
                .filter(component -> names.isEmpty() || wanted.contains(component.name()))
                .toList();
    }

    /** What every process and every client may know, as `.polyclinic/env` holds it. */
    Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("POLYCLINIC_HOME", settings.home().toString());
        all.put("POLYCLINIC_ROOT", settings.root().toString());
        Settings.PORTS.forEach((key, port) -> all.put("POLYCLINIC_" + key + "_PORT", "" + settings.port(key)));
        all.put("POLYCLINIC_POSTGRES", or("postgres", postgres.address()));
        all.put("POLYCLINIC_KAFKA", or("kafka", kafka.bootstrap()));
        all.put("POLYCLINIC_REDIS_URL", or("redis", redis.url()));
        all.put("POLYCLINIC_MONGO_URL", or("mongo", mongo.url()));
        all.put("POLYCLINIC_S3_URL", or("s3", s3.url()));
        all.put("POLYCLINIC_S3_KEY", settings.own("s3") == null ? s3.key() : required("POLYCLINIC_S3_KEY"));
        all.put("POLYCLINIC_S3_SECRET", settings.own("s3") == null ? s3.secret() : required("POLYCLINIC_S3_SECRET"));
        all.put("POLYCLINIC_OIDC_URL", or("keycloak", keycloak.realmUrl()));
        all.put("POLYCLINIC_KEYCLOAK_URL", settings.own("keycloak") == null ? keycloak.url() : "");
        SERVICES.forEach(service ->
                all.put("POLYCLINIC_" + key(service) + "_URL", "http://127.0.0.1:" + settings.port(service)));
        return all;
    }

    /** The environment of all commands, with the secrets that the demo, the bench and the tests need: for the owner only. */
    Map<String, String> ownersEnvironment() {
        Map<String, String> all = environment();
        all.put("POLYCLINIC_KEYCLOAK_ADMIN", keycloak.admin());
        all.put("POLYCLINIC_KEYCLOAK_ADMIN_PASSWORD", keycloak.adminPassword());
        DATABASES.forEach(
                name -> all.put("POLYCLINIC_POSTGRES_PASSWORD_" + name.toUpperCase(Locale.ROOT), password(name)));
        if (settings.own("postgres") == null) {
            all.put("POLYCLINIC_POSTGRES_SUPERUSER_PASSWORD", postgres.superuserPassword());
        }
        SERVICES.forEach(service -> all.put("POLYCLINIC_" + key(service) + "_SECRET", clientSecret(service)));
        return all;
    }

    /** What one service reads at its start. */
    Map<String, String> environment(String service) {
        Map<String, String> own = new HashMap<>(environment());
        String database = service.replace("-service", "");
        if (DATABASES.contains(database)) {
            own.put("POLYCLINIC_POSTGRES_PASSWORD", password(database));
        }
        own.put("POLYCLINIC_HTTP_PORT", "" + settings.port(service));
        own.put("POLYCLINIC_CLIENT_ID", service);
        own.put("POLYCLINIC_CLIENT_SECRET", clientSecret(service));
        own.put("POLYCLINIC_S3_BUCKET", service.equals("audit-service") ? "polyclinic-audit" : "polyclinic-assets");
        own.put("POLYCLINIC_KEYS", dir(service).resolve("keys").toString());
        own.put("POLYCLINIC_UPLOADS", dir(service).resolve("uploads").toString());
        own.put("POLYCLINIC_HTTP_HOST", "127.0.0.1");
        // One local account stands for a whole ward here, and the bench is to find the services' limits, not this one.
        if (settings.value("POLYCLINIC_GATEWAY_RATE_LIMIT_REQUESTS") == null) {
            own.put("POLYCLINIC_GATEWAY_RATE_LIMIT_REQUESTS", "6000000");
        }
        return own;
    }

    private void addServer(ServerProcess server) {
        String own = settings.own(server.name());
        server.detached();
        if (server instanceof JavaServer java) {
            java.archived();
        }
        String address = own == null ? "127.0.0.1:" + server.port() : own.replaceAll("//[^@/]*@", "//…@");
        components.put(server.name(), new Component(server.name(), address, List.of(), own == null ? server : null));
    }

    private void addService(String name) {
        ServiceProcess process = new ServiceProcess(
                name, dir(name), settings.port(name), settings.root().resolve(name), () -> environment(name));
        process.detached();
        components.put(name, new Component(name, "127.0.0.1:" + settings.port(name), NEEDS.get(name), process));
    }

    private Map<String, String> realmValues() {
        Map<String, String> values = new HashMap<>();
        SERVICES.forEach(service -> values.put("POLYCLINIC_" + key(service) + "_SECRET", clientSecret(service)));
        values.put("POLYCLINIC_GATEWAY_PORT", "" + settings.port("gateway"));
        return values;
    }

    private String clientSecret(String service) {
        String chosen = settings.value("POLYCLINIC_" + key(service) + "_SECRET");
        return settings.own("keycloak") != null && chosen != null ? chosen : secrets.get("client." + service);
    }

    private String password(String database) {
        if (settings.own("postgres") == null) {
            return postgres.password(database);
        }
        String one = settings.value("POLYCLINIC_POSTGRES_PASSWORD_" + database.toUpperCase(Locale.ROOT));
        return one != null ? one : required("POLYCLINIC_POSTGRES_PASSWORD");
    }

    private String or(String server, String ours) {
        String own = settings.own(server);
        return own == null ? ours : own;
    }

    private String required(String variable) {
        String value = settings.value(variable);
        if (value == null) {
            throw new Complaint("With a server of your own " + variable + " must be set, too.");
        }
        return value;
    }

    private Path realm() {
        return settings.root().resolve("deploy/keycloak/realm.json");
    }

    private Path dir(String name) {
        return settings.home().resolve(name);
    }

    private static String key(String service) {
        return service.replace("-service", "").toUpperCase(Locale.ROOT);
    }

    /** The topics, made on the user's own broker; ours makes them itself. */
    void prepareOwnServers() {
        if (settings.own("kafka") != null) {
            Kafka.createTopics(settings.own("kafka"), Topics.all(), dir("kafka"));
        }
    }
}
