package polyclinic.prescription.imports;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Sha256;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/**
 * Imports a file: all its lines that can be taken, in one transaction, portion by portion, so that no more than a portion is held
 * beside the file itself. The same file twice changes nothing the second time.
 */
@ApplicationScoped
class TableImport {
    private static final int PORTION = 500;

    private final List<ImportTarget> targets;
    private final ImportReports reports;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    TableImport(
            @All List<ImportTarget> targets,
            ImportReports reports,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.targets = targets;
        this.reports = reports;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Answers 201 with the report. Fails with 415 where nobody says what the file is. */
    Uni<Answer<ImportView>> run(String kind, byte[] bytes, @Nullable String contentType) {
        if (contentType == null)
            throw new Problem(415, "unsupported-media-type", "An import needs the Content-Type of its file.");
        ImportTarget target = targets.stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        UUID id = Ids.next();
        return idempotency
                .once(
                        Map.of("kind", kind, "type", contentType, "sha256", Sha256.hex(bytes)),
                        () -> run(id, kind, ImportFile.of(bytes, contentType, target), target.begin())
                                .map(done -> Answer.created(ImportView.location(kind, id), 0, done)),
                        earlier -> get(earlier.createdId(), kind).map(view -> Answer.ok(0, view)))
                .chain(answer -> answer.isReplayed()
                        ? Uni.createFrom().item(answer)
                        : get(id, kind).map(view -> Answer.created(view.location(), 0, view)));
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

    private Uni<ImportView> run(UUID id, String kind, ImportFile file, ImportTarget.Run run) {
        return reports.begin(id, kind, clock.instant())
                .chain(() -> Multi.createBy()
                        .repeating()
                        .uni(() -> takeNext(id, file, run))
                        .whilst(taken -> taken == PORTION)
                        .collect()
                        .last())
                .chain(() -> reports.end(id))
                .chain(() -> outbox.append(audit.entry("import", "table_import", id, null)))
                .map(done -> new ImportView(id, kind, 0, 0, 0, 0, clock.instant()));
    }

    private Uni<Integer> takeNext(UUID id, ImportFile file, ImportTarget.Run run) {
        List<ImportLine> portion = file.next(PORTION);
        if (portion.isEmpty()) return Uni.createFrom().item(0);
        return run.take(portion).chain(outcomes -> reports.add(id, outcomes)).replaceWith(portion.size());
    }
}
