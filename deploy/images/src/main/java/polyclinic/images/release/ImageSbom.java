package polyclinic.images.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import polyclinic.images.archive.DebianPackage;
import polyclinic.images.archive.OciArchive;
import polyclinic.images.content.ImageContent;

/** What an image is made of, in CycloneDX 1.6: the libraries as Maven knows them, and the Debian packages of the base. */
public final class ImageSbom {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ImageSbom() {}

    /**
     * Writes it.
     *
     * @param version of the image
     * @throws IOException when Maven's list is missing, or lacks a library that is in the image
     */
    public static void write(ImageContent content, OciArchive image, String version, Path file) throws IOException {
        ObjectNode sbom = (ObjectNode) JSON.readTree(Files.readAllBytes(mavens(content)));
        ArrayNode components = sbom.withArrayProperty("components");
        ObjectNode metadata = sbom.withObjectProperty("metadata");
        JsonNode application = metadata.path("component");
        requireAll(content, components, application);
        if (application.isObject()) {
            components.insert(0, application);
        }
        metadata.set("component", container(content, image, version));
        DebianPackage.in(image).forEach(one -> components.add(component(one)));
        sbom.remove("dependencies");
        Files.writeString(file, JSON.writeValueAsString(sbom) + "\n");
    }

    /** Returns the file that Maven writes with {@code -Psbom}. */
    public static Path mavens(ImageContent content) throws IOException {
        Path target = content.root().resolve(content.image().module()).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".cdx.json"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            "no list of components in " + target + "; build with -Psbom, as ./polyclinic images does"));
        }
    }

    private static ObjectNode container(ImageContent content, OciArchive image, String version) {
        ObjectNode container = JSON.createObjectNode();
        container.put("type", "container");
        container.put("bom-ref", "image");
        container.put("name", content.image().name());
        container.put("version", version);
        container.put("description", content.image().description());
        container.put("purl", "pkg:oci/" + content.image().name() + "@" + encoded(image.digest()));
        ObjectNode hash = container.withArrayProperty("hashes").addObject();
        hash.put("alg", "SHA-256");
        hash.put("content", image.digest().substring("sha256:".length()));
        return container;
    }

    private static ObjectNode component(DebianPackage one) {
        ObjectNode component = JSON.createObjectNode();
        String purl =
                "pkg:deb/debian/" + encoded(one.name()) + "@" + encoded(one.version()) + "?arch=" + one.architecture();
        component.put("type", "library");
        component.put("bom-ref", purl);
        component.put("name", one.name());
        component.put("version", one.version());
        component.put("purl", purl);
        return component;
    }

    /** Every jar in the image is named after group, artifact and version, or after the last two. */
    private static void requireAll(ImageContent content, ArrayNode components, JsonNode application)
            throws IOException {
        Set<String> known = new HashSet<>();
        Stream.concat(Stream.of(application), components.valueStream()).forEach(component -> {
            String jar = component.path("name").asText() + "-"
                    + component.path("version").asText();
            known.add(jar);
            known.add(component.path("group").asText() + "." + jar);
        });
        List<String> unknown = content.layers().stream()
                .flatMap(layer -> layer.getEntries().stream())
                .map(entry -> entry.getExtractionPath().toString())
                .filter(path -> path.contains("/lib/") && path.endsWith(".jar"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - ".jar".length()))
                .filter(jar -> known.stream().noneMatch(one -> jar.equals(one) || jar.startsWith(one + "-")))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IOException("Maven's list of components does not name " + String.join(", ", unknown));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
