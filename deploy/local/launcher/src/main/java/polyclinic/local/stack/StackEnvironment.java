package polyclinic.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import polyclinic.local.faults.FaultEnvironment;
import polyclinic.local.faults.NetworkWay;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.servers.Postgres;
import polyclinic.local.settings.Settings;

/**
 * The environment variables by which services, clients and commands find the parts of the stack. Each service is told the
 * secrets that it needs, and no others.
 */
final class StackEnvironment {
    /** What is other than in production: one caller stands for many people here, and who develops reads the API. */
    private static final Map<String, String> LOCAL_DEFAULTS = Map.of(
            "POLYCLINIC_OPENAPI", "true",
            "POLYCLINIC_ENVIRONMENT", "development",
            "POLYCLINIC_GATEWAY_RATE_LIMIT_REQUESTS", "6000000",
            "POLYCLINIC_GATEWAY_OPEN_REQUESTS_PER_CALLER", "256",
            "POLYCLINIC_GATEWAY_OPEN_REQUESTS_UPLOADS_PER_CALLER", "32",
            "POLYCLINIC_GATEWAY_OPEN_REQUESTS_PER_ADDRESS", "1024",
            "POLYCLINIC_GATEWAY_CONNECTIONS_PER_ADDRESS", "4096",
            // What was done a moment ago can be proved here, and the trail does not grow for years.
            "POLYCLINIC_CHECKPOINTS_AT_LATEST", "0s");

    /** Which variable names the authority of which server; Kafka's is among its credentials. */
    private static final Map<String, String> AUTHORITIES = Map.of(
            "postgres", "POLYCLINIC_POSTGRES_CA",
            "redis", "POLYCLINIC_REDIS_CA",
            "s3", "POLYCLINIC_S3_CA",
            "mongo", "POLYCLINIC_MONGO_CA",
            "keycloak", "POLYCLINIC_OIDC_CA");

    private static final String PUBLIC_URL = "POLYCLINIC_PUBLIC_URL";
    private static final String CLINIC_ZONE = "POLYCLINIC_CLINIC_ZONE";

    /** For as long a replica that is told to end sends its callers to the others. */
    private static final String REPLICAS_SHUTDOWN_DELAY = "2S";

    private final Settings settings;
    private final StackServers servers;
    private final FaultEnvironment faults;

    StackEnvironment(Settings settings, StackServers servers) {
        this.settings = settings;
        this.servers = servers;
        this.faults = new FaultEnvironment(settings);
    }

    /** Returns what every process and every client may know. */
    Map<String, String> common() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("POLYCLINIC_HOME", settings.home().toString());
        all.put("POLYCLINIC_ROOT", settings.root().toString());
        Settings.PORTS.forEach((key, port) -> all.put("POLYCLINIC_" + key + "_PORT", "" + settings.port(key)));
        all.put("POLYCLINIC_POSTGRES", ownOr("postgres", servers.postgres.address()));
        all.put("POLYCLINIC_KAFKA", ownOr("kafka", servers.kafka.bootstrap()));
        all.put("POLYCLINIC_S3_URL", ownOr("s3", servers.s3.url()));
        all.put("POLYCLINIC_OIDC_URL", ownOr("keycloak", servers.keycloak.realmUrl()));
        String administration = settings.value("POLYCLINIC_OIDC_ADMIN_URL");
        all.put(
                "POLYCLINIC_OIDC_ADMIN_URL",
                administration == null
                        ? ownOr("keycloak", servers.keycloak.realmUrl()).replace("/realms/", "/admin/realms/")
                        : administration);
        all.put("POLYCLINIC_KEYCLOAK_URL", settings.own("keycloak") == null ? servers.keycloak.url() : "");
        String zone = settings.value(CLINIC_ZONE);
        all.put(CLINIC_ZONE, zone == null ? "UTC" : zone);
        String scheme = settings.isEncrypted() ? "https" : "http";
        Stack.SERVICES.forEach(service -> {
            String prefix = "POLYCLINIC_" + Stack.key(service);
            all.put(prefix + "_URL", scheme + "://127.0.0.1:" + settings.port(service));
            all.put(prefix + "_MANAGEMENT_URL", scheme + "://127.0.0.1:" + settings.managementPort(service));
        });
        putAuthorities(all);
        return all;
    }

    /** A server of the user's own has an authority of its own, or one that everybody knows. */
    private void putAuthorities(Map<String, String> all) {
        ServerCertificate gateway = servers.certificate("gateway");
        if (gateway == null) {
            return;
        }
        String authority = gateway.authority().toString();
        all.put("POLYCLINIC_TLS_CA", authority);
        AUTHORITIES.forEach((server, variable) -> {
            if (settings.own(server) == null) {
                all.put(variable, authority);
            }
        });
        if (settings.own("postgres") == null) {
            all.put("POLYCLINIC_POSTGRES_TLS", "verify-full");
        }
    }

    /** The replicas' addresses, parted by commas, for those who ask each of them. Clients know one gateway. */
    private void putReplicas(Map<String, String> all) {
        String scheme = settings.isEncrypted() ? "https" : "http";
        Stack.SERVICES.stream().filter(service -> !service.equals("gateway")).forEach(service -> {
            String prefix = "POLYCLINIC_" + Stack.key(service);
            all.put(prefix + "_URL", addresses(scheme, settings.port(service), service));
            all.put(prefix + "_MANAGEMENT_URL", addresses(scheme, settings.managementPort(service), service));
        });
    }

    private String addresses(String scheme, int port, String service) {
        return ServiceReplica.all(service, settings.replicas(service)).stream()
                .map(replica -> scheme + "://127.0.0.1:" + (port + Settings.replicaOffset(replica.number())))
                .collect(Collectors.joining(","));
    }

    /** Returns the environment of all commands, with the secrets that the demo, the bench and the tests need: for the owner only. */
    Map<String, String> ofOwner() {
        Map<String, String> all = common();
        putReplicas(all);
        String replicas = settings.value(Settings.REPLICAS);
        if (replicas != null) {
            all.put(Settings.REPLICAS, replicas);
        }
        all.put("POLYCLINIC_KEYCLOAK_ADMIN", servers.keycloak.admin());
        all.put("POLYCLINIC_KEYCLOAK_ADMIN_PASSWORD", servers.keycloak.adminPassword());
        all.put("POLYCLINIC_REDIS_URL", ownOr("redis", servers.redis.url()));
        all.put("POLYCLINIC_MONGO_URL", ownOr("mongo", servers.mongo.administratorUrl()));
        servers.kafkaAdministrator().forEach((variable, value) -> all.put(administrators(variable), value));
        StackServers.BUCKETS.forEach((service, bucket) -> {
            all.put("POLYCLINIC_S3_KEY_" + Stack.key(service), servers.s3Key(service));
            all.put("POLYCLINIC_S3_SECRET_" + Stack.key(service), servers.s3Secret(service));
        });
        StackServers.DATABASES.forEach(name -> all.put(
                "POLYCLINIC_POSTGRES_PASSWORD_" + name.toUpperCase(Locale.ROOT), servers.databasePassword(name)));
        if (settings.own("postgres") == null) {
            all.put("POLYCLINIC_POSTGRES_SUPERUSER_PASSWORD", servers.postgres.superuserPassword());
            all.put("POLYCLINIC_POSTGRES_PASSWORD_RECOVERY", servers.postgres.password(Postgres.RECOVERY));
            all.put("POLYCLINIC_WAL", servers.dir("wal").toString());
        }
        Stack.SERVICES.forEach(
                service -> all.put("POLYCLINIC_" + Stack.key(service) + "_SECRET", servers.clientSecret(service)));
        return all;
    }

    /** Returns what one replica reads at its start. It has ports and a folder of its own, everything else is its service's. */
    Map<String, String> ofReplica(ServiceReplica replica) {
        Map<String, String> own = ofService(replica.service());
        int offset = Settings.replicaOffset(replica.number());
        own.put("POLYCLINIC_HTTP_PORT", "" + (settings.port(replica.service()) + offset));
        own.put("POLYCLINIC_MANAGEMENT_PORT", "" + (settings.managementPort(replica.service()) + offset));
        own.put(
                "POLYCLINIC_UPLOADS",
                servers.dir(replica.name()).resolve(ServiceProcess.UPLOADS).toString());
        if (settings.replicas(replica.service()) > 1) {
            own.put("POLYCLINIC_SHUTDOWN_DELAY", REPLICAS_SHUTDOWN_DELAY);
        }
        List<NetworkWay> ways = new ArrayList<>(ways(replica));
        if (!replica.service().equals("gateway")) {
            // The gateway chooses among the replicas itself.
            Stack.SERVICES.forEach(service -> ways.addAll(waysOfServices(service)));
        }
        faults.addTo(own, clock(replica.name()), ways);
        return own;
    }

    /** Returns the ways to local stores by which the replica is told to go, none unless the stack is made for fault tests. */
    List<NetworkWay> ways(ServiceReplica replica) {
        int offset = 10 * replica.number() + Stack.SERVICES.indexOf(replica.service());
        return faults.ways(replica.name(), Stack.needs(replica.service()), offset);
    }

    /** Returns the way of the services to one of them, where a Service would be in a cluster. */
    List<NetworkWay> waysOfServices(String service) {
        return service.equals("gateway")
                ? List.of()
                : faults.wayOfServices(
                        service,
                        ServiceReplica.all(service, settings.replicas(service)).stream()
                                .map(replica -> settings.port(service) + Settings.replicaOffset(replica.number()))
                                .toList());
    }

    /** Returns the file that says by how much the clock of a replica is wrong. */
    Path clock(String replica) {
        return servers.dir(replica).resolve("clock");
    }

    /** Returns what the first replica of a service reads at its start. */
    Map<String, String> ofService(String service) {
        Map<String, String> own = new HashMap<>(common());
        if (service.equals("gateway")) {
            putReplicas(own);
            putOrigins(own);
        }
        String database = service.replace("-service", "");
        if (StackServers.DATABASES.contains(database)) {
            own.put("POLYCLINIC_POSTGRES_PASSWORD", servers.databasePassword(database));
        }
        own.put("POLYCLINIC_HTTP_PORT", "" + settings.port(service));
        own.put("POLYCLINIC_MANAGEMENT_PORT", "" + settings.managementPort(service));
        own.put("POLYCLINIC_CLIENT_ID", service);
        own.put("POLYCLINIC_CLIENT_SECRET", servers.clientSecret(service));
        ServerCertificate certificate = servers.certificate(service);
        if (certificate != null) {
            own.put("POLYCLINIC_TLS_CERTIFICATE", certificate.certificate().toString());
            own.put("POLYCLINIC_TLS_KEY", certificate.key().toString());
        }
        Path keys = servers.dir(service).resolve(ServiceProcess.KEYS);
        own.put("POLYCLINIC_KEYS", keys.toString());
        own.put("POLYCLINIC_KEYS_CREATE", "true");
        own.put("POLYCLINIC_FORWARDED_KEY", servers.forwardedKey());
        putStores(own, service);
        own.putAll(servers.kafkaCredentials(service));
        if (!service.equals("gateway")) {
            servers.entryKeys.provide(service, keys);
        }
        own.put(
                "POLYCLINIC_UPLOADS",
                servers.dir(service).resolve(ServiceProcess.UPLOADS).toString());
        own.put("POLYCLINIC_HTTP_HOST", "127.0.0.1");
        own.put("POLYCLINIC_MANAGEMENT_HOST", "127.0.0.1");
        // One local account represents a whole ward here, and the bench is meant to find the limits of the services.
        LOCAL_DEFAULTS.forEach((variable, value) -> {
            if (settings.value(variable) == null) {
                own.put(variable, value);
            }
        });
        return own;
    }

    /** Where browsers sign in: the local realm knows these two, and no others. */
    private void putOrigins(Map<String, String> own) {
        if (settings.value(PUBLIC_URL) == null && !settings.isEncrypted()) {
            int port = settings.port("gateway");
            own.put(PUBLIC_URL, "http://localhost:" + port + ",http://127.0.0.1:" + port);
        }
    }

    private void putStores(Map<String, String> own, String service) {
        List<String> needs = Stack.needs(service);
        if (needs.contains("redis")) {
            own.put("POLYCLINIC_REDIS_URL", ownOr("redis", servers.redis.url()));
        }
        if (needs.contains("mongo")) {
            String one = settings.value("POLYCLINIC_MONGO_URL_" + Stack.key(service));
            boolean given = settings.own("mongo") != null && one != null;
            own.put("POLYCLINIC_MONGO_URL", given ? one : ownOr("mongo", servers.mongo.url(service)));
        }
        if (needs.contains("s3")) {
            own.put("POLYCLINIC_S3_BUCKET", StackServers.BUCKETS.getOrDefault(service, ""));
            own.put("POLYCLINIC_S3_KEY", servers.s3Key(service));
            own.put("POLYCLINIC_S3_SECRET", servers.s3Secret(service));
        }
        if (service.equals("audit-service")) {
            own.put("POLYCLINIC_AUDIT_PRODUCERS", servers.entryKeys.producers().toString());
        }
    }

    /** What proves who the administrator is has variables of their own, so that no service takes them for its own. */
    private static String administrators(String variable) {
        return switch (variable) {
            case "POLYCLINIC_KAFKA_USER" -> "POLYCLINIC_KAFKA_ADMIN";
            case "POLYCLINIC_KAFKA_PASSWORD" -> "POLYCLINIC_KAFKA_ADMIN_PASSWORD";
            case "POLYCLINIC_KAFKA_CERTIFICATE" -> "POLYCLINIC_KAFKA_ADMIN_CERTIFICATE";
            case "POLYCLINIC_KAFKA_KEY" -> "POLYCLINIC_KAFKA_ADMIN_KEY";
            default -> variable;
        };
    }

    private String ownOr(String server, String ours) {
        String own = settings.own(server);
        return own == null ? ours : own;
    }
}
