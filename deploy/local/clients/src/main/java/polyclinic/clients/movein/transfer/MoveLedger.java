package polyclinic.clients.movein.transfer;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * Which record of elsewhere is which record here: a file of lines {@code target TAB external id TAB id here}, appended as they are stored,
 * so that a run that was killed goes on where it was. It spares look-ups and decides nothing: without it the suite is asked by
 * {@code externalId}. A last line that was written half is passed over.
 */
public final class MoveLedger implements Closeable {
    private static final int COLUMNS = 3;
    private static final int UUID_LENGTH = 36;

    private final Map<String, String> stored = new ConcurrentHashMap<>();
    private final BufferedWriter out;

    private MoveLedger(BufferedWriter out) {
        this.out = out;
    }

    public static MoveLedger open(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) Files.createDirectories(folder);
            boolean exists = Files.exists(file);
            MoveLedger ledger = new MoveLedger(Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            if (exists) ledger.read(file);
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + file + " cannot be used", e);
        }
    }

    private void read(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] columns = line.split("\t");
            if (columns.length == COLUMNS && columns[2].length() == UUID_LENGTH)
                stored.put(columns[0] + "\t" + columns[1], columns[2]);
        }
        // What was written half stays on a line of its own.
        out.newLine();
    }

    public @Nullable String id(MoveTarget target, String externalId) {
        return stored.get(key(target, externalId));
    }

    synchronized void put(MoveTarget target, String externalId, String id) {
        if (id.equals(stored.put(key(target, externalId), id))) return;
        try {
            out.write(key(target, externalId) + "\t" + id);
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(MoveTarget target, String externalId) {
        return target.name() + "\t" + externalId.replaceAll("[\t\r\n]", " ");
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
