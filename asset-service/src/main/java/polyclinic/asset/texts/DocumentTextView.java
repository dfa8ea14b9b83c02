package polyclinic.asset.texts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.commons.audit.PatientData;

/**
 * What a document says.
 *
 * @param textFailure why there is no text
 * @param language ISO 639, where it is known
 * @param documentDate when the original was made, where somebody has said so
 * @param texts of its pages; none while there is no text
 */
record DocumentTextView(
        UUID assetId,
        @Nullable UUID patientId,
        TextStatus textStatus,
        @Nullable TextFailure textFailure,
        @Nullable String language,
        @Nullable Instant documentDate,
        List<PageText> texts)
        implements PatientData {
    /** @param page from 1 */
    record PageText(int page, String text) {}

    static DocumentTextView of(Asset asset, TextState state, @Nullable DocumentText text) {
        List<PageText> texts = text == null
                ? List.of()
                : IntStream.range(0, text.pages().size())
                        .mapToObj(i -> new PageText(i + 1, text.pages().get(i)))
                        .toList();
        return new DocumentTextView(
                UUID.fromString(asset.id()),
                asset.patientId(),
                state.status(),
                state.failure(),
                state.language(),
                asset.documentDate(),
                texts);
    }
}
