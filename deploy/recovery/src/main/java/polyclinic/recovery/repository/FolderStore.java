package polyclinic.recovery.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Objects as files. What is being written lies in {@code .staging} beside them, so that a name appears in one moment. */
final class FolderStore implements ObjectStore {
    private static final String STAGING = ".staging";

    private final Path root;

    FolderStore(Path root) {
        this.root = root;
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        Path folder = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> name.startsWith(prefix) && !name.startsWith(STAGING))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public boolean contains(String name) {
        return Files.exists(root.resolve(name));
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(root.resolve(name));
    }

    /** The content is on the disk before its name is: a machine that loses its power leaves no empty file of that name. */
    @Override
    public void put(String name, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path target = root.resolve(name);
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(root.resolve(name));
    }

    @Override
    public Path staging() throws IOException {
        Path folder = root.resolve(STAGING);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(folder);
        }
        return folder;
    }

    @Override
    public void close() {
        // a folder has nothing to give back
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
