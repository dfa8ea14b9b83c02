package polyclinic.images.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The images of a release, as {@code images.json} lists them. It has no time in it: the same images give the same bytes.
 *
 * @param version the tag of all of them
 * @param revision the commit that they were made of
 * @param base what they stand on
 * @param java the feature release of Java that they start with
 */
public record ReleaseList(String version, String revision, String base, int java, List<ReleaseImage> images) {
    public static final String FILE = "images.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** @throws IOException when it is missing or is no such list */
    public static ReleaseList read(Path folder) throws IOException {
        return JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), ReleaseList.class);
    }

    /** Returns the list with those images of an earlier one that this one lacks, if both are of one release. */
    public ReleaseList with(ReleaseList earlier) {
        if (!equals(new ReleaseList(earlier.version, earlier.revision, earlier.base, earlier.java, images))) {
            return this;
        }
        List<ReleaseImage> all = new ArrayList<>(images);
        earlier.images.stream()
                .filter(old -> images.stream().noneMatch(made -> made.image().equals(old.image())))
                .forEach(all::add);
        all.sort(Comparator.comparing(ReleaseImage::image));
        return new ReleaseList(version, revision, base, java, all);
    }

    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), text());
    }

    /** Returns it as JSON. */
    public String text() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(Path folder) throws IOException {
        return Files.readString(folder.resolve(FILE)).getBytes(StandardCharsets.UTF_8);
    }
}
