package polyclinic.asset.scans;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real clamd, with a database of one signature: the test file of all scanners. Debian has it in {@code clamav-daemon}. */
final class Clamd implements AutoCloseable {
    static final String SIGNATURE = "Polyclinic-Test";

    /** Daemons are not on everybody's PATH. */
    private static final String SBIN = ":/usr/sbin:/usr/local/sbin";

    private static final int EXIT_TIMEOUT_SECONDS = 10;

    private final Process process;
    private final Path folder;

    private Clamd(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts it, and leaves the test out where it is not installed.
     *
     * @param maxMegabytes of a content
     */
    static Clamd start(Path folder, int maxMegabytes) throws IOException {
        Optional<Path> program = Stream.of((System.getenv("PATH") + SBIN).split(":"))
                .map(place -> Path.of(place, "clamd"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "no clamd (Debian: clamav-daemon): scanned by a stand-in alone");
        Path signatures = Files.createDirectory(folder.resolve("signatures"));
        Files.writeString(
                signatures.resolve("test.ndb"),
                SIGNATURE + ":0:*:" + HexFormat.of().formatHex(ClamdStub.eicar()) + "\n");
        Path config = folder.resolve("clamd.conf");
        Files.writeString(config, """
                Foreground yes
                LocalSocket %s
                DatabaseDirectory %s
                TemporaryDirectory %s
                SelfCheck 0
                MaxThreads 2
                StreamMaxLength %dM
                """.formatted(socket(folder), signatures, folder, maxMegabytes));
        Process process = new ProcessBuilder(program.get().toString(), "--config-file=" + config)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("clamd.log").toFile())
                .start();
        Clamd started = new Clamd(process, folder);
        await().until(started::answers);
        return started;
    }

    String address() {
        return "unix:" + socket(folder);
    }

    private static Path socket(Path folder) {
        return folder.resolve("clamd.ctl");
    }

    private boolean answers() {
        if (!process.isAlive()) throw new IllegalStateException("clamd has ended: " + log());
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket(folder)));
        } catch (IOException notYet) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("clamd.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
