package polyclinic.images.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A package that the base consists of, as dpkg recorded it.
 *
 * @param name such as {@code libc6}
 * @param version with revision
 * @param architecture such as {@code amd64}
 */
public record DebianPackage(String name, String version, String architecture) {
    private static final int MAX_STATUS = 16 << 20;

    /** Returns the packages of all layers by name; none when no layer has dpkg's record (also in pieces, as distroless images do). */
    public static List<DebianPackage> in(OciArchive archive) throws IOException {
        Map<String, DebianPackage> found = new TreeMap<>();
        for (String layer : archive.layers()) {
            try (InputStream in = archive.layer(layer);
                    TarArchiveInputStream files = new TarArchiveInputStream(in)) {
                for (TarArchiveEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                    if (isStatus(file.getName()) && file.isFile() && file.getSize() < MAX_STATUS) {
                        read(new String(files.readAllBytes(), StandardCharsets.UTF_8))
                                .forEach(one -> found.put(one.name() + ":" + one.architecture(), one));
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    static List<DebianPackage> read(String status) {
        List<DebianPackage> found = new ArrayList<>();
        for (String paragraph : status.split("\n\n+")) {
            Map<String, String> fields = new LinkedHashMap<>();
            paragraph.lines().filter(line -> line.matches("[A-Za-z-]+: .*")).forEach(line -> {
                int colon = line.indexOf(':');
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            });
            boolean installed =
                    fields.getOrDefault("Status", "install ok installed").endsWith(" installed");
            String name = fields.get("Package");
            String version = fields.get("Version");
            if (installed && name != null && version != null) {
                found.add(new DebianPackage(name, version, fields.getOrDefault("Architecture", "all")));
            }
        }
        return found;
    }

    private static boolean isStatus(String path) {
        return path.matches("(\\./)?var/lib/dpkg/(status|status\\.d/[^/]+)") && !path.endsWith(".md5sums");
    }
}
