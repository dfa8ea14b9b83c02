package polyclinic.asset.dicom;

import java.time.LocalDate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a DICOM file says of its picture, each as the attribute of that name (DICOM PS3.6); null where it is not said, or
 * is not as the standard has it. Whom the picture shows is not read: the asset says that, and a name in here would be one more
 * copy of it.
 *
 * @param modality such as {@code CT} (PS3.3, C.7.3.1.1.1)
 * @param bodyPartExamined such as {@code CHEST} (PS3.16, annex L)
 * @param studyInstanceUid the same for all pictures of a study
 * @param seriesInstanceUid the same for all pictures of a series
 * @param sopInstanceUid of this picture, the same wherever it is
 * @param rows height, pixels
 * @param columns width, pixels
 */
public record DicomHeader(
        @Nullable String modality,
        @Nullable String bodyPartExamined,
        @Nullable LocalDate studyDate,
        @Nullable String studyInstanceUid,
        @Nullable String seriesInstanceUid,
        @Nullable String sopInstanceUid,
        @Nullable Integer rows,
        @Nullable Integer columns,
        @Nullable Integer numberOfFrames) {
    /** Of an asset's document. */
    public static final String FIELD = "dicom";

    public static DicomHeader of(Document kept) {
        String date = kept.getString("studyDate");
        return new DicomHeader(
                kept.getString("modality"),
                kept.getString("bodyPartExamined"),
                date == null ? null : LocalDate.parse(date),
                kept.getString("studyInstanceUid"),
                kept.getString("seriesInstanceUid"),
                kept.getString("sopInstanceUid"),
                kept.getInteger("rows"),
                kept.getInteger("columns"),
                kept.getInteger("numberOfFrames"));
    }

    public Document document() {
        Document document = new Document("modality", modality)
                .append("bodyPartExamined", bodyPartExamined)
                .append("studyDate", studyDate == null ? null : studyDate.toString())
                .append("studyInstanceUid", studyInstanceUid)
                .append("seriesInstanceUid", seriesInstanceUid)
                .append("sopInstanceUid", sopInstanceUid)
                .append("rows", rows)
                .append("columns", columns)
                .append("numberOfFrames", numberOfFrames);
        document.values().removeIf(value -> value == null);
        return document;
    }
}
