package polyclinic.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code logs NAME [-f]}: the last lines of a component's output, and what follows. */
final class Logs {
    private static final int LAST_LINES = 200;
    private final Settings settings;

    Logs(Settings settings) {
        this.settings = settings;
    }

    void run(String name, boolean follow) {
        Path log = file(name);
        if (!Files.exists(log)) {
            throw new Complaint(log + " is not there yet.");
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(startOfLast(file));
            copy(file);
            while (follow) {
                Thread.sleep(200);
                if (Files.size(log) < file.getFilePointer()) {
                    file.seek(0);
                }
                copy(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path file(String name) {
        if (List.of("supervisor", "build").contains(name)) {
            return settings.home().resolve(name + ".log");
        }
        Component component = new Stack(settings).component(name);
        if (component.isOwn()) {
            throw new Complaint(name + " is your own server; its log is where you keep it.");
        }
        return component.process().log();
    }

    private static void copy(RandomAccessFile file) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
            System.out.write(buffer, 0, read);
        }
        System.out.flush();
    }

    private static long startOfLast(RandomAccessFile file) throws IOException {
        long window = Math.min(file.length(), 64 << 10);
        byte[] end = new byte[(int) window];
        file.seek(file.length() - window);
        file.readFully(end);
        String text = new String(end, StandardCharsets.ISO_8859_1);
        int lines = 0;
        int at = text.length();
        while (at > 0 && lines <= LAST_LINES) {
            at = text.lastIndexOf('\n', at - 1);
            lines++;
        }
        return file.length() - window + Math.max(0, at + 1);
    }
}
