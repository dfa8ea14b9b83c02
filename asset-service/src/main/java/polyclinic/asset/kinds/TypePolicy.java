package polyclinic.asset.kinds;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;

/**
 * Decides whether a file may become an asset of a kind, and under which content type.
 *
 * <p>What the client declared is checked against the kind's list first (415), then against what the bytes say (422).
 * Without a declaration the bytes alone decide.
 */
@Startup
@ApplicationScoped
public class TypePolicy {
    /** Types that a browser would run. They never pass as plain text, whatever they are declared as. */
    private static final Set<String> ACTIVE = Set.of(
            "text/html",
            "application/xhtml+xml",
            "image/svg+xml",
            "application/xml",
            "text/javascript",
            "application/javascript");

    /** Names that clients use and the registry does not know. */
    private static final Map<String, String> ALIASES = Map.of(
            "image/jpg", "image/jpeg",
            "image/pjpeg", "image/jpeg",
            "image/x-png", "image/png",
            "audio/mp3", "audio/mpeg",
            "image/heic-sequence", "image/heic",
            "image/heif-sequence", "image/heif",
            "application/csv", "text/csv",
            "application/x-rtf", "application/rtf");

    /** One container: which name a device gives it says little. */
    private static final Set<String> HEIF = Set.of("image/heic", "image/heif");

    private static final MediaTypeRegistry REGISTRY = MediaTypeRegistry.getDefaultRegistry();

    private final Map<AssetKind, Limits> limits = new EnumMap<>(AssetKind.class);

    /** @param types allowed media types, in the registry's canonical names */
    record Limits(Set<String> types, long maxSize) {}

    @Inject
    TypePolicy(AssetKindsConfig config) {
        for (AssetKind kind : AssetKind.values()) {
            AssetKindsConfig.Rule rule = config.kinds().get(kind);
            if (rule == null) throw new IllegalStateException("polyclinic.assets.kinds has no entry for " + kind);
            allow(kind, rule.types(), rule.maxSize().asLongValue());
        }
    }

    TypePolicy() {}

    final TypePolicy allow(AssetKind kind, Set<String> types, long maxSize) {
        Set<String> canonical = new HashSet<>();
        for (String type : types) canonical.add(canonical(type));
        limits.put(kind, new Limits(Set.copyOf(canonical), maxSize));
        return this;
    }

    /** @throws FileTooLarge 413 */
    public void checkSize(AssetKind kind, long size) {
        long max = limits(kind).maxSize();
        if (size > max) throw new FileTooLarge("The file is larger than an asset of this kind may be.", max);
    }

    /** @throws FileTooLarge 413 when it is too large for every one of these kinds */
    public void checkSize(Set<AssetKind> kinds, long size) {
        long max =
                kinds.stream().mapToLong(kind -> limits(kind).maxSize()).max().orElse(0);
        if (size > max) throw new FileTooLarge("The file is larger than any asset that your role stores.", max);
    }

    /**
     * The content type to store.
     *
     * @param declared the part's {@code Content-Type}, or null
     * @param sniffed what the bytes look like
     * @throws TypeNotAllowed 415
     * @throws TypeDiffers 422
     */
    public String accept(AssetKind kind, @Nullable String declared, String sniffed) {
        Set<String> allowed = limits(kind).types();
        String seen = canonical(sniffed);
        String said = declared == null ? null : canonical(declared);
        if (said == null || said.equals(MediaType.OCTET_STREAM.toString()) && !allowed.contains(said)) {
            if (!allowed.contains(seen)) throw new TypeNotAllowed(allowed);
            return seen;
        }
        if (!allowed.contains(said)) throw new TypeNotAllowed(allowed);
        if (!agree(said, seen)) throw new TypeDiffers(seen);
        return said;
    }

    private Limits limits(AssetKind kind) {
        return Objects.requireNonNull(limits.get(kind), kind.name());
    }

    private static boolean agree(String said, String seen) {
        if (said.equals(seen)) return true;
        // Octet-stream claims nothing, so whatever the bytes are does not contradict it.
        if (said.equals(MediaType.OCTET_STREAM.toString())) return true;
        if (seen.equals(MediaType.OCTET_STREAM.toString())) return false;
        if (ACTIVE.contains(seen)) return false;
        if (said.equals("text/plain")) return seen.startsWith("text/");
        // A table, a mail or a message of a laboratory shows as text; an archive is no more than that.
        if (seen.equals("text/plain")) return isWrittenAsText(said);
        if (seen.equals("application/zip")) return false;
        if (HEIF.contains(said)) return HEIF.contains(seen);
        // A container (MP4, Ogg, Matroska, ZIP) tells the family, not always the member.
        return isFamily(said, seen) || isFamily(seen, said) || isSibling(said, seen);
    }

    private static boolean isWrittenAsText(String said) {
        return !ACTIVE.contains(said)
                && (said.startsWith("text/")
                        || said.startsWith("message/")
                        || said.equals("application/json")
                        || REGISTRY.isSpecializationOf(MediaType.parse(said), MediaType.TEXT_PLAIN));
    }

    private static boolean isFamily(String member, String family) {
        return !family.startsWith("text/")
                && REGISTRY.isSpecializationOf(MediaType.parse(member), MediaType.parse(family));
    }

    /** {@code audio/mp4} and {@code video/quicktime} share a container and start with the same bytes. */
    private static boolean isSibling(String one, String other) {
        return one.startsWith("audio/") && container(one).equals(container(other));
    }

    /** The topmost type above a type that still says something. */
    private static String container(String type) {
        if (type.equals("audio/webm")) return "application/x-matroska";
        MediaType top = MediaType.parse(type);
        for (MediaType next = REGISTRY.getSupertype(top);
                next != null && !next.equals(MediaType.OCTET_STREAM);
                next = REGISTRY.getSupertype(top)) top = next;
        return top.toString();
    }

    private static String canonical(String type) {
        MediaType parsed = MediaType.parse(type.strip());
        if (parsed == null) return "invalid/invalid";
        String name = REGISTRY.normalize(parsed.getBaseType()).toString();
        return ALIASES.getOrDefault(name, name);
    }
}
