package polyclinic.audit.analytics.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.analytics.AnalyticsEventView;
import polyclinic.audit.archive.ArchiveBucket;
import polyclinic.audit.lines.CompressedLines;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.Hashes;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.json.Json;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The months in S3: manifests {@code analytics/<month>.json}, and their events as {@code analytics-parts/<month>/<number>.jsonl.gz}. Each is
 * written once.
 */
@ApplicationScoped
class EventMonths {
    private static final String MANIFESTS = "analytics/";
    private static final Pattern MANIFEST = Pattern.compile("analytics/(\\d{4}-\\d{2})\\.json");

    private final ArchiveBucket bucket;
    private final SigningKeys keys;

    EventMonths(ArchiveBucket bucket, SigningKeys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    private static String name(YearMonth month) {
        return MANIFESTS + month + ".json";
    }

    /** In order. */
    Uni<List<YearMonth>> list() {
        List<YearMonth> found = new ArrayList<>();
        String[] after = {MANIFESTS};
        return AsyncLoop.whileMore(() -> bucket.list(MANIFESTS, after[0], null).map(page -> {
                    for (S3Object object : page.contents()) {
                        after[0] = object.key();
                        Matcher name = MANIFEST.matcher(object.key());
                        if (name.matches()) found.add(YearMonth.parse(name.group(1)));
                    }
                    return Boolean.TRUE.equals(page.isTruncated());
                }))
                .replaceWith(found);
    }

    /** Null when there is none; fails with {@link DamagedMonth} when no trusted key signed it. */
    Uni<@Nullable EventMonth> get(YearMonth month) {
        return bucket.read(name(month)).map(object -> {
            if (object == null) return null;
            EventMonth found = EventMonth.read(object);
            if (found == null || !found.isGenuine(month, keys))
                throw new DamagedMonth(name(month) + " is not signed by a trusted key");
            return found;
        });
    }

    /** The one that is there afterwards: of two writers the first one's stays. */
    Uni<EventMonth> put(YearMonth month, EventMonth manifest) {
        return bucket.write(name(month), "application/json", manifest.bytes())
                .onFailure(ArchiveBucket::isPresent)
                .recoverWithNull()
                .chain(() -> get(month))
                .onItem()
                .ifNull()
                .failWith(() -> new DamagedMonth(name(month) + " is gone"));
    }

    /** Writes an object, unless it is there, and reads it back. Fails with {@link DamagedMonth} when it has other events. */
    Uni<EventMonth.Part> putPart(YearMonth month, int number, List<AnalyticsEventView> events) {
        String name = String.format("analytics-parts/%s/%05d.jsonl.gz", month, number);
        List<String> lines = events.stream().map(Json::write).toList();
        return bucket.read(name)
                .chain(present -> present == null
                        ? bucket.write(name, "application/gzip", CompressedLines.write(lines))
                                .onFailure(ArchiveBucket::isPresent)
                                .recoverWithNull()
                                .chain(() -> bucket.read(name))
                        : Uni.createFrom().item(present))
                .map(there -> {
                    // Not by its bytes: another release may compress in another way.
                    if (there == null || !lines.equals(lines(name, there)))
                        throw new DamagedMonth(name + " has other events than the database");
                    return new EventMonth.Part(name, lines.size(), there.length, Hashes.hex(Hashes.sha256(there)));
                });
    }

    /** Fails with {@link DamagedMonth} when the object is not what was sealed. */
    Uni<List<AnalyticsEventView>> events(EventMonth.Part part) {
        // Thousands of lines are no work for an event loop.
        return SameContext.emitOn(bucket.read(part.name())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(object -> {
                    if (object == null || !Hashes.hex(Hashes.sha256(object)).equals(part.sha256()))
                        throw new DamagedMonth(part.name() + " is not what was sealed");
                    return lines(part.name(), object).stream()
                            .map(line -> event(part.name(), line))
                            .toList();
                }));
    }

    private static AnalyticsEventView event(String name, String line) {
        try {
            return Json.MAPPER.readValue(line, AnalyticsEventView.class);
        } catch (JsonProcessingException damaged) {
            throw new DamagedMonth(name + " has a line that is no event");
        }
    }

    private static List<String> lines(String name, byte[] object) {
        try (BufferedReader in = CompressedLines.read(object)) {
            return in.lines().toList();
        } catch (IOException | UncheckedIOException damaged) {
            throw new DamagedMonth(name + " was cut or cannot be read");
        }
    }
}
