package polyclinic.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program's classes as its last run left them loaded and linked, so that the next start is several times faster: an AOT cache (JEP 514)
 * from Java 25 on, a class data archive (JEP 350) before. The first orderly end of a program writes it, which takes some seconds; it is
 * used until the program's jars or Java change. All stacks of a checkout share it. Of several processes of a program one writes: to write
 * takes a processor as long as a start.
 */
public final class JavaArchive {
    /** How long to wait for the end of who writes one: on a small machine all programs of a stack may write theirs at once. */
    public static final Duration WRITING_TIMEOUT = Duration.ofMinutes(5);

    private static final int AOT_SINCE = 25;

    private static final String AOT = ".aot";
    private static final String CDS = ".jsa";
    private static final String OFF = "off";

    /** Of a program: two releases take turns where one replaces the other. */
    private static final int KEPT = 2;

    private static final Duration UNFINISHED_FOR = Duration.ofDays(1);

    /** Archive → who is to write it. */
    private static final Map<Path, JavaArchive> WRITERS = new ConcurrentHashMap<>();

    private final Path folder;
    private final String name;
    private final @Nullable String setting;
    private Path file;
    private @Nullable Path recording;

    public JavaArchive(String name) {
        this(Distribution.root().resolve("archives"), name, System.getenv("POLYCLINIC_ARCHIVES"));
    }

    /** @param setting see {@link #flags}; null to record the best there is */
    JavaArchive(Path folder, String name, @Nullable String setting) {
        this.folder = folder;
        this.name = name;
        this.setting = setting == null || setting.isBlank() || setting.equals("on") ? null : setting;
        this.file = folder.resolve(name);
    }

    /**
     * The flags for a start: to use what there is, or to record it, or none. {@code POLYCLINIC_ARCHIVES=off} records nothing: a stack
     * that is rebuilt all the time starts slowly anyway, and then at least stops fast. {@code classes} records a class data archive
     * whatever the Java: an AOT cache starts a little faster, and takes several times as long to write.
     *
     * @param fingerprint changes whenever the archive would not fit any more
     */
    public synchronized List<String> flags(String fingerprint) {
        boolean aot = hasAot() && setting == null;
        // Who records the better one is not content with the other.
        List<String> use = flagsToUse(fingerprint, !aot);
        if (!use.isEmpty()) return use;
        file = file(fingerprint, aot ? AOT : CDS);
        try {
            Files.createDirectories(folder);
            if (OFF.equals(setting) || WRITERS.putIfAbsent(file, this) != null) return List.of();
            recording = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
            return aot
                    ? flags(AOT, "-XX:AOTCacheOutput=", recording)
                    : flags(CDS, "-XX:ArchiveClassesAtExit=", recording);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The flags for a start that uses what there is, and records nothing. */
    public synchronized List<String> flagsToUse(String fingerprint) {
        return flagsToUse(fingerprint, true);
    }

    private List<String> flagsToUse(String fingerprint, boolean either) {
        recorded();
        Path aot = file(fingerprint, AOT);
        Path cds = file(fingerprint, CDS);
        try {
            if (hasAot() && Files.exists(aot)) {
                used(aot);
                return flags(AOT, "-XX:AOTCache=", aot);
            }
            if (!either || !Files.exists(cds)) return List.of();
            used(cds);
            return flags(CDS, "-XX:SharedArchiveFile=", cds);
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
                Files.move(recording, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                used(file);
                forgetOld();
            } else if (recording != null) {
                Files.deleteIfExists(recording);
                Files.deleteIfExists(recording.resolveSibling(recording.getFileName() + ".config"));
            }
            recorded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void recorded() {
        recording = null;
        WRITERS.remove(file, this);
    }

    private static void used(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    private Path file(String fingerprint, String kind) {
        String fits = Jdk.newest().home() + " " + Jdk.newest().feature() + " " + fingerprint;
        return folder.resolve(name + "-" + UUID.nameUUIDFromBytes(fits.getBytes(StandardCharsets.UTF_8)) + kind);
    }

    private static boolean hasAot() {
        return Jdk.newest().feature() >= AOT_SINCE;
    }

    private static List<String> flags(String kind, String option, Path file) {
        return kind.equals(AOT)
                ? List.of(option + file, "-Xlog:aot=error")
                : List.of(option + file, "-Xshare:auto", "-Xlog:cds=error", "-Xlog:cds+dynamic=error");
    }

    /** Archives of releases before, and what killed programs have left; those of a day may still be written. */
    private void forgetOld() throws IOException {
        Pattern own = Pattern.compile(Pattern.quote(name) + "(-[0-9a-f-]{36})?\\.(aot|jsa).*");
        List<Path> finished = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path one : files.filter(
                            path -> own.matcher(path.getFileName().toString()).matches())
                    .toList())
                if (!one.getFileName().toString().contains(".part")) finished.add(one);
                else if (modified(one).isBefore(Instant.now().minus(UNFINISHED_FOR))) Files.deleteIfExists(one);
        }
        finished.sort(Comparator.comparing(JavaArchive::modified).reversed());
        for (Path old : finished.stream().skip(KEPT).toList()) Files.deleteIfExists(old);
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException gone) {
            return Instant.EPOCH;
        }
    }
}
