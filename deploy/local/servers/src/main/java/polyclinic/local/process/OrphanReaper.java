package polyclinic.local.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends the servers of a test when its JVM ends, in whatever way. A tiny shell reads process ids from a pipe; the pipe closes with us, and
 * then it kills those that are still on its list.
 */
final class OrphanReaper {
    private static final String WATCH = "trap '' INT TERM HUP; all=' '; while read -r p; do case $p in "
            + "-*) all=$(printf '%s' \"$all\" | sed \"s/ ${p#-} / /\");; *) all=\"$all$p \";; esac; done; "
            + "for p in $all; do kill -9 \"$p\" 2>/dev/null; done";
    private static @Nullable OutputStream pipe;

    private OrphanReaper() {}

    static synchronized void watch(long pid) {
        try {
            OutputStream open = pipe;
            if (open == null) {
                Process shell = new ProcessBuilder("sh", "-c", WATCH)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                open = shell.getOutputStream();
                pipe = open;
            }
            write(open, pid + "\n");
        } catch (IOException e) {
            throw new ServerFailed("cannot watch over process " + pid, e);
        }
    }

    static synchronized void forget(long pid) {
        OutputStream open = pipe;
        if (open != null) {
            try {
                write(open, "-" + pid + "\n");
            } catch (IOException gone) {
                pipe = null;
            }
        }
    }

    private static void write(OutputStream open, String line) throws IOException {
        open.write(line.getBytes(StandardCharsets.US_ASCII));
        open.flush();
    }
}
