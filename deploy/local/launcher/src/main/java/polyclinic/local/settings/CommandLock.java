package polyclinic.local.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/** Held by a command that starts or stops the stack: two at once would undo each other's work. */
public final class CommandLock implements AutoCloseable {
    private final FileChannel channel;

    private CommandLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; when another command holds it, says so and waits. */
    public static CommandLock acquire(Settings settings) {
        Path folder = settings.home().resolve("run");
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                Terminal.say("Another ./polyclinic starts or stops the stack; waiting for it …");
                channel.lock();
            }
            return new CommandLock(channel);
        } catch (IOException e) {
            throw new UserError("cannot write to " + settings.home() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UserError("cannot release the lock: " + e.getMessage(), e);
        }
    }
}
