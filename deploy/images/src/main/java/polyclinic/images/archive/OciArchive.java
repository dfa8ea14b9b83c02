package polyclinic.images.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * One image in an OCI archive (image-layout of the OCI image specification): its parts are named by their SHA-256, and are read only
 * when they have it.
 */
public final class OciArchive implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DOCUMENT = 4 << 20;

    private final TarFile file;
    private final Map<String, TarArchiveEntry> entries = new HashMap<>();
    private final String digest;
    private final JsonNode manifest;
    private final JsonNode configuration;

    private OciArchive(TarFile file) throws IOException {
        this.file = file;
        file.getEntries().forEach(entry -> entries.put(entry.getName(), entry));
        JsonNode manifests = JSON.readTree(document("index.json")).path("manifests");
        if (manifests.size() != 1) {
            throw new IOException("the archive holds " + manifests.size() + " images, not one");
        }
        this.digest = manifests.get(0).path("digest").asText();
        this.manifest = JSON.readTree(part(digest));
        this.configuration =
                JSON.readTree(part(manifest.path("config").path("digest").asText()));
    }

    /** @throws IOException when it is no such archive, or a part of it is not what its name says */
    public static OciArchive open(Path archive) throws IOException {
        TarFile file = new TarFile(archive);
        try {
            return new OciArchive(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Returns the digest by which registries and clusters name the image, {@code sha256:…}. */
    public String digest() {
        return digest;
    }

    /** Returns the digest of the configuration, by which container engines name it. */
    public String imageId() {
        return manifest.path("config").path("digest").asText();
    }

    /** Returns the image's configuration: {@code config.Entrypoint}, {@code config.Env}, {@code created} … */
    public JsonNode configuration() {
        return configuration;
    }

    /** Returns the layers' digests, the lowest first. */
    public List<String> layers() {
        return StreamSupport.stream(manifest.path("layers").spliterator(), false)
                .map(layer -> layer.path("digest").asText())
                .toList();
    }

    /** Returns how much a registry stores: the bytes of all layers, packed. */
    public long size() {
        return StreamSupport.stream(manifest.path("layers").spliterator(), false)
                .mapToLong(layer -> layer.path("size").asLong())
                .sum();
    }

    /** Returns a layer's files, unpacked from gzip; the caller closes it. */
    public InputStream layer(String layer) throws IOException {
        return new BufferedInputStream(new GZIPInputStream(file.getInputStream(entry(layer)), 1 << 16));
    }

    /** Reads every layer once and compares it with its name. */
    public void verifyLayers() throws IOException {
        for (String layer : layers()) {
            MessageDigest sum = sha256();
            try (InputStream in = new DigestInputStream(file.getInputStream(entry(layer)), sum)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            requireDigest(layer, sum);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private byte[] part(String name) throws IOException {
        byte[] bytes = document(path(name));
        MessageDigest sum = sha256();
        sum.update(bytes);
        requireDigest(name, sum);
        return bytes;
    }

    private byte[] document(String name) throws IOException {
        TarArchiveEntry entry = entries.get(name);
        if (entry == null || entry.getSize() > MAX_DOCUMENT) {
            throw new IOException("the archive has no readable " + name);
        }
        try (InputStream in = file.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private TarArchiveEntry entry(String name) throws IOException {
        TarArchiveEntry entry = entries.get(path(name));
        if (entry == null) {
            throw new IOException("the archive lacks " + name);
        }
        return entry;
    }

    private static String path(String name) {
        return "blobs/" + name.replace(':', '/');
    }

    private static void requireDigest(String name, MessageDigest sum) throws IOException {
        String found = "sha256:" + HexFormat.of().formatHex(sum.digest());
        if (!found.equals(name)) {
            throw new IOException("a part of the archive was changed: " + name + " is " + found);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
