package polyclinic.prescription.imports;

import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Sha256;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.StoredAnswer;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.metrics.ImportMetrics;

/**
 * Imports a file while it arrives, a portion of its lines in each transaction, so that nothing but a portion is held of it and no
 * transaction waits for a client. Where it breaks off what was taken stays, and the same file again takes the rest: a line that is
 * taken twice changes nothing the second time. Between two portions it waits while writes are held, so that no recovery point waits for
 * a file; a hold names it from the start.
 */
@Startup
@ApplicationScoped
class TableImport {
    private static final int PORTION = 500;
    private static final int BUFFER = 64 * 1024;

    private final List<ImportTarget> targets;
    private final ImportReports reports;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final ImportMetrics metrics;
    private final CurrentCaller current;
    private final Clock clock;
    private final BackgroundWork work;

    TableImport(
            @All List<ImportTarget> targets,
            ImportReports reports,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            ImportMetrics metrics,
            CurrentCaller current,
            Clock clock,
            Hold hold) {
        this.targets = targets;
        this.reports = reports;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.metrics = metrics;
        this.current = current;
        this.clock = clock;
        this.work = hold.background("imports");
    }

    /** Answers 201 with the report. Fails with 415 where nobody says what the file is. Blocks. */
    Answer<ImportView> run(String kind, InputStream file, @Nullable String contentType) {
        if (contentType == null)
            throw new Problem(415, "unsupported-media-type", "An import needs the Content-Type of its file.");
        ImportTarget target = targets.stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        DigestInputStream bytes = new DigestInputStream(file, Sha256.digest());
        IdempotencyKey key = IdempotencyKey.of(current, Map.of("kind", kind, "type", contentType));
        StoredAnswer earlier = key == null ? null : replayed(key, bytes);
        return earlier == null ? importOnce(target, bytes, contentType, key) : replay(earlier, kind);
    }

    private Answer<ImportView> replay(StoredAnswer earlier, String kind) {
        ImportView now = await(() -> reports.find(earlier.createdId(), kind));
        return Answer.replayed(earlier, Answer.ok(0, now));
    }

    /** What is kept of the answer to the same request; null when there was none. Reads the whole file when there was one with the key. */
    private @Nullable StoredAnswer replayed(IdempotencyKey key, DigestInputStream bytes) {
        if (!await(() -> idempotency.isKnown(key))) return null;
        drain(bytes);
        return await(() -> idempotency.earlier(of(key, bytes)));
    }

    private static void drain(InputStream bytes) {
        byte[] buffer = new byte[BUFFER];
        try {
            while (bytes.read(buffer) >= 0) {
                // only the digest is of interest
            }
        } catch (IOException e) {
            throw new Problem(400, "malformed-request", "The file did not arrive whole.");
        }
    }

    /** The key of the request with all of its body, which has been read. */
    private static IdempotencyKey of(IdempotencyKey key, DigestInputStream bytes) {
        String body = HexFormat.of().formatHex(bytes.getMessageDigest().digest());
        return new IdempotencyKey(key.caller(), key.key(), Sha256.hex(key.hash() + body));
    }

    private Answer<ImportView> importOnce(
            ImportTarget target, DigestInputStream bytes, String contentType, @Nullable IdempotencyKey key) {
        UUID id = Ids.next();
        String kind = target.kind();
        StoredAnswer answer = new StoredAnswer(201, ImportView.location(kind, id), "\"0\"");
        commit(() -> reports.begin(id, kind, clock.instant()));
        boolean finished = false;
        try {
            takeAll(id, kind, ImportFile.of(bytes, contentType, target), target.begin(id));
            drain(bytes);
            StoredAnswer earlier = commit(() -> end(id, key, bytes, answer));
            finished = true;
            if (earlier != null) return replay(earlier, kind);
        } finally {
            metrics.ended(kind, finished);
            if (!finished) commit(() -> reports.end(id, ImportView.Status.INTERRUPTED));
        }
        ImportView view = await(() -> reports.find(id, kind));
        return Answer.created(view.location(), 0, view);
    }

    private void takeAll(UUID id, String kind, ImportFile file, ImportTarget.Run run) {
        for (List<ImportLine> lines = file.next(PORTION); !lines.isEmpty(); lines = file.next(PORTION)) {
            List<ImportLine> portion = lines;
            count(kind, commit(() -> run.take(portion).call(outcomes -> reports.add(id, outcomes))));
        }
    }

    private void count(String kind, List<LineOutcome> lines) {
        for (LineOutcome.Kind outcome : LineOutcome.Kind.values())
            metrics.took(
                    kind,
                    outcome.name().toLowerCase(Locale.ROOT),
                    lines.stream().filter(line -> line.outcome() == outcome).count());
    }

    /** Of two equal requests at once both have taken the file; the second is answered like the first. */
    private Uni<@Nullable StoredAnswer> end(
            UUID id, @Nullable IdempotencyKey key, DigestInputStream bytes, StoredAnswer answer) {
        return reports.end(id, ImportView.Status.FINISHED)
                .chain(() -> outbox.append(audit.entry("import", "table_import", id, null)))
                .chain(() -> key == null
                        ? Uni.createFrom().<StoredAnswer>nullItem()
                        : idempotency.keep(of(key, bytes), answer));
    }

    Uni<ImportView> get(UUID id, String kind) {
        return reports.find(id, kind);
    }

    Uni<Page<LineOutcome>> lines(
            UUID id, String kind, LineOutcome.@Nullable Kind outcome, @Nullable String after, int limit) {
        int last = position(after);
        return reports.find(id, kind)
                .chain(found -> reports.lines(id, outcome, last, limit))
                .map(rows -> Page.of(rows, limit, row -> row, row -> Cursor.encode(row.line())));
    }

    private static int position(@Nullable String after) {
        List<String> parts = Cursor.decode(after, 1);
        if (parts == null) return 0;
        try {
            return Integer.parseInt(parts.get(0));
        } catch (NumberFormatException notOurs) {
            throw Cursor.invalid();
        }
    }

    /** In a transaction of its own, once nothing is held. */
    private <T> T commit(Supplier<Uni<T>> portion) {
        return await(() -> work.whenReleased(() -> Panache.withTransaction(portion)));
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        return DuplicatedContextRunner.await(work);
    }
}
