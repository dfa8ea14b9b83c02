package polyclinic.notes.proposals.summaries;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.ailogs.entries.SourceSpan;
import polyclinic.notes.proposals.findings.DocumentFinding;

/**
 * One thing that a proposal says.
 *
 * @param date of which day, as the machine says, in ISO 8601, or null
 * @param citations the entries of the record that it rests on; those alone that were shown to the machine
 * @param unsupported whether it cites nothing that is in the record
 * @param finding of a line of a document what it says; null for what a machine wrote
 */
public record SummaryStatement(
        @Nullable String date,
        String text,
        List<AiSource> citations,
        boolean unsupported,
        @Nullable DocumentFinding finding) {

    /** What a machine says. */
    public static SummaryStatement ofMachine(@Nullable String date, String text, List<AiSource> citations) {
        return new SummaryStatement(date, text, citations, citations.isEmpty(), null);
    }

    /** What a line of a document says, and where it stands. */
    public static SummaryStatement ofDocument(String text, UUID documentId, DocumentFinding finding) {
        SourceSpan span = new SourceSpan((long) finding.start(), (long) finding.end());
        return new SummaryStatement(
                null, text, List.of(AiSource.ofPage(documentId, finding.page(), span)), false, finding);
    }

    /** Whether it may become history: it rests on something, and there is no doubt what it says. */
    boolean mayBecomeHistory() {
        return !unsupported && (finding == null || finding.doubt() == null);
    }
}
