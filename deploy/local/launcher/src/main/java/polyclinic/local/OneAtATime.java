package polyclinic.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Commands that start or stop the stack take turns: two at once would undo each other's work. */
final class OneAtATime implements AutoCloseable {
    private final FileChannel channel;

    private OneAtATime(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the command that is at work, and says so. */
    static OneAtATime in(Settings settings) {
        Path file = settings.home().resolve("run/lock");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                Terminal.say("Another ./polyclinic starts or stops the stack; waiting for it …");
                channel.lock();
            }
            return new OneAtATime(channel);
        } catch (IOException e) {
            throw new Complaint("cannot write to " + settings.home() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new Complaint("cannot release the lock: " + e.getMessage(), e);
        }
    }
}
