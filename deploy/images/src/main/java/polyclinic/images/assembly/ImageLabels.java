package polyclinic.images.assembly;

import java.util.Map;
import java.util.TreeMap;
import polyclinic.images.content.SuiteImage;

/**
 * What an image says of itself, by the OCI image specification's annotation keys.
 *
 * @param version of the suite
 * @param revision the commit
 * @param base what the image stands on
 */
public record ImageLabels(String version, String revision, String base) {
    private static final String PREFIX = "org.opencontainers.image.";

    Map<String, String> of(SuiteImage image) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(PREFIX + "title", image.name());
        labels.put(PREFIX + "description", image.description());
        labels.put(PREFIX + "version", version);
        labels.put(PREFIX + "revision", revision);
        labels.put(PREFIX + "vendor", "Polyclinic");
        labels.put(PREFIX + "licenses", "Apache-2.0");
        labels.put(PREFIX + "base.name", base);
        labels.put("polyclinic.writable", String.join(" ", image.writable()));
        return labels;
    }
}
