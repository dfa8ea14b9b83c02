package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.ImportItem;

/** DocumentReference → an asset of kind {@code document} for each attachment. */
final class DocumentReader {
    private static final int MAX_TITLE_LENGTH = 200;

    private final PlanWriter plan;
    private final Set<String> hashes = new HashSet<>();

    DocumentReader(PlanWriter plan) {
        this.plan = plan;
    }

    /** Returns whether an attachment with this content has been read. */
    boolean hasRead(byte[] content) {
        return hashes.contains(DigestUtils.sha256Hex(content));
    }

    void read(DocumentReference document) {
        String status = document.hasStatus() ? document.getStatus().toCode() : "";
        if (status.equals("entered-in-error")) {
            plan.skip(document, "entered in error");
            return;
        }
        if (status.equals("superseded")) plan.note("document marked as superseded: stored all the same");
        int number = 0;
        String reason = "has no attachment";
        for (DocumentReference.DocumentReferenceContentComponent content : document.getContent()) {
            Attachment attachment = content.getAttachment();
            if (attachment.hasData() && attachment.getData().length > 0) {
                number++;
                readAttachment(document, attachment, number);
            } else if (attachment.hasUrl()) {
                reason = "its attachment lies elsewhere (a URL)";
            }
        }
        if (number == 0) plan.skip(document, reason);
    }

    private void readAttachment(DocumentReference document, Attachment attachment, int number) {
        FhirDateTime date = plan.pastOrNull(FhirDateTime.of(document.getDateElement()));
        ObjectNode metadata = JsonNodes.object(
                "kind",
                "document",
                "title",
                title(document, attachment),
                "documentDate",
                date == null ? null : date.instant());
        String type = attachment.getContentType();
        if (type != null && type.contains(";"))
            plan.note("content type with parameters (\"" + type + "\"): the clinic keeps the type alone");
        String source = BundleReferences.source(document) + (number == 1 ? "" : "#" + number);
        String fileName = source.replaceAll("[^A-Za-z0-9-]", "-") + extension(type);
        byte[] bytes = attachment.getData();
        plan.document(source, metadata, new ImportItem.File(fileName, type, bytes));
        hashes.add(DigestUtils.sha256Hex(bytes));
    }

    private static @Nullable String title(DocumentReference document, Attachment attachment) {
        String title =
                attachment.hasTitle() ? FhirValues.clean(attachment.getTitle()) : FhirValues.words(document.getType());
        return title == null || title.isBlank() ? null : FhirValues.cut(title.strip(), MAX_TITLE_LENGTH);
    }

    private static String extension(@Nullable String contentType) {
        if (contentType == null) return "";
        return switch (contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT)) {
            case "text/plain" -> ".txt";
            case "application/pdf" -> ".pdf";
            case "image/jpeg" -> ".jpg";
            case "image/png" -> ".png";
            case "image/tiff" -> ".tiff";
            default -> "";
        };
    }
}
