package polyclinic.prescription.laboratory.labels;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.papers.typeface.FontConfig;
import polyclinic.commons.papers.typeface.PrintableText;
import polyclinic.commons.papers.typeface.PrintedName;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.documents.ClinicConfig;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabSpecimen;
import polyclinic.prescription.laboratory.requests.LabRequestAccess;
import polyclinic.prescription.projections.patients.PatientIdentities;
import polyclinic.prescription.projections.patients.PatientIdentity;
import polyclinic.prescription.projections.patients.PatientLookup;

/** Prints the labels of a request's specimens, or one for the specimen that is to be collected. */
@ApplicationScoped
class LabelPrinting {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
    private static final String TO_FILL_IN = "Collected: ____________";

    private final LabRequestAccess access;
    private final PatientLookup lookup;
    private final PatientIdentities patients;
    private final Audit audit;
    private final ZoneId zone;
    private final PrintableText typeface;
    private final LabelPdf pdf;

    LabelPrinting(
            LabRequestAccess access,
            PatientLookup lookup,
            PatientIdentities patients,
            Audit audit,
            ClinicConfig clinic,
            FontConfig fonts) {
        this.access = access;
        this.lookup = lookup;
        this.patients = patients;
        this.audit = audit;
        this.zone = clinic.timeZone();
        this.typeface = new PrintableText(fonts.folders());
        this.pdf = new LabelPdf(typeface);
    }

    /** Labels as bytes of the format. */
    record Print(UUID patientId, String number, byte[] bytes) implements PatientData {}

    /** Fails with 404 when the caller does not reach the request, with 503 when nobody can say who the patient is. */
    Uni<Print> print(UUID id, LabelFormat format, Caller caller) {
        return access.see(id, caller)
                .invoke(LabRequest::requireLabels)
                .call(request -> lookup.prepare(request.patientId()))
                .call(request -> audit.read("lab_label", id, request.patientId()))
                .chain(request -> patients.find(request.patientId())
                        .onItem()
                        .ifNull()
                        .failWith(() -> new Problem(503, "unavailable", "patient-service does not answer; try again."))
                        .chain(patient -> DuplicatedContextRunner.compute(() -> print(request, patient, format))));
    }

    private Print print(LabRequest request, PatientIdentity patient, LabelFormat format) {
        byte[] bytes = format == LabelFormat.PDF
                ? pdf.render(labels(request, patient, typeface::printable, typeface::printable))
                : LabelZpl.render(labels(request, patient, name -> typeface.plain(name.text()), typeface::plain))
                        .getBytes(StandardCharsets.US_ASCII);
        return new Print(request.patientId(), request.number(), bytes);
    }

    private List<SpecimenLabel> labels(
            LabRequest request,
            PatientIdentity patient,
            Function<PrintedName, String> names,
            UnaryOperator<String> texts) {
        String name = names.apply(new PrintedName(patient.name()));
        String identity = texts.apply(identity(patient));
        if (request.specimens().isEmpty())
            return List.of(
                    new SpecimenLabel(request.number(), name, identity, texts.apply(request.number()), TO_FILL_IN));
        return request.specimens().stream()
                .map(specimen -> new SpecimenLabel(
                        specimen.labelId(), name, identity, texts.apply(what(specimen)), time(specimen.collectedAt())))
                .toList();
    }

    private static String what(LabSpecimen specimen) {
        return specimen.labelId() + "  " + specimen.type();
    }

    /** The number first: where the line is too long, it is the last to be cut. */
    static String identity(PatientIdentity patient) {
        String born = "b. " + patient.birth().inWords(DATE);
        return patient.uhid() == null ? born : "UHID " + patient.uhid() + "  " + born;
    }

    private String time(Instant collectedAt) {
        return TIME.format(collectedAt.atZone(zone));
    }
}
