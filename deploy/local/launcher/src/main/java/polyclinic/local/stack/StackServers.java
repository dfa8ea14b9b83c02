package polyclinic.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import polyclinic.local.certificates.LocalAuthority;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.Keycloak;
import polyclinic.local.servers.Mongo;
import polyclinic.local.servers.Postgres;
import polyclinic.local.servers.Redis;
import polyclinic.local.servers.S3;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/** The servers as the settings place them, and the secrets that they and the services share. Starts nothing. */
final class StackServers {
    static final List<String> DATABASES = List.of("patient", "appointment", "prescription", "billing", "keycloak");

    private static final String KEYCLOAK_DATABASE = "keycloak";

    /** Which service keeps its documents in which database. */
    static final Map<String, String> DOCUMENTS =
            Map.of("notes-service", "notes", "asset-service", "asset", "audit-service", "audit");

    /** Which service keeps its files in which bucket. */
    static final Map<String, String> BUCKETS =
            Map.of("asset-service", "polyclinic-assets", "audit-service", "polyclinic-audit");

    private static final String KAFKA_ADMINISTRATOR = "admin";
    private static final String KAFKA_RIGHTS = "deploy/kafka/acl.csv";

    private static final List<String> OWN_KAFKA = List.of(
            "POLYCLINIC_KAFKA_PROTOCOL",
            "POLYCLINIC_KAFKA_MECHANISM",
            "POLYCLINIC_KAFKA_CA",
            "POLYCLINIC_KAFKA_CERTIFICATE",
            "POLYCLINIC_KAFKA_KEY");

    final Postgres postgres;
    final Kafka kafka;
    final Redis redis;
    final S3 s3;
    final Mongo mongo;
    final Keycloak keycloak;
    final EntryKeys entryKeys;
    private final @Nullable LocalAuthority authority;
    private final Settings settings;
    private final Secrets secrets;

    StackServers(Settings settings) {
        this.settings = settings;
        this.secrets = Secrets.in(settings.home().resolve("secrets.properties"));
        postgres = Postgres.at(dir("postgres"), settings.port("postgres"), DATABASES);
        if (!"off".equals(settings.value("POLYCLINIC_WAL_ARCHIVE"))) {
            postgres.archiving(dir("wal"));
        }
        kafka = Kafka.at(
                        dir("kafka"),
                        settings.port("kafka"),
                        settings.port("kafka-controller"),
                        StackTopics.all(settings.root()))
                .secured(settings.root().resolve(KAFKA_RIGHTS));
        redis = Redis.at(dir("redis"), settings.port("redis")).secured();
        s3 = S3.at(dir("s3"), settings.port("s3"), new TreeSet<>(BUCKETS.values()));
        mongo = Mongo.at(dir("mongo"), settings.port("mongo")).secured(DOCUMENTS);
        Path realm = settings.root().resolve("deploy/keycloak/realm.json");
        keycloak = Keycloak.at(
                dir("keycloak"), settings.port("keycloak"), realm, "polyclinic", realmValues(), keycloakStore());
        entryKeys = new EntryKeys(dir("producers"));
        authority = settings.isEncrypted() ? LocalAuthority.in(dir("tls")) : null;
        all().forEach(this::encrypt);
    }

    /** Returns all of them, each behind what it needs, the slowest to start first. */
    List<ServerProcess> all() {
        return List.of(postgres, keycloak, kafka, mongo, s3, redis);
    }

    /** Returns the files by which a server or service proves who it is; null when nothing is encrypted. */
    @Nullable
    ServerCertificate certificate(String name) {
        return authority == null ? null : authority.certificate(name);
    }

    private void encrypt(ServerProcess server) {
        encrypt(server, server.name());
    }

    /** Lets it answer encrypted connections alone, if the stack is to be encrypted; replicas have one certificate. */
    void encrypt(ServerProcess process, String name) {
        ServerCertificate certificate = certificate(name);
        if (certificate != null) {
            process.encrypt(certificate);
        }
    }

    /** Makes the certificates that are missing or about to end, those of the services and of Kafka's administrator, too. */
    void provideCertificates() {
        if (authority != null) {
            List<String> names = new ArrayList<>(Stack.SERVICES);
            all().forEach(server -> names.add(server.name()));
            names.add(KAFKA_ADMINISTRATOR);
            authority.provide(names);
        }
    }

    Path dir(String name) {
        return settings.home().resolve(name);
    }

    String clientSecret(String service) {
        String chosen = settings.value("POLYCLINIC_" + Stack.key(service) + "_SECRET");
        return settings.own("keycloak") != null && chosen != null ? chosen : secrets.get("client." + service);
    }

    /** By which the gateway proves to services that an address is its client's. */
    String forwardedKey() {
        String chosen = settings.value("POLYCLINIC_FORWARDED_KEY");
        return chosen != null ? chosen : secrets.get("forwarded");
    }

    /** Variables by which a service connects to Kafka; a broker of the user's own may ask nobody. */
    Map<String, String> kafkaCredentials(String service) {
        return settings.own("kafka") == null
                ? kafka.credentials(service)
                : ownKafka(service, "POLYCLINIC_KAFKA_PASSWORD_" + Stack.key(service), "POLYCLINIC_KAFKA_PASSWORD");
    }

    Map<String, String> kafkaAdministrator() {
        return settings.own("kafka") == null
                ? kafka.administrator()
                : ownKafka(settings.value("POLYCLINIC_KAFKA_ADMIN"), "POLYCLINIC_KAFKA_ADMIN_PASSWORD");
    }

    private Map<String, String> ownKafka(@Nullable String user, String... passwords) {
        Map<String, String> found = new HashMap<>();
        for (String variable : OWN_KAFKA) {
            put(found, variable, settings.value(variable));
        }
        put(found, "POLYCLINIC_KAFKA_USER", user);
        for (String variable : passwords) {
            if (!found.containsKey("POLYCLINIC_KAFKA_PASSWORD")) {
                put(found, "POLYCLINIC_KAFKA_PASSWORD", settings.value(variable));
            }
        }
        return found;
    }

    private static void put(Map<String, String> variables, String name, @Nullable String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }

    String s3Key(String service) {
        return s3Credential(service, "POLYCLINIC_S3_KEY", s3::key);
    }

    String s3Secret(String service) {
        return s3Credential(service, "POLYCLINIC_S3_SECRET", s3::secret);
    }

    private String s3Credential(String service, String variable, UnaryOperator<String> ofBucket) {
        if (settings.own("s3") == null) {
            return ofBucket.apply(BUCKETS.getOrDefault(service, ""));
        }
        String one = settings.value(variable + "_" + Stack.key(service));
        return one != null ? one : required(variable);
    }

    String databasePassword(String database) {
        if (settings.own("postgres") == null) {
            return postgres.password(database);
        }
        String one = settings.value("POLYCLINIC_POSTGRES_PASSWORD_" + database.toUpperCase(Locale.ROOT));
        return one != null ? one : required("POLYCLINIC_POSTGRES_PASSWORD");
    }

    /** Returns a variable that is required with a server of the user's own. */
    String required(String variable) {
        String value = settings.value(variable);
        if (value == null) {
            throw new UserError("With a server of your own " + variable + " must be set, too.");
        }
        return value;
    }

    /** Creates the topics on the user's own broker; the stack's broker creates them itself. */
    void prepareOwnServers() {
        String ownKafka = settings.own("kafka");
        if (ownKafka != null) {
            Kafka.createTopics(ownKafka, kafkaAdministrator(), StackTopics.all(settings.root()), dir("kafka"));
        }
    }

    private Keycloak.Store keycloakStore() {
        String own = settings.own("postgres");
        if (own == null) {
            return Keycloak.Store.in(postgres, KEYCLOAK_DATABASE);
        }
        String password = settings.value("POLYCLINIC_POSTGRES_PASSWORD_KEYCLOAK");
        String common = Objects.requireNonNullElse(settings.value("POLYCLINIC_POSTGRES_PASSWORD"), "");
        return new Keycloak.Store(own, KEYCLOAK_DATABASE, Objects.requireNonNullElse(password, common), false);
    }

    private Map<String, String> realmValues() {
        Map<String, String> values = new HashMap<>();
        Stack.SERVICES.forEach(
                service -> values.put("POLYCLINIC_" + Stack.key(service) + "_SECRET", clientSecret(service)));
        values.put("POLYCLINIC_GATEWAY_PORT", "" + settings.port("gateway"));
        return values;
    }
}
