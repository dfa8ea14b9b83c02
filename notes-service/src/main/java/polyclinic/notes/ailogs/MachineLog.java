package polyclinic.notes.ailogs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.ailogs.entries.AiLogKind;
import polyclinic.notes.ailogs.entries.AiLogOutcome;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.ailogs.entries.AiUsage;
import polyclinic.notes.content.Author;

/** The log of machines for what the service itself asks of them. */
@ApplicationScoped
public class MachineLog {
    private final AiLogRecording recording;

    MachineLog(AiLogRecording recording) {
        this.recording = recording;
    }

    /** An entry to be completed and written. @param recordedBy who asked for it */
    public Entry entry(AiLogKind kind, AiModel model, UUID patientId, UUID conversationId, Author recordedBy) {
        return new Entry(kind, model, patientId, conversationId, recordedBy);
    }

    /** An entry that is not written yet. */
    public final class Entry {
        private final AiLogKind kind;
        private final AiModel model;
        private final UUID patientId;
        private final UUID conversationId;
        private final Author recordedBy;
        private String input = "";
        private @Nullable String output;
        private List<AiSource> sources = List.of();
        private @Nullable AiUsage usage;
        private @Nullable Long latencyMs;
        private AiLogOutcome outcome = AiLogOutcome.SUCCESS;

        private Entry(AiLogKind kind, AiModel model, UUID patientId, UUID conversationId, Author recordedBy) {
            this.kind = kind;
            this.model = model;
            this.patientId = patientId;
            this.conversationId = conversationId;
            this.recordedBy = recordedBy;
        }

        public Entry input(String text) {
            input = text;
            return this;
        }

        /** Null where there is nothing to read. */
        public Entry output(@Nullable String text) {
            output = text;
            return this;
        }

        public Entry sources(List<AiSource> shown) {
            sources = shown;
            return this;
        }

        public Entry usage(AiUsage used, long milliseconds) {
            usage = used;
            latencyMs = milliseconds;
            return this;
        }

        public Entry outcome(AiLogOutcome what) {
            outcome = what;
            return this;
        }

        public Uni<Void> write() {
            return recording.record(
                    new RecordAiLog(
                            patientId, kind, model, input, output, conversationId, sources, usage, latencyMs, outcome),
                    recordedBy);
        }
    }
}
