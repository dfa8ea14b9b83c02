package polyclinic.audit.queries;

import java.util.List;
import java.util.stream.Collectors;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.json.Json;

/** How entries are written one after another. NDJSON is exact; CSV is for spreadsheets, FHIR for other health systems. */
enum ExportFormat {
    NDJSON("application/x-ndjson", "audit.ndjson") {
        @Override
        String header() {
            return "";
        }

        @Override
        String lines(List<StoredEntry> entries) {
            return entries.stream()
                    .map(entry -> Json.write(EntryView.of(entry)) + "\n")
                    .collect(Collectors.joining());
        }
    },
    CSV("text/csv; charset=utf-8; header=present", "audit.csv") {
        @Override
        String header() {
            return EntryCsv.header();
        }

        @Override
        String lines(List<StoredEntry> entries) {
            return EntryCsv.lines(entries);
        }
    },
    FHIR("application/fhir+ndjson", "AuditEvent.ndjson") {
        @Override
        String header() {
            return "";
        }

        @Override
        String lines(List<StoredEntry> entries) {
            return entries.stream()
                    .map(entry -> Json.write(FhirAuditEvent.of(entry)) + "\n")
                    .collect(Collectors.joining());
        }
    };

    private final String mediaType;
    private final String fileName;

    ExportFormat(String mediaType, String fileName) {
        this.mediaType = mediaType;
        this.fileName = fileName;
    }

    String mediaType() {
        return mediaType;
    }

    String fileName() {
        return fileName;
    }

    /** What stands before the first entry. */
    abstract String header();

    abstract String lines(List<StoredEntry> entries);
}
