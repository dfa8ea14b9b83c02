package polyclinic.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Random secrets made at first use and kept in a file that only its owner may read (0600). */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final Path file;
    private final Map<String, String> values = new TreeMap<>();

    private Secrets(Path file) {
        this.file = file;
    }

    public static Secrets in(Path file) {
        Secrets secrets = new Secrets(file);
        if (Files.exists(file)) {
            Properties read = new Properties();
            try (var in = Files.newBufferedReader(file)) {
                read.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
            read.forEach((name, value) -> secrets.values.put((String) name, (String) value));
        }
        return secrets;
    }

    /** True once {@link #get} was asked for it. */
    public synchronized boolean has(String name) {
        return values.containsKey(name);
    }

    /** 40 hexadecimal digits, the same at every call and every start. */
    public synchronized String get(String name) {
        String value = values.get(name);
        if (value == null) {
            byte[] random = new byte[20];
            RANDOM.nextBytes(random);
            value = HexFormat.of().formatHex(random);
            put(name, value);
        }
        return value;
    }

    public synchronized void put(String name, String value) {
        values.put(name, value);
        StringBuilder text = new StringBuilder();
        values.forEach(
                (key, secret) -> text.append(key).append('=').append(secret).append('\n'));
        writePrivately(file, text.toString());
    }

    /** Writes a file with mode 0600, whole or not at all. */
    public static void writePrivately(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path aside = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    file.getFileName().toString(),
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(aside, text);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
