package polyclinic.notes.proposals.digitizing;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.async.SameContext;
import polyclinic.notes.clients.DocumentReading;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.proposals.findings.DocumentFinding;
import polyclinic.notes.proposals.findings.LabLineReader;
import polyclinic.notes.proposals.findings.MedicationLineReader;
import polyclinic.notes.proposals.summaries.SummaryStatement;

/** What rules find in a text, as statements of a proposal. */
public final class DocumentFindings {
    /** Of one type, in one document: an entry of the history holds them all. */
    public static final int MAX = 300;

    private DocumentFindings() {}

    /** A text may have a million characters: it is looked through where nobody else waits. */
    public static Uni<List<SummaryStatement>> in(DocumentReading.Text text, UUID documentId, HistoryType type) {
        return SameContext.aside(() -> findings(type, text).stream()
                .map(finding -> SummaryStatement.ofDocument(
                        text.pages().get(finding.page() - 1).substring(finding.start(), finding.end()),
                        documentId,
                        finding))
                .toList());
    }

    private static List<DocumentFinding> findings(HistoryType type, DocumentReading.Text text) {
        return type == HistoryType.LAB_RESULT
                ? LabLineReader.find(text.pages(), text.language())
                : MedicationLineReader.find(text.pages(), text.language());
    }
}
