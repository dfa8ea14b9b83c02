package polyclinic.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program's classes as its last run left them loaded and linked, so that the next start is several times faster: an AOT cache (JEP 514)
 * from Java 25 on, a class data archive (JEP 350) before. The first orderly end of a program writes it, which takes some seconds; it is
 * used until the program's jars or Java change. All stacks of a checkout share it.
 */
public final class JavaArchive {
    private static final int AOT = 25;
    private final String name;
    private final Path file;
    private final Path stamp;
    private @Nullable Path recording;
    private String recordedStamp = "";

    public JavaArchive(String name) {
        Path folder = Distribution.root().resolve("archives");
        this.name = name;
        this.file = folder.resolve(name + (Jdk.newest().feature() >= AOT ? ".aot" : ".jsa"));
        this.stamp = folder.resolve(file.getFileName() + ".stamp");
    }

    /**
     * The flags for a start: to use what there is, or to record it. {@code POLYCLINIC_ARCHIVES=off} records nothing: a stack
     * that is rebuilt all the time starts slowly anyway, and then at least stops fast.
     *
     * @param fingerprint changes whenever the archive would not fit any more
     */
    public synchronized List<String> flags(String fingerprint) {
        String current = Jdk.newest().home() + " " + Jdk.newest().feature() + " " + fingerprint;
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file)
                    && Files.exists(stamp)
                    && Files.readString(stamp).equals(current)) {
                recording = null;
                return flags("-XX:AOTCache=", "-XX:SharedArchiveFile=", file);
            }
            forgetParts();
            if ("off".equals(System.getenv("POLYCLINIC_ARCHIVES"))) {
                recording = null;
                return List.of();
            }
            recording = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
            recordedStamp = current;
            return flags("-XX:AOTCacheOutput=", "-XX:ArchiveClassesAtExit=", recording);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The running program will write its archive when it ends. */
    public synchronized boolean isRecording() {
        return recording != null;
    }

    /** Keeps what the ended program has written. */
    public synchronized void keep() {
        try {
            if (recording != null && Files.exists(recording) && Files.size(recording) > 0) {
                Files.deleteIfExists(stamp);
                Files.move(recording, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(stamp, recordedStamp);
            } else if (recording != null) {
                Files.deleteIfExists(recording);
                Files.deleteIfExists(recording.resolveSibling(recording.getFileName() + ".config"));
            }
            recording = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> flags(String aot, String cds, Path file) {
        return Jdk.newest().feature() >= AOT
                ? List.of(aot + file, "-Xlog:aot=error")
                : List.of(cds + file, "-Xshare:auto", "-Xlog:cds=error", "-Xlog:cds+dynamic=error");
    }

    /** What killed programs have left; those of a day may still be written. */
    private void forgetParts() throws IOException {
        long yesterday = System.currentTimeMillis() - 86_400_000;
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path part : files.filter(one -> one.getFileName().toString().startsWith(name + ".")
                            && one.getFileName().toString().contains(".part"))
                    .toList()) {
                if (Files.getLastModifiedTime(part).toMillis() < yesterday) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }
}
