package polyclinic.local.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import polyclinic.local.process.Secrets;
import polyclinic.local.stack.EntryKeys;
import polyclinic.local.stack.ServiceKeys;
import polyclinic.local.stack.Stack;

/**
 * The Secrets that the overlay {@code try} wants, and that a clinic brings into its own secret store: random passwords and the
 * keys of the services. They are made once and kept in a folder that only its owner may read, so that each call gives the
 * same ones. Those that operators make (of Kafka's users, of certificates) are none of them.
 */
public final class ClusterSecrets {
    private static final List<String> DATABASES =
            List.of("patient", "appointment", "prescription", "billing", "keycloak", "recovery");
    private static final List<String> DOCUMENTS = List.of("notes", "asset", "audit", "recovery");
    private static final Map<String, String> BUCKETS =
            Map.of("asset", "polyclinic-assets", "audit", "polyclinic-audit");
    private static final String PASSWORD = "password";

    private final Path folder;
    private final String namespace;
    private final Secrets secrets;

    /**
     * @param folder where they are kept; made when it is not there
     * @param namespace of the suite, which is part of some addresses
     */
    public ClusterSecrets(Path folder, String namespace) {
        this.folder = folder;
        this.namespace = namespace;
        this.secrets = Secrets.in(folder.resolve("secrets.properties"));
    }

    /** Returns all of them, in the order of their names; makes those that there are not yet. */
    public List<ClusterSecret> all() {
        Map<String, ClusterSecret> all = new TreeMap<>();
        Stream.of(keys(), stores(), accounts()).flatMap(List::stream).forEach(secret -> all.put(secret.name(), secret));
        return List.copyOf(all.values());
    }

    private List<ClusterSecret> keys() {
        List<ClusterSecret> all = new ArrayList<>();
        ServiceKeys keys = new ServiceKeys(folder);
        keys.provide();
        ServiceKeys.SERVICES.forEach(service -> all.add(files("keys-" + service, keys.keys(service))));
        Path recovery = folder.resolve("keys/recovery");
        EntryKeys.provideForRecovery(recovery);
        all.add(files("keys-recovery", recovery));
        all.add(files("audit-producers", keys.producers()));
        all.add(opaque("forwarded", Map.of("key", secrets.get("forwarded"))));
        all.add(opaque("backup-passphrase", Map.of("passphrase", secrets.get("backup"))));
        return all;
    }

    private List<ClusterSecret> stores() {
        List<ClusterSecret> all = new ArrayList<>();
        for (String role : DATABASES) {
            Map<String, String> values = Map.of("username", role, PASSWORD, secrets.get("postgres." + role));
            all.add(new ClusterSecret("postgres-" + role, ClusterSecret.BASIC_AUTH, bytes(values)));
        }
        for (String user : DOCUMENTS) {
            String password = secrets.get("mongo." + user);
            String url = "mongodb://" + user + ":" + password + "@mongo-rs0." + namespace
                    + ".svc.cluster.local:27017/?authSource=admin&replicaSet=rs0";
            all.add(opaque("mongo-" + user, Map.of(PASSWORD, password, "url", url)));
        }
        String redis = secrets.get("redis");
        all.add(opaque("redis", Map.of(PASSWORD, redis, "url", "redis://:" + redis + "@redis:6379")));
        BUCKETS.keySet().forEach(bucket -> all.add(opaque("s3-" + bucket, s3Key(bucket))));
        all.add(opaque("s3-server", Map.of("s3.json", s3Users())));
        return all;
    }

    private List<ClusterSecret> accounts() {
        List<ClusterSecret> all = new ArrayList<>();
        Stack.SERVICES.forEach(
                service -> all.add(opaque("oidc-" + service, Map.of("secret", secrets.get("client." + service)))));
        all.add(opaque(
                "keycloak-admin", Map.of("client-id", "realm-sync", "client-secret", secrets.get("keycloak-admin"))));
        return all;
    }

    private Map<String, String> s3Key(String bucket) {
        return Map.of("key", secrets.get("s3.key." + bucket), "secret", secrets.get("s3.secret." + bucket));
    }

    /** Who has which key for which bucket, as SeaweedFS reads it. */
    private String s3Users() {
        List<String> users = new ArrayList<>();
        new TreeMap<>(BUCKETS).forEach((name, bucket) -> {
            Map<String, String> key = s3Key(name);
            users.add("""
                    {"name": "%s", "credentials": [{"accessKey": "%s", "secretKey": "%s"}], "actions": ["Admin:%s"]}""".formatted(name, key.get("key"), key.get("secret"), bucket));
        });
        return "{\"identities\": [\n" + String.join(",\n", users) + "\n]}\n";
    }

    private static ClusterSecret files(String name, Path folder) {
        Map<String, byte[]> values = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                values.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return new ClusterSecret(name, ClusterSecret.OPAQUE, values);
    }

    private static ClusterSecret opaque(String name, Map<String, String> values) {
        return new ClusterSecret(name, ClusterSecret.OPAQUE, bytes(values));
    }

    private static Map<String, byte[]> bytes(Map<String, String> values) {
        Map<String, byte[]> bytes = new TreeMap<>();
        values.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }
}
