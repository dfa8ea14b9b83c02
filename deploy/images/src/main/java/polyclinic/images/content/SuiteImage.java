package polyclinic.images.content;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * One image of the suite, a line of {@code deploy/images/images.csv}.
 *
 * @param name of the image, as it is pushed
 * @param module the folder of the Maven module, relative to the checkout
 * @param mainClass what starts; empty for a Quarkus application
 * @param writable the folders that the process writes to; all else may be read-only
 */
public record SuiteImage(String name, String module, String mainClass, List<String> writable, String description) {
    /** Who runs the process: nobody whom a host knows. */
    public static final int USER = 1001;

    public static final int PORT = 8080;
    public static final int MANAGEMENT_PORT = 9000;

    /** Where unfinished uploads lie; the same in all images, used by those that name it as writable. */
    static final String UPLOADS = "/var/lib/polyclinic/uploads";

    /** Returns all of them in the order of the file. */
    public static List<SuiteImage> all(Path root) {
        Path file = root.resolve("deploy/images/images.csv");
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setCommentMarker('#')
                .get();
        try (Reader text = Files.newBufferedReader(file);
                CSVParser lines = format.parse(text)) {
            return lines.stream().map(SuiteImage::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static SuiteImage of(CSVRecord line) {
        return new SuiteImage(
                line.get("image"),
                line.get("module"),
                line.get("main"),
                List.of(line.get("writable").split(" +")),
                line.get("description"));
    }

    /** Returns whether it serves requests, and so has ports. */
    public boolean isService() {
        return mainClass.isEmpty();
    }

    /** Returns the variables that are set in the image: a container has a network of its own, so it listens at every address. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        // glibc keeps an arena of freed memory per thread otherwise.
        variables.put("MALLOC_ARENA_MAX", "2");
        if (isService()) {
            variables.put("POLYCLINIC_HTTP_HOST", "0.0.0.0");
            variables.put("POLYCLINIC_HTTP_PORT", "" + PORT);
            variables.put("POLYCLINIC_MANAGEMENT_HOST", "0.0.0.0");
            variables.put("POLYCLINIC_MANAGEMENT_PORT", "" + MANAGEMENT_PORT);
        }
        if (writable.contains(UPLOADS)) {
            variables.put("POLYCLINIC_UPLOADS", UPLOADS);
        }
        return variables;
    }
}
