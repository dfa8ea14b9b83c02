package polyclinic.local.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import polyclinic.local.process.Secrets;
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
    static final List<String> DATABASES = List.of("patient", "appointment", "prescription");
    private static final List<String> BUCKETS = List.of("polyclinic-assets", "polyclinic-audit");

    final Postgres postgres;
    final Kafka kafka;
    final Redis redis;
    final S3 s3;
    final Mongo mongo;
    final Keycloak keycloak;
    private final Settings settings;
    private final Secrets secrets;

    StackServers(Settings settings) {
        this.settings = settings;
        this.secrets = Secrets.in(settings.home().resolve("secrets.properties"));
        postgres = Postgres.at(dir("postgres"), settings.port("postgres"), DATABASES);
        kafka = Kafka.at(dir("kafka"), settings.port("kafka"), settings.port("kafka-controller"), StackTopics.all());
        redis = Redis.at(dir("redis"), settings.port("redis"));
        s3 = S3.at(dir("s3"), settings.port("s3"), BUCKETS);
        mongo = Mongo.at(dir("mongo"), settings.port("mongo"));
        Path realm = settings.root().resolve("deploy/keycloak/realm.json");
        keycloak = Keycloak.at(dir("keycloak"), settings.port("keycloak"), realm, "polyclinic", realmValues());
    }

    /** Returns all of them, the slowest to start first. */
    List<ServerProcess> all() {
        return List.of(keycloak, kafka, postgres, mongo, s3, redis);
    }

    Path dir(String name) {
        return settings.home().resolve(name);
    }

    String clientSecret(String service) {
        String chosen = settings.value("POLYCLINIC_" + Stack.key(service) + "_SECRET");
        return settings.own("keycloak") != null && chosen != null ? chosen : secrets.get("client." + service);
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
            Kafka.createTopics(ownKafka, StackTopics.all(), dir("kafka"));
        }
    }

    private Map<String, String> realmValues() {
        Map<String, String> values = new HashMap<>();
        Stack.SERVICES.forEach(
                service -> values.put("POLYCLINIC_" + Stack.key(service) + "_SECRET", clientSecret(service)));
        values.put("POLYCLINIC_GATEWAY_PORT", "" + settings.port("gateway"));
        return values;
    }
}
