package polyclinic.audit.queries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.StoredEntry;

/** Entries as CSV (RFC 4180) for spreadsheets: one line each, lists as words, nested members as columns. */
final class EntryCsv {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;
    private static final Object[] COLUMNS = {
        "id",
        "seq",
        "chain",
        "offset",
        "hash",
        "previousHash",
        "occurredAt",
        "actorSubject",
        "actorName",
        "actorRoles",
        "action",
        "entityType",
        "entityId",
        "patientId",
        "outcome",
        "reason",
        "changedFields",
        "service",
        "ip",
        "userAgent",
        "traceId",
        "patientIds",
        "query",
        "entityIds"
    };

    private EntryCsv() {}

    static String header() {
        StringBuilder out = new StringBuilder();
        print(out, COLUMNS);
        return out.toString();
    }

    static String lines(List<StoredEntry> entries) {
        StringBuilder out = new StringBuilder();
        for (StoredEntry stored : entries)
            print(out, stored instanceof ChainEntry entry ? cells(entry) : cellsOfDamaged(stored));
        return out.toString();
    }

    private static @Nullable Object[] cells(ChainEntry entry) {
        AuditRecord record = entry.record();
        return new @Nullable Object[] {
            guarded(record.id()),
            entry.seq(),
            entry.chain(),
            entry.offset(),
            guarded(entry.hash()),
            guarded(entry.previousHash()),
            guarded(record.occurredAt()),
            guarded(record.actor().subject()),
            guarded(record.actor().name()),
            guarded(String.join(" ", record.actor().roles())),
            guarded(record.action()),
            guarded(record.entityType()),
            guarded(record.entityId()),
            guarded(record.patientId()),
            guarded(record.outcome()),
            guarded(record.reason()),
            guarded(String.join(" ", record.changedFields())),
            guarded(record.source().service()),
            guarded(record.source().ip()),
            guarded(record.source().userAgent()),
            guarded(record.traceId()),
            guarded(record.patientIds() == null ? null : String.join(" ", record.patientIds())),
            guarded(record.query()),
            guarded(record.entityIds() == null ? null : String.join(" ", record.entityIds()))
        };
    }

    private static @Nullable Object[] cellsOfDamaged(StoredEntry damaged) {
        @Nullable Object[] cells = new @Nullable Object[COLUMNS.length];
        cells[0] = guarded(damaged.id());
        Arrays.fill(cells, 1, 4, -1);
        return cells;
    }

    /** A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP: CSV injection). */
    private static @Nullable String guarded(@Nullable String text) {
        boolean isFormula = text != null && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return isFormula ? "'" + text : text;
    }

    private static void print(StringBuilder out, @Nullable Object... cells) {
        try {
            FORMAT.printRecord(out, cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
