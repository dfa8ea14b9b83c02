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

    /** group:artifact:classifier:type:version */
    private static final int RESOLVED_PARTS = 5;

    private ImageSbom() {}

    /**
     * Writes it.
     *
     * @param version of the image
     * @throws IOException when Maven's list is missing, or a jar of the image is known to nobody
     */
    public static void write(ImageContent content, OciArchive image, String version, Path file) throws IOException {
        ObjectNode sbom = (ObjectNode) JSON.readTree(Files.readAllBytes(mavens(content)));
        ArrayNode components = sbom.withArrayProperty("components");
        ObjectNode metadata = sbom.withObjectProperty("metadata");
        JsonNode application = metadata.path("component");
        complete(content, components, application);
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

    /**
     * Adds the libraries that Quarkus brings under conditions of its own, which Maven's model does not know.
     *
     * @throws IOException when a jar of the image is still not named: each is named after group, artifact and version, or after the last two
     */
    private static void complete(ImageContent content, ArrayNode components, JsonNode application) throws IOException {
        Set<String> known = new HashSet<>();
        Stream.concat(Stream.of(application), components.valueStream()).forEach(one -> known.addAll(names(one)));
        Path resolved = content.packaged().resolveSibling("quarkus-app-dependencies.txt");
        for (String line : Files.exists(resolved) ? Files.readAllLines(resolved) : List.<String>of()) {
            String[] parts = line.split(":");
            JsonNode library = parts.length == RESOLVED_PARTS ? library(parts[0], parts[1], parts[4]) : application;
            if (known.addAll(names(library))) {
                components.add(library);
            }
        }
        List<String> unknown = content.layers().stream()
                .flatMap(layer -> layer.getEntries().stream())
                .map(entry -> entry.getExtractionPath().toString())
                .filter(path -> path.contains("/lib/") && path.endsWith(".jar"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - ".jar".length()))
                .filter(jar -> known.stream().noneMatch(one -> jar.equals(one) || jar.startsWith(one + "-")))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IOException("Neither Maven nor Quarkus names " + String.join(", ", unknown));
        }
    }

    private static Set<String> names(JsonNode component) {
        String jar = component.path("name").asText() + "-"
                + component.path("version").asText();
        return Set.of(jar, component.path("group").asText() + "." + jar);
    }

    private static ObjectNode library(String group, String name, String version) {
        ObjectNode component = JSON.createObjectNode();
        String purl = "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar";
        component.put("type", "library");
        component.put("bom-ref", purl);
        component.put("group", group);
        component.put("name", name);
        component.put("version", version);
        component.put("purl", purl);
        return component;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
