package polyclinic.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerFailed;

/**
 * An S3 server (S3Proxy) that keeps objects as files. Its keys and secrets are random, made at the first start: one for each bucket
 * that is named, which opens no other, else one for all.
 */
public final class S3 extends JavaServer {
    /** The server answers anybody from a folder that others may read. */
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final List<String> buckets;
    private final Secrets secrets;

    private S3(Path dir, int port, Collection<String> buckets) {
        super("s3", dir, port);
        this.buckets = List.copyOf(buckets);
        this.secrets = Secrets.in(dir().resolve("secrets.properties"));
    }

    /** Not started yet. */
    public static S3 at(Path dir, int port, Collection<String> buckets) {
        return new S3(dir, port, buckets);
    }

    /** Starts it; the buckets are there. */
    public static S3 start(Path dir, int port, Collection<String> buckets) {
        S3 s3 = at(dir, port, buckets);
        s3.start();
        return s3;
    }

    public String url() {
        return (certificate() == null ? "http" : "https") + "://127.0.0.1:" + port();
    }

    /** The key for all buckets, when none was named. */
    public String key() {
        return secrets.get("key");
    }

    public String secret() {
        return secrets.get("secret");
    }

    /** The key that opens this bucket alone. */
    public String key(String bucket) {
        return secrets.get("key." + bucket);
    }

    public String secret(String bucket) {
        return secrets.get("secret." + bucket);
    }

    /** Makes the bucket, empty; what it held before is deleted. */
    public void recreate(String bucket) {
        try {
            Distribution.delete(data().resolve(bucket));
            create(bucket);
        } catch (IOException e) {
            throw new ServerFailed("cannot make the bucket " + bucket, e);
        }
    }

    @Override
    protected Launch prepare() throws IOException {
        Files.createDirectories(data());
        for (String bucket : buckets) {
            create(bucket);
        }
        List<String> arguments = new ArrayList<>();
        if (buckets.isEmpty()) {
            arguments.addAll(identity("s3proxy.conf", key(), secret(), ""));
        }
        for (String bucket : buckets) {
            arguments.addAll(identity(
                    "s3proxy-" + bucket + ".conf",
                    key(bucket),
                    secret(bucket),
                    "s3proxy.bucket-locator.1=" + bucket + "\n"));
        }
        Path logging = dir().resolve("logback.xml");
        try (InputStream in = S3.class.getResourceAsStream("s3-logback.xml")) {
            Files.copy(in, logging, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = java(
                64,
                List.of("-Dlogback.configurationFile=" + logging),
                ServerClasspath.of("s3"),
                "org.gaul.s3proxy.Main",
                arguments.toArray(String[]::new));
        return new Launch(command, FEW_ARENAS, dir());
    }

    private List<String> identity(String file, String key, String secret, String more) {
        Path configuration = dir().resolve(file);
        Secrets.writePrivately(configuration, """
                %s
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.v4-max-non-chunked-request-size=536870912
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(endpoint(), key, secret, data()) + more);
        return List.of("--properties", configuration.toString());
    }

    private String endpoint() {
        ServerCertificate certificate = certificate();
        return certificate == null
                ? "s3proxy.endpoint=" + url()
                : "s3proxy.secure-endpoint=%s%ns3proxy.keystore-path=%s%ns3proxy.keystore-password=%s"
                        .formatted(url(), certificate.keyStore(), certificate.keyStorePassword());
    }

    private Path data() {
        return dir().resolve("data");
    }

    private void create(String bucket) throws IOException {
        Path folder = Files.createDirectories(data().resolve(bucket));
        Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }

    @Override
    protected boolean answers() {
        return Probe.http(url(), certificate()) != 0;
    }
}
