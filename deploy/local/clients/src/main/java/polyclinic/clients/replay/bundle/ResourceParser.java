package polyclinic.clients.replay.bundle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.FhirElements;
import polyclinic.clients.replay.files.RecordSet;

/** Parses each resource on its own, so that one that cannot be read does not stop the others. */
final class ResourceParser {
    private static final int ID_LENGTH = 20;

    private ResourceParser() {}

    /**
     * @param resource null when it could not be read; it has an id always
     * @param isCertain whether its status says something that FHIR R4 knows
     * @param notes what is odd about it
     */
    record Result(
            String type,
            @Nullable Resource resource,
            @Nullable String fullUrl,
            boolean isCertain,
            List<String> notes) {}

    /** Returns the resource, and those inside it that stand for themselves: a report's results. */
    static List<Result> parse(RecordSet.Entry entry) {
        String type = entry.resource().path("resourceType").asText();
        List<String> notes = new ArrayList<>();
        byte[] json = JsonNodes.bytes(entry.resource());
        IParser parser = FhirContext.forR4Cached().newJsonParser();
        parser.setParserErrorHandler(new ParserErrorNotes(notes));
        try {
            Resource resource = (Resource) parser.parseResource(new String(json, StandardCharsets.UTF_8));
            boolean isCertain = !FhirElements.hasUnknownStatus(resource);
            FhirElements.dropAbsentValues(resource);
            if (resource.getIdPart() == null || resource.getIdPart().isEmpty()) resource.setId(id(entry, json));
            List<Result> all = new ArrayList<>();
            all.add(new Result(type, resource, entry.fullUrl(), isCertain, notes));
            if (isCertain && resource instanceof DiagnosticReport report) results(report, all);
            return all;
        } catch (DataFormatException | ClassCastException | IllegalArgumentException notR4) {
            return List.of(new Result(type, null, entry.fullUrl(), false, notes));
        }
    }

    /** From the full URL; without one, of the content, so that it is the same whenever the file is read. */
    private static String id(RecordSet.Entry entry, byte[] json) {
        String fullUrl = entry.fullUrl();
        String id =
                fullUrl == null ? "" : fullUrl.replaceFirst("/_history/.*", "").replaceFirst(".*[:/]", "");
        return id.isEmpty() ? "c" + DigestUtils.sha256Hex(json).substring(0, ID_LENGTH) : id;
    }

    /** A result that stands inside its report has the report's subject, encounter and time unless it says its own. */
    private static void results(DiagnosticReport report, List<Result> all) {
        if (report.getStatus() == DiagnosticReportStatus.ENTEREDINERROR
                || report.getStatus() == DiagnosticReportStatus.CANCELLED) return;
        for (Reference reference : report.getResult()) {
            boolean isContained =
                    reference.hasReference() && reference.getReference().startsWith("#");
            if (!isContained || !(reference.getResource() instanceof Observation result)) continue;
            result.setId(report.getIdPart() + "." + reference.getReference().substring(1));
            if (!result.hasSubject()) result.setSubject(report.getSubject().copy());
            if (!result.hasEncounter())
                result.setEncounter(report.getEncounter().copy());
            if (!result.hasEffective() && report.hasEffective())
                result.setEffective(report.getEffective().copy());
            if (all.stream().noneMatch(other -> other.resource() == result))
                all.add(new Result("Observation", result, null, true, List.of()));
        }
    }
}
