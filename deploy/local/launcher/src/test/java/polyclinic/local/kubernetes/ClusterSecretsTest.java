package polyclinic.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.local.process.Distribution;
import polyclinic.local.stack.Stack;

/** The Secrets of the overlay try are those that its manifests name, and fit together. */
class ClusterSecretsTest {
    private static final Path KUBERNETES =
            Objects.requireNonNull(Distribution.checkout()).resolve("deploy/kubernetes");
    private static final Pattern COMPONENT = Pattern.compile("(?m)^ {2}- (\\.\\./\\.\\./\\S+)$");
    private static final Pattern KEY = Pattern.compile(
            "(?:secretKeyRef|passwordSecretRef|usernameSecret|passwordSecret): \\{name: ([a-z0-9-]+), key: ([a-z0-9.-]+)\\}");
    private static final Pattern WHOLE = Pattern.compile(
            "(?:secretName: |passwordSecret: \\{name: |secret: \\{name: |(?:bootstrapAdmin:\\s+service:\\s+secret: ))([a-z0-9-]+)");
    /** Made by Strimzi: of its users, and of its authority. */
    private static final String OF_OPERATORS = "kafka-.*";

    @TempDir
    static Path folder;

    private static Map<String, Map<String, byte[]>> made = Map.of();

    @BeforeAll
    static void make() {
        made = secrets(folder.resolve("first"));
    }

    @Test
    void every_secret_and_key_that_the_overlay_names_is_made() throws IOException {
        Set<String> missing = new TreeSet<>();
        Set<String> named = new HashSet<>();
        for (Path file : manifests()) {
            String text = Files.readString(file);
            for (Matcher found = KEY.matcher(text); found.find(); ) {
                named.add(found.group(1));
                if (!found.group(1).matches(OF_OPERATORS)
                        && !made.getOrDefault(found.group(1), Map.of()).containsKey(found.group(2))) {
                    missing.add(found.group(1) + "/" + found.group(2));
                }
            }
            for (Matcher found = WHOLE.matcher(text); found.find(); ) {
                named.add(found.group(1));
                if (!found.group(1).matches(OF_OPERATORS) && !made.containsKey(found.group(1))) {
                    missing.add(found.group(1));
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named)
                .contains("forwarded", "keys-patient-service", "postgres-keycloak", "keycloak-admin", "s3-server");
    }

    @Test
    void they_are_the_same_at_the_next_call_and_others_in_another_folder() {
        assertThat(texts(secrets(folder.resolve("first")))).isEqualTo(texts(made));
        assertThat(text("redis", "password"))
                .isNotEqualTo(new String(
                        Objects.requireNonNull(Objects.requireNonNull(
                                        secrets(folder.resolve("second")).get("redis"))
                                .get("password")),
                        StandardCharsets.UTF_8));
    }

    @Test
    void addresses_have_the_password_that_lies_beside_them() {
        assertThat(text("redis", "url")).contains(":" + text("redis", "password") + "@");
        for (String user : List.of("notes", "asset", "audit")) {
            assertThat(text("mongo-" + user, "url"))
                    .startsWith(
                            "mongodb://" + user + ":" + text("mongo-" + user, "password") + "@mongo-rs0.clinic.svc.");
        }
        assertThat(text("s3-server", "s3.json"))
                .contains(text("s3-asset", "secret"), text("s3-audit", "secret"), "Admin:polyclinic-audit");
    }

    @Test
    void audit_service_knows_the_key_of_every_service() throws Exception {
        for (String service : Stack.SERVICES) {
            if (service.equals("gateway")) continue;
            byte[] signature = signed(text("keys-" + service, "audit-entries.key"));
            String file = Objects.requireNonNull(made.get("audit-producers")).keySet().stream()
                    .filter(name -> name.startsWith(service + "-"))
                    .findFirst()
                    .orElseThrow();
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder()
                            .decode(text("audit-producers", file).strip()))));
            verifier.update(service.getBytes(StandardCharsets.UTF_8));
            assertThat(verifier.verify(signature)).as(service).isFalse();
            verifier.update("entry".getBytes(StandardCharsets.UTF_8));
            assertThat(verifier.verify(signature)).as(service).isTrue();
        }
        assertThat(signed(text("keys-audit-service", "audit-signing.key"))).isNotEmpty();
        assertThat(signed(text("keys-recovery", "manifests.key"))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"prescription, prescriptions", "billing, papers"})
    void the_key_of_papers_opens_with_its_password(String service, String alias) throws Exception {
        String secret = "keys-" + service + "-service";
        String file = service + "-signing.p12";
        char[] password = text(secret, file + ".password").toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(value(secret, file)), password);

        assertThat(store.getKey(alias, password).getAlgorithm()).isEqualTo("EC");
        X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage()).startsWith(true, true, false);
    }

    /** The base, and the components that the overlay takes. */
    private static List<Path> manifests() throws IOException {
        Path overlay = KUBERNETES.resolve("overlays/try");
        List<Path> files = Stream.of(Files.readString(overlay.resolve("kustomization.yaml")))
                .flatMap(text -> COMPONENT.matcher(text).results())
                .map(found -> overlay.resolve(found.group(1)).normalize())
                .flatMap(ClusterSecretsTest::yaml)
                .toList();
        assertThat(files).hasSizeGreaterThan(30);
        return files;
    }

    private static Stream<Path> yaml(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] signed(String key) throws Exception {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key.strip()))));
        signer.update("entry".getBytes(StandardCharsets.UTF_8));
        return signer.sign();
    }

    private static Map<String, Map<String, byte[]>> secrets(Path folder) {
        return new ClusterSecrets(folder, "clinic")
                .all().stream().collect(Collectors.toMap(ClusterSecret::name, ClusterSecret::values));
    }

    private static Map<String, String> texts(Map<String, Map<String, byte[]>> secrets) {
        Map<String, String> texts = new TreeMap<>();
        secrets.forEach((name, values) -> values.forEach(
                (key, value) -> texts.put(name + "/" + key, Base64.getEncoder().encodeToString(value))));
        return texts;
    }

    private static byte[] value(String name, String key) {
        return Objects.requireNonNull(
                Objects.requireNonNull(made.get(name), name).get(key), key);
    }

    private static String text(String name, String key) {
        return new String(value(name, key), StandardCharsets.UTF_8);
    }
}
