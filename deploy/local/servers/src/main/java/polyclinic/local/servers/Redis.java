package polyclinic.local.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerFailed;
import polyclinic.local.process.ServerProcess;

/** Redis with an append-only file. */
public final class Redis extends ServerProcess {
    private static final String NO_PASSWORD = "";

    private String password = NO_PASSWORD;

    private Redis(Path dir, int port) {
        super("redis", dir, port);
    }

    /** Not started yet. */
    public static Redis at(Path dir, int port) {
        return new Redis(dir, port);
    }

    public static Redis start(Path dir, int port) {
        Redis redis = at(dir, port);
        redis.start();
        return redis;
    }

    /** Asks for a password, which is random and made at the first start. To be called before the start. */
    public Redis secured() {
        password = Secrets.in(dir().resolve("secrets.properties")).get("password");
        return this;
    }

    /** With the password, if there is one. */
    public String url() {
        String credentials = password.equals(NO_PASSWORD) ? "" : ":" + password + "@";
        return (certificate() == null ? "redis://" : "rediss://") + credentials + "127.0.0.1:" + port();
    }

    /** Deletes all keys. */
    public void clear() {
        if (!Probe.redis(port(), password, "FLUSHALL", certificate())) {
            throw new ServerFailed("redis does not delete its keys");
        }
    }

    @Override
    protected Launch prepare() {
        // In a file: other users of the machine see the arguments of processes.
        Path configuration = dir().resolve("redis.conf");
        Secrets.writePrivately(
                configuration, (password.equals(NO_PASSWORD) ? "" : "requirepass " + password + "\n") + listening());
        List<String> command = List.of(
                program(),
                configuration.toString(),
                "--bind",
                "127.0.0.1",
                "--dir",
                dir().toString(),
                "--appendonly",
                "yes",
                "--maxmemory",
                "128mb",
                "--maxmemory-policy",
                "volatile-lru");
        return new Launch(command, Map.of(), dir());
    }

    private String listening() {
        ServerCertificate certificate = certificate();
        return certificate == null
                ? "port " + port() + "\n"
                : """
                        port 0
                        tls-port %d
                        tls-cert-file "%s"
                        tls-key-file "%s"
                        tls-ca-cert-file "%s"
                        tls-auth-clients no
                        """.formatted(port(), certificate.certificate(), certificate.key(), certificate.authority());
    }

    @Override
    protected boolean answers() {
        return Probe.redis(port(), password, "PING", certificate());
    }

    private static String program() {
        Path packed = ServerClasspath.jar("binaries", "embedded-redis");
        String platform = platform();
        return Distribution.once("redis-" + platform, into -> unpack(packed, platform, into))
                .resolve("redis-server")
                .toString();
    }

    private static String platform() {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        boolean arm = "aarch64".equals(System.getProperty("os.arch"));
        return (mac ? "darwin-" : "linux-") + (arm ? "arm64" : "amd64");
    }

    private static void unpack(Path packed, String platform, Path into) throws IOException {
        try (ZipFile jar = new ZipFile(packed.toFile())) {
            var entry = jar.stream()
                    .filter(candidate -> candidate.getName().endsWith(platform))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no Redis for " + platform + " in " + packed));
            Path server = into.resolve("redis-server");
            try (var in = jar.getInputStream(entry)) {
                Files.copy(in, server);
            }
            Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
