package polyclinic.images.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import polyclinic.images.release.ReleaseImage;
import polyclinic.images.release.ReleaseList;

/** The images of a release as people read them. */
final class ImageTable {
    private static final double MEBIBYTE = 1 << 20;

    private ImageTable() {}

    static void print(ReleaseList list, Path folder, PrintStream out) {
        out.printf("%n%-22s %-71s %9s%n", "image", "digest", "size");
        for (ReleaseImage image : list.images()) {
            out.printf(Locale.ROOT, "%-22s %-71s %5.0f MiB%n", image.image(), image.digest(), image.size() / MEBIBYTE);
        }
        out.printf("%nVersion %s of %s on %s, in %s%n", list.version(), list.revision(), list.base(), folder);
        list.images().stream()
                .filter(image -> image.pushed() != null)
                .forEach(image -> out.println("Pushed " + image.pushed()));
    }
}
