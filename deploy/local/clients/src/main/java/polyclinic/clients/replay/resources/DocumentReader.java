package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.PlanWriter;

/** DocumentReference → an asset of kind {@code document} for each attachment. */
final class DocumentReader {
    private static final int MAX_TITLE_LENGTH = 200;

    private final PlanWriter plan;
    private final BundleReferences references;
    private final Set<String> hashes = new HashSet<>();

    DocumentReader(PlanWriter plan, BundleReferences references) {
        this.plan = plan;
        this.references = references;
    }

    void read(DocumentReference document) {
        String status = document.hasStatus() ? document.getStatus().toCode() : "";
        if (status.equals("entered-in-error")
                || document.getDocStatus() == DocumentReference.ReferredDocumentStatus.ENTEREDINERROR) {
            plan.skip(document, "entered in error");
            return;
        }
        if (status.equals("superseded")) plan.note("document marked as superseded: stored all the same");
        List<Attachment> attachments = document.getContent().stream()
                .map(DocumentReferenceContentComponent::getAttachment)
                .toList();
        int stored = read(
                document,
                attachments,
                FhirDateTime.of(document.getDateElement()),
                FhirValues.words(document.getType()));
        if (stored > 0) return;
        boolean isElsewhere = attachments.stream().anyMatch(Attachment::hasUrl);
        plan.skip(document, isElsewhere ? "its attachment lies elsewhere (a URL)" : "has no attachment");
    }

    /**
     * Adds a document for each attachment whose content the file holds.
     *
     * @param title of those that have none of their own
     * @return how many
     */
    int read(DomainResource owner, List<Attachment> attachments, @Nullable FhirDateTime date, @Nullable String title) {
        int number = 0;
        for (Attachment attachment : attachments) {
            byte[] content = content(owner, attachment);
            if (content == null || content.length == 0) continue;
            number++;
            add(owner, attachment, content, number, plan.pastOrNull(date), title);
        }
        return number;
    }

    /** Returns whether a document with this content has been read. */
    boolean hasRead(DomainResource owner, Attachment attachment) {
        byte[] content = content(owner, attachment);
        return content != null && hashes.contains(DigestUtils.sha256Hex(content));
    }

    /** In the attachment itself, or in a Binary of the file or inside the resource. */
    private byte @Nullable [] content(DomainResource owner, Attachment attachment) {
        if (attachment.hasData()) return attachment.getData();
        if (!attachment.hasUrl()) return null;
        String url = attachment.getUrl();
        if (url.startsWith("#"))
            return owner.getContained().stream()
                    .filter(contained -> contained instanceof Binary
                            && url.substring(1).equals(contained.getIdPart().replaceFirst("^#", "")))
                    .map(contained -> ((Binary) contained).getData())
                    .findFirst()
                    .orElse(null);
        return references.resolve(new Reference(url)) instanceof Binary binary ? binary.getData() : null;
    }

    private void add(
            DomainResource owner,
            Attachment attachment,
            byte[] content,
            int number,
            @Nullable FhirDateTime date,
            @Nullable String title) {
        ObjectNode metadata = JsonNodes.object(
                "kind",
                "document",
                "title",
                title(attachment, title),
                "documentDate",
                date == null ? null : date.instant());
        String type = attachment.getContentType();
        if (type != null && type.contains(";"))
            plan.note("content type with parameters (\"" + type + "\"): the clinic keeps the type alone");
        String source = BundleReferences.source(owner) + (number == 1 ? "" : "#" + number);
        String fileName = source.replaceAll("[^A-Za-z0-9-]", "-") + extension(type);
        plan.document(source, metadata, new ImportItem.File(fileName, type, content));
        hashes.add(DigestUtils.sha256Hex(content));
    }

    private static @Nullable String title(Attachment attachment, @Nullable String other) {
        String title = attachment.hasTitle() ? attachment.getTitle() : other;
        return title == null || title.isBlank()
                ? null
                : FhirValues.cut(FhirValues.oneLine(FhirValues.clean(title)), MAX_TITLE_LENGTH);
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
