package polyclinic.asset.texts;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.commons.audit.PatientData;

/**
 * What a document says.
 *
 * @param reason why there is no text
 * @param language ISO 639, where it is known
 * @param truncated whether the document says more than is kept
 */
record DocumentTextView(
        UUID assetId,
        @Nullable UUID patientId,
        TextStatus status,
        @Nullable String reason,
        @Nullable String language,
        List<PageView> pages,
        boolean truncated)
        implements PatientData {
    /** @param number from 1 */
    record PageView(int number, String text) {}
}
