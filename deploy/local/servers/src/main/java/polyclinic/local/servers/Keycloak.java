package polyclinic.local.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.Probe;
import polyclinic.local.process.Processes;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerFailed;

/**
 * Keycloak 26 with its database in PostgreSQL, so that accounts and keys of the realm are in the same recovery points as all else.
 * The program is unpacked and optimised once for all ({@code kc.sh build}, half a minute); the realm is imported at the first start.
 * `${NAME}` in the realm file is taken from the given values.
 */
public final class Keycloak extends JavaServer {
    private static final List<String> BUILD = List.of(
            "--db=postgres",
            "--cache=local",
            "--health-enabled=true",
            "--features-disabled=kerberos,authorization,ciba,par,device-flow,impersonation,organization,workflows,"
                    + "admin-fine-grained-authz");
    /** Where accounts were kept before they were in PostgreSQL. */
    private static final String FORMER_STORE = "data/h2";

    private static final int CONNECTIONS = 20;

    private final Path realmFile;
    private final String realm;
    private final Map<String, String> values;
    private final Store store;
    private final Secrets secrets;

    /**
     * Its database, which nobody else uses.
     *
     * @param address {@code host:port} of PostgreSQL
     * @param database owned by the role of the same name
     * @param isLocal whether the authority of Keycloak's own certificate signed that of PostgreSQL, too
     */
    public record Store(String address, String database, String password, boolean isLocal) {
        /** In a PostgreSQL of the stack. */
        public static Store in(Postgres postgres, String database) {
            return new Store(postgres.address(), database, postgres.password(database), true);
        }
    }

    private Keycloak(Path dir, int port, Path realmFile, String realm, Map<String, String> values, Store store) {
        super("keycloak", dir, port);
        this.realmFile = realmFile;
        this.realm = realm;
        this.values = Map.copyOf(values);
        this.store = store;
        this.secrets = Secrets.in(dir().resolve("secrets.properties"));
    }

    /** Not started yet. */
    public static Keycloak at(
            Path dir, int port, Path realmFile, String realm, Map<String, String> values, Store store) {
        return new Keycloak(dir, port, realmFile, realm, values, store);
    }

    public static Keycloak start(
            Path dir, int port, Path realmFile, String realm, Map<String, String> values, Store store) {
        Keycloak keycloak = at(dir, port, realmFile, realm, values, store);
        keycloak.start();
        return keycloak;
    }

    /** Unpacks and optimises the program if that is still to be done, so that the first start need not (half a minute). */
    public static void install() {
        program();
    }

    public String url() {
        return (certificate() == null ? "http" : "https") + "://127.0.0.1:" + port();
    }

    /** The issuer of the realm's tokens. */
    public String realmUrl() {
        return url() + "/realms/" + realm;
    }

    /** The administrator of the realm `master`. */
    public String admin() {
        return "polyclinic-admin";
    }

    public String adminPassword() {
        return secrets.get("admin");
    }

    @Override
    protected Launch prepare() throws IOException {
        refuseFormerStore();
        Path program = program();
        Path imports = dir().resolve("data/import");
        Files.createDirectories(imports);
        Files.createDirectories(dir().resolve("conf"));
        for (String shared : List.of("lib", "providers", "themes")) {
            link(dir().resolve(shared), program.resolve(shared));
        }
        Files.copy(
                program.resolve("conf/keycloak.conf"),
                dir().resolve("conf/keycloak.conf"),
                StandardCopyOption.REPLACE_EXISTING);
        Secrets.writePrivately(imports.resolve(realm + "-realm.json"), filled());
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--import-realm",
                // Said again at the start: else it forms a cluster, and after a kill waits 20 s for its former self.
                "--cache=local",
                "--http-host=127.0.0.1",
                "--http-management-port=0",
                "--hostname=" + url(),
                "--db-pool-initial-size=2",
                "--db-pool-max-size=" + CONNECTIONS,
                "--log-level=warn"));
        arguments.addAll(listening());
        List<String> command =
                java(192, flags(dir()), program + "/lib/quarkus-run.jar", ENTRY, arguments.toArray(String[]::new));
        return new Launch(
                command,
                Map.of(
                        "MALLOC_ARENA_MAX",
                        "2",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        admin(),
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        adminPassword(),
                        "KC_DB_URL",
                        databaseUrl(),
                        "KC_DB_USERNAME",
                        store.database(),
                        "KC_DB_PASSWORD",
                        store.password()),
                dir());
    }

    private String databaseUrl() {
        ServerCertificate certificate = certificate();
        String url = "jdbc:postgresql://" + store.address() + "/" + store.database();
        return certificate == null || !store.isLocal()
                ? url
                : url + "?sslmode=verify-full&sslrootcert=" + certificate.authority();
    }

    private List<String> listening() {
        ServerCertificate certificate = certificate();
        return certificate == null
                ? List.of("--http-enabled=true", "--http-port=" + port())
                : List.of(
                        "--http-enabled=false",
                        "--https-port=" + port(),
                        "--https-certificate-file=" + certificate.certificate(),
                        "--https-certificate-key-file=" + certificate.key());
    }

    /** It would start without the accounts that people have, as if they had never been. */
    private void refuseFormerStore() {
        Path former = dir().resolve(FORMER_STORE);
        if (Files.exists(former)) {
            throw new ServerFailed("the accounts of this stack are in " + former + ", a store of a release before;"
                    + " ./polyclinic reset begins anew, or delete that folder: the local accounts are then made"
                    + " again, and all others are lost");
        }
    }

    @Override
    protected boolean answers() {
        return Probe.http(realmUrl(), certificate()) == 200;
    }

    @Override
    protected Duration startTimeout() {
        return Duration.ofMinutes(4);
    }

    private static final String ENTRY = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    private static List<String> flags(Path home) {
        return List.of(
                "-Dfile.encoding=UTF-8",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                "-Duser.language=en",
                "-Duser.country=US",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED");
    }

    private String filled() throws IOException {
        String text = Files.readString(realmFile);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        if (text.contains("${POLYCLINIC_")) {
            int at = text.indexOf("${POLYCLINIC_");
            throw new IOException("no value for " + text.substring(at, text.indexOf('}', at) + 1) + " of " + realmFile);
        }
        return text;
    }

    private static Path program() {
        Path packed = ServerClasspath.jar("binaries", "keycloak-quarkus-dist");
        return Distribution.once(
                packed.getFileName().toString().replace(".zip", "").replace("-quarkus-dist", "") + "-postgres",
                folder -> {
                    Distribution.unzip(packed, folder);
                    build(folder);
                });
    }

    private static void build(Path program) throws IOException {
        // Whoever waits for it has an idle machine, and beside other work it is not urgent.
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.add(Jdk.newest().java().toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
        command.addAll(Jdk.newest().modern());
        command.addAll(flags(program));
        command.addAll(List.of("-cp", program + "/lib/quarkus-run.jar", ENTRY, "build"));
        command.addAll(BUILD);
        Path log = program.resolve("build.log");
        Process process = new ProcessBuilder(command)
                .directory(program.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("kc.sh build failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Processes.killTree(process.toHandle());
            throw Processes.interrupted(e);
        }
    }

    private static void link(Path link, Path target) throws IOException {
        if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(target)) {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, target);
        }
    }
}
