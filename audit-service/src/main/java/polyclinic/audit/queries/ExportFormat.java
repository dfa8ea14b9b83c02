package polyclinic.audit.queries;

import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.json.Json;

/** How entries are written one after another. NDJSON is exact; CSV is for spreadsheets, FHIR for other health systems. */
public enum ExportFormat {
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

    private static final int MAX_CHUNKS_AHEAD = 4;

    private final String mediaType;
    private final String fileName;

    ExportFormat(String mediaType, String fileName) {
        this.mediaType = mediaType;
        this.fileName = fileName;
    }

    public String mediaType() {
        return mediaType;
    }

    public String fileName() {
        return fileName;
    }

    /** What stands before the first entry. */
    abstract String header();

    abstract String lines(List<StoredEntry> entries);

    /** Writes them as they come; a few chunks are read ahead of a slow client, no more. */
    public void write(Multi<List<StoredEntry>> entries, OutputStream out) throws IOException {
        out.write(utf8(header()));
        try (Stream<String> chunks =
                entries.map(this::lines).subscribe().asStream(2, () -> new ArrayBlockingQueue<>(MAX_CHUNKS_AHEAD))) {
            for (Iterator<String> chunk = chunks.iterator(); chunk.hasNext(); ) out.write(utf8(chunk.next()));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
