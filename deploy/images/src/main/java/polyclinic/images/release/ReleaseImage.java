package polyclinic.images.release;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One image of a release.
 *
 * @param image its name in the suite
 * @param reference name and tag in the archive
 * @param digest of the manifest, {@code sha256:…}: the same in the archive and in a registry
 * @param size bytes of its packed layers
 * @param archive file beside the list
 * @param sbom file beside the list: what the image is made of, CycloneDX
 * @param sbomDigest {@code sha256:…} of that file
 * @param pushed where it is in a registry, by digest; null when it was not pushed
 */
@JsonPropertyOrder({"image", "reference", "digest", "size", "archive", "sbom", "sbomDigest", "pushed"})
public record ReleaseImage(
        String image,
        String reference,
        String digest,
        long size,
        String archive,
        String sbom,
        String sbomDigest,
        @Nullable String pushed) {}
