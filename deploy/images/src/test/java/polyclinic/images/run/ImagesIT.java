package polyclinic.images.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.images.archive.OciArchive;
import polyclinic.images.assembly.BaseImage;
import polyclinic.images.assembly.ImageAssembly;
import polyclinic.images.assembly.ImageLabels;
import polyclinic.images.content.ImageContent;
import polyclinic.images.content.SuiteImage;

/** The images of the packaged services: what is in them, and that they run as a cluster that restricts pods runs them. */
class ImagesIT {
    private static final int JAVA = Runtime.version().feature();
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 200;
    private static final String NOBODY = "http://127.0.0.1:1";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @TempDir
    static Path folder;

    private static Path checkout;

    @BeforeAll
    static void requirePackagedServices() throws IOException {
        checkout = Path.of(System.getProperty("polyclinic.root", "")).toAbsolutePath();
        while (!Files.isDirectory(checkout.resolve("contracts"))) {
            checkout = checkout.getParent();
        }
        // Another user is to read what is unpacked here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> missing = services()
                .filter(content -> !Files.exists(content.packaged()))
                .map(content -> content.image().module())
                .toList();
        assertThat(missing)
                .as("not packaged; run mvn -Dquick -DskipTests package, or ./polyclinic test")
                .isEmpty();
    }

    @Test
    void an_image_holds_no_test_no_secret_and_nothing_that_others_may_change() {
        List<String> found = new ArrayList<>();
        services().forEach(content -> content.layers().stream()
                .flatMap(layer -> layer.getEntries().stream())
                .forEach(entry ->
                        faults(entry).forEach(fault -> found.add(content.image().name() + ": " + fault))));

        assertThat(found).isEmpty();
    }

    @Test
    void an_image_made_again_has_the_same_digest() throws IOException {
        ImageContent gateway = content("gateway");

        String first = write(gateway, "first");
        String second = write(gateway, "second");

        assertThat(second).isEqualTo(first);
    }

    @Test
    void the_gateway_lives_on_a_read_only_root_as_a_user_without_rights() throws Exception {
        Sandbox sandbox = Sandbox.find(checkout);
        ImageContent gateway = content("gateway");
        int management = freePort();
        Map<String, String> environment = new HashMap<>(
                Map.of("POLYCLINIC_REDIS_URL", "redis://127.0.0.1:1", "POLYCLINIC_MANAGEMENT_PORT", "" + management));
        for (String service : List.of("PATIENT", "APPOINTMENT", "PRESCRIPTION", "NOTES", "ASSET", "AUDIT", "BILLING")) {
            environment.put("POLYCLINIC_" + service + "_URL", NOBODY);
            environment.put("POLYCLINIC_" + service + "_MANAGEMENT_URL", NOBODY);
        }
        Path log = folder.resolve("gateway.log");
        Process process = start(sandbox, gateway, environment, log);
        try {
            assertThat(live(management, process)).as(() -> text(log)).isEqualTo(200);
            String status = Files.readString(Path.of("/proc/" + innermost(process) + "/status"));
            assertThat(status).contains("CapEff:\t0000000000000000", "NoNewPrivs:\t1");
            if ("root".equals(System.getProperty("user.name"))) {
                assertThat(status).contains("Uid:\t1001\t1001\t1001\t1001");
            }
        } finally {
            stop(process);
        }
    }

    @Test
    void a_service_without_its_database_ends_and_says_why_in_one_line() throws Exception {
        Sandbox sandbox = Sandbox.find(checkout);
        Map<String, String> environment = Map.of(
                "POLYCLINIC_POSTGRES", "127.0.0.1:1",
                "POLYCLINIC_POSTGRES_PASSWORD", "none",
                "POLYCLINIC_KAFKA", "127.0.0.1:1",
                "POLYCLINIC_KEYS", "/tmp/keys",
                "POLYCLINIC_KEYS_CREATE", "true",
                "POLYCLINIC_APPOINTMENT_URL", NOBODY);
        Path log = folder.resolve("patient-service.log");
        Process process = start(sandbox, content("patient-service"), environment, log);
        try {
            assertThat(process.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as(() -> text(log))
                    .isTrue();
            assertThat(process.exitValue()).isNotZero();
            assertThat(text(log).lines().filter(line -> line.contains("\"level\":\"ERROR\"")))
                    .as(() -> text(log))
                    .singleElement()
                    // By the kind of failure: what a driver says may quote values, so logs leave its words out.
                    .satisfies(line -> assertThat(line)
                            .contains("Failed to start application", "FlywaySqlUnableToConnectToDbException"));
        } finally {
            stop(process);
        }
    }

    private static Stream<ImageContent> services() {
        return SuiteImage.all(checkout).stream()
                .filter(SuiteImage::isService)
                .map(image -> new ImageContent(image, checkout));
    }

    private static ImageContent content(String name) {
        return services()
                .filter(content -> content.image().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> faults(FileEntry entry) {
        String path = entry.getExtractionPath().toString();
        List<String> faults = new ArrayList<>();
        int others = Integer.parseInt(entry.getPermissions().toOctalString(), 8) & 022;
        if (others != 0) {
            faults.add(path + " can be changed by others");
        }
        if (path.matches(".*\\.(p12|pfx|jks|key|pem|env)") || path.matches(".*/\\.[^/]*")) {
            faults.add(path + " may be a secret");
        }
        if (path.matches(".*/(junit|org\\.junit|org\\.assertj|assertj|.*-testing|.*-tests)[^/]*\\.jar")) {
            faults.add(path + " is for tests");
        }
        if (path.matches(".*/(app/|lib/main/polyclinic\\.)[^/]*\\.jar")) {
            faults.addAll(faultsWithin(entry.getSourceFile()));
        }
        return faults.stream();
    }

    /** A laboratory has tests, too: those of the service's own jar are told by where they were compiled to. */
    private static boolean isOfTests(Path jar, String name) {
        Path target = jar.getParent().getParent().getParent();
        return !jar.getParent().endsWith("app")
                || Files.exists(target.resolve("test-classes").resolve(name));
    }

    private static List<String> faultsWithin(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches(".*\\.(p12|pfx|jks|key|pem|env)")
                            || name.matches(".*(Test|IT)(\\$.*)?\\.class") && isOfTests(jar, name))
                    .map(name -> name + " in " + jar.getFileName())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String write(ImageContent content, String cache) {
        ImageAssembly assembly = new ImageAssembly(
                BaseImage.SCRATCH, JAVA, new ImageLabels("1", "test", "scratch"), folder.resolve(cache), line -> {});
        return assembly.write(content, "polyclinic/" + content.image().name() + ":1", archive(content));
    }

    private static Path archive(ImageContent content) {
        return folder.resolve(content.image().name() + ".tar");
    }

    /** Unpacks the image's layers and starts its command, with its variables and those of a test. */
    private static Process start(Sandbox sandbox, ImageContent content, Map<String, String> environment, Path log)
            throws IOException {
        write(content, "first");
        Path unpacked = folder.resolve(content.image().name());
        Map<String, String> variables = new HashMap<>();
        List<String> words = new ArrayList<>();
        try (OciArchive archive = OciArchive.open(archive(content))) {
            for (String layer : archive.layers()) {
                unpack(archive.layer(layer), unpacked);
            }
            archive.configuration().path("config").path("Env").forEach(variable -> {
                String[] parts = variable.asText().split("=", 2);
                variables.put(parts[0], parts[1]);
            });
            archive.configuration().path("config").path("Entrypoint").forEach(word -> words.add(word.asText()));
        }
        assertThat(words.get(0)).isEqualTo("java");
        words.set(0, Path.of(System.getProperty("java.home"), "bin/java").toString());
        variables.put("PATH", "/usr/bin:/bin");
        variables.put("POLYCLINIC_HTTP_HOST", "127.0.0.1");
        variables.put("POLYCLINIC_HTTP_PORT", "" + freePort());
        variables.put("POLYCLINIC_MANAGEMENT_HOST", "127.0.0.1");
        variables.put("POLYCLINIC_MANAGEMENT_PORT", "" + freePort());
        variables.put("POLYCLINIC_OIDC_URL", NOBODY + "/realms/polyclinic");
        variables.put("POLYCLINIC_FORWARDED_KEY", "0123456789abcdef0123456789abcdef");
        variables.putAll(environment);
        return sandbox.start(unpacked.resolve("app"), content.image().writable(), variables, words, log);
    }

    private static void unpack(InputStream layer, Path target) throws IOException {
        try (TarArchiveInputStream files = new TarArchiveInputStream(layer)) {
            for (TarArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                assertThat(file.startsWith(target)).isTrue();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(files, file);
                }
            }
        }
    }

    private static int live(int port, Process process) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/live"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
            } catch (IOException notYet) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        return 0;
    }

    private static long innermost(Process process) {
        return process.descendants().mapToLong(ProcessHandle::pid).max().orElseThrow();
    }

    private static void stop(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
