package polyclinic.recovery.point;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import polyclinic.recovery.progress.RecoveryFailed;

/** One backup at a time: two would hold writes twice, and the one would take the other's files for left-overs. */
final class RunLock implements AutoCloseable {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws RecoveryFailed when another one runs */
    static RunLock acquire(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new RecoveryFailed("another backup of this home is running");
            }
            return new RunLock(channel);
        } catch (IOException e) {
            throw new RecoveryFailed("cannot write to " + folder, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new RecoveryFailed("the lock cannot be released", e);
        }
    }
}
