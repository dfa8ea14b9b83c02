package polyclinic.notes.ailogs;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.ailogs.entries.AiLogKind;
import polyclinic.notes.ailogs.entries.AiLogOutcome;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.ailogs.entries.AiUsage;

/**
 * @param patientId whom it was about, or null where it was about nobody
 * @param input what the machine was given
 * @param output what it made of that, or null where there is nothing or nothing to read
 * @param conversationId what belongs together has the same one
 * @param sources what it was shown, or says that it has something from
 * @param latencyMs how long it took, in milliseconds
 */
record RecordAiLog(
        @Nullable UUID patientId,
        @NotNull AiLogKind kind,
        @NotNull @Valid AiModel model,
        @NotBlank @Size(max = RecordAiLog.MAX_TEXT) String input,
        @Nullable @Size(max = RecordAiLog.MAX_TEXT) String output,
        @Nullable UUID conversationId,

        @Nullable @Size(max = RecordAiLog.MAX_SOURCES) List<@NotNull @Valid AiSource> sources,

        @Valid @Nullable AiUsage usage,
        @Nullable @Min(0) @Max(RecordAiLog.MAX_LATENCY_MS) Long latencyMs,
        @NotNull AiLogOutcome outcome) {
    /** Characters; two such texts of three bytes each are well below what a request may have. */
    static final int MAX_TEXT = 100_000;

    static final int MAX_SOURCES = 200;

    /** A day. */
    static final long MAX_LATENCY_MS = 86_400_000;
}
