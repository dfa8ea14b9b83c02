package polyclinic.local.servers;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.ServerFailed;

/**
 * Where the jars of a server lie. Each server has a module of its own whose build writes the list of its jars into a resource; so their
 * versions mix neither with each other nor with ours.
 */
final class ServerClasspath {
    private ServerClasspath() {}

    /** The jars of the server, as the build resolved them. */
    static List<Path> jars(String server) {
        String resource = "/polyclinic/classpath/" + server + ".txt";
        try (InputStream in = ServerClasspath.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ServerFailed(
                        "the build has not written " + resource + "; run: mvn install -pl deploy/local/servers -am");
            }
            String list = new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
            List<Path> jars =
                    Arrays.stream(list.split(File.pathSeparator)).map(Path::of).toList();
            for (Path jar : jars) {
                if (!Files.isReadable(jar)) {
                    throw new ServerFailed(jar + " is missing; run: mvn install -pl deploy/local/servers -am");
                }
            }
            return jars;
        } catch (IOException e) {
            throw new ServerFailed("cannot read " + resource, e);
        }
    }

    /** The first of the server's jars whose file name starts so. */
    static Path jar(String server, String prefix) {
        return jars(server).stream()
                .filter(jar -> jar.getFileName().toString().startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> new ServerFailed("no jar " + prefix + "… among those of " + server));
    }

    /** For -cp: the server's jars and our own classes for it, each by its binary name. */
    static String of(String server, String... ownClasses) {
        StringBuilder path = new StringBuilder();
        if (ownClasses.length > 0) {
            path.append(copied(server, ownClasses)).append(File.pathSeparator);
        }
        jars(server).forEach(jar -> path.append(jar).append(File.pathSeparator));
        path.setLength(path.length() - 1);
        return path.toString();
    }

    /** Changes whenever a jar of the path does: Java itself would run an archive's old classes in place of the jar's new ones. */
    static String fingerprint(String classpath) {
        StringBuilder print = new StringBuilder();
        for (String jar : classpath.split(File.pathSeparator)) {
            File file = new File(jar);
            print.append(jar).append(file.length()).append(file.lastModified());
        }
        return Integer.toHexString(print.toString().hashCode());
    }

    /**
     * Copies classes out of wherever this program's class loader has them, as that need not be a file, into a jar; a folder would keep
     * Java from archiving classes.
     */
    private static Path copied(String server, String... ownClasses) {
        Path jar = Distribution.root().resolve("classes").resolve(server + ".jar");
        try {
            byte[] content = packed(ownClasses);
            if (!Files.exists(jar) || !Arrays.equals(Files.readAllBytes(jar), content)) {
                Files.createDirectories(jar.getParent());
                Path aside = jar.resolveSibling(server + "." + UUID.randomUUID());
                Files.write(aside, content);
                Files.move(aside, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return jar;
        } catch (IOException e) {
            throw new ServerFailed("cannot write " + jar, e);
        }
    }

    /** The same bytes for the same classes: entries carry no time. */
    private static byte[] packed(String... ownClasses) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(content)) {
            for (String name : ownClasses) {
                String file = name.replace('.', '/') + ".class";
                try (InputStream in = ServerClasspath.class.getClassLoader().getResourceAsStream(file)) {
                    if (in == null) {
                        throw new ServerFailed("class " + name + " is not on the class path");
                    }
                    ZipEntry entry = new ZipEntry(file);
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    in.transferTo(zip);
                    zip.closeEntry();
                }
            }
        }
        return content.toByteArray();
    }
}
