package polyclinic.notes.ailogs;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.ailogs.entries.AiLogKind;

/** @param after where the page before ended */
record AiLogSearch(
        @Nullable UUID patientId,
        @Nullable AiLogKind kind,
        @Nullable UUID conversationId,
        @Nullable PageKey after,
        int limit) {}
