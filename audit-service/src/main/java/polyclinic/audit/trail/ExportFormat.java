package polyclinic.audit.trail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import polyclinic.audit.chain.Actor;
import polyclinic.audit.chain.Entry;
import polyclinic.audit.chain.Source;
import polyclinic.commons.json.Json;

/** How entries are written one after another. NDJSON is exact; CSV (RFC 4180) is for spreadsheets. */
public enum ExportFormat {
    NDJSON("application/x-ndjson") {
        @Override
        byte[] start() {
            return new byte[0];
        }

        @Override
        String line(Entry entry) {
            return Json.write(entry) + "\n";
        }
    },
    CSV("text/csv; charset=utf-8; header=present") {
        @Override
        byte[] start() {
            return (String.join(",", COLUMNS) + "\r\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        String line(Entry entry) {
            return cells(entry).stream().map(ExportFormat::cell).collect(Collectors.joining(",")) + "\r\n";
        }
    };

    private static final List<String> COLUMNS = List.of(
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
            "traceId");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** What stands before the first entry. */
    abstract byte[] start();

    abstract String line(Entry entry);

    byte[] lines(List<Entry> entries) {
        return entries.stream().map(this::line).collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    private static List<Object> cells(Entry entry) {
        Actor actor = entry.actor() == null ? new Actor(null, null, null) : entry.actor();
        Source source = entry.source() == null ? new Source(null, null, null) : entry.source();
        return Arrays.asList(
                entry.id(),
                entry.seq(),
                entry.chain(),
                entry.offset(),
                entry.hash(),
                entry.previousHash(),
                entry.occurredAt(),
                actor.subject(),
                actor.name(),
                words(actor.roles()),
                entry.action(),
                entry.entityType(),
                entry.entityId(),
                entry.patientId(),
                entry.outcome(),
                entry.reason(),
                words(entry.changedFields()),
                source.service(),
                source.ip(),
                source.userAgent(),
                entry.traceId());
    }

    private static String words(List<String> texts) {
        return texts == null ? null : String.join(" ", texts);
    }

    /** A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP: CSV injection). */
    private static String cell(Object value) {
        if (value == null) return "";
        String text = value.toString();
        if (!text.isEmpty() && value instanceof String && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) text = "'" + text;
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
