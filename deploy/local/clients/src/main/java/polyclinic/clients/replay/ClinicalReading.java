package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;
import polyclinic.clients.Json;
import polyclinic.clients.Sha256;

/** What a record says of the patient's health, as requests to the clinic. */
final class ClinicalReading {
    /** Earlier than that the clinic believes no date. */
    private static final LocalDate EARLIEST = LocalDate.of(1850, 1, 1);

    private static final String CRITICALITY_UNKNOWN = "unable_to_assess";
    private static final Map<String, String> DATA_TYPES = Map.of(
            "vital-signs", "vital_signs",
            "laboratory", "lab_result",
            "imaging", "imaging",
            "survey", "survey",
            "social-history", "social_history",
            "exam", "exam",
            "procedure", "procedure_finding",
            "therapy", "therapy",
            "activity", "activity");

    private final Plan plan;
    private final Map<String, Resource> byReference;
    private final Instant now;
    private final Set<String> takenDocuments = new HashSet<>();
    private final Set<String> takenObservations = new HashSet<>();

    ClinicalReading(Plan plan, Map<String, Resource> byReference, Instant now) {
        this.plan = plan;
        this.byReference = byReference;
        this.now = now;
    }

    // --- allergies ---

    void allergy(AllergyIntolerance allergy) {
        String name = Values.words(allergy.getCode());
        if (name == null) {
            plan.skip("AllergyIntolerance", "does not say to what");
            return;
        }
        if (is(allergy.getVerificationStatus(), "entered-in-error", "refuted")) {
            plan.skip("AllergyIntolerance", "refuted or entered in error");
            return;
        }
        if (is(allergy.getClinicalStatus(), "inactive", "resolved")) {
            plan.skip("AllergyIntolerance", "no longer active");
            return;
        }
        if (name.startsWith("Allergy to substance"))
            plan.note("allergy that names no substance (\"Allergy to substance\"): stored as it is");
        if (allergy.hasCategory()) plan.note("category of an allergy (food, medication …): not kept");
        var coding = allergy.getCode().getCodingFirstRep();
        Moment recorded = past(
                Moment.of(allergy.hasRecordedDate() ? allergy.getRecordedDateElement() : onset(allergy.getOnset())));
        ObjectNode body = Json.object(
                "substance",
                        Json.object(
                                "code", Values.clean(coding.getCode()),
                                "system", coding.getSystem(),
                                "name", cut(Values.clean(name), 300)),
                "criticality", criticality(allergy),
                "reaction", reactions(allergy),
                "recordedAt", recorded == null ? null : recorded.at());
        if (recorded == null) plan.note("allergy without a usable date: dated today");
        add(ItemKind.ALLERGY, allergy, body);
    }

    private String criticality(AllergyIntolerance allergy) {
        if (allergy.hasCriticality()) return allergy.getCriticality().toCode().replace('-', '_');
        plan.note("allergy without criticality: " + CRITICALITY_UNKNOWN);
        return CRITICALITY_UNKNOWN;
    }

    private static String reactions(AllergyIntolerance allergy) {
        String text = allergy.getReaction().stream()
                .flatMap(reaction -> reaction.getManifestation().stream())
                .map(Values::words)
                .filter(words -> words != null)
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? null : cut(Values.clean(text), 1000);
    }

    // --- history ---

    void encounter(Encounter encounter) {
        if (encounter.hasStatus() && encounter.getStatus() == Encounter.EncounterStatus.ENTEREDINERROR) {
            plan.skip("Encounter", "entered in error");
            return;
        }
        Moment start = Moment.of(encounter.getPeriod().getStartElement());
        ObjectNode content = Json.object(
                "title",
                        encounter.getType().stream()
                                .findFirst()
                                .map(Values::words)
                                .map(Values::clean)
                                .orElse("Encounter"),
                "status", encounter.hasStatus() ? encounter.getStatus().toCode() : null,
                "class", encounter.getClass_().hasCode() ? encounter.getClass_().getCode() : null,
                "type", Values.concepts(encounter.getType()),
                "reason", Values.concepts(encounter.getReasonCode()),
                "period", Values.period(encounter.getPeriod()),
                "practitioner",
                        encounter.getParticipant().stream()
                                .map(one -> Values.named(one.getIndividual()))
                                .filter(one -> one != null)
                                .findFirst()
                                .orElse(null),
                "location",
                        encounter.getLocation().stream()
                                .map(one -> Values.named(one.getLocation()))
                                .filter(one -> one != null)
                                .findFirst()
                                .orElse(null),
                "serviceProvider", Values.named(encounter.getServiceProvider()),
                "discharge",
                        encounter.hasHospitalization()
                                ? Values.concept(encounter.getHospitalization().getDischargeDisposition())
                                : null);
        history(encounter, "visit", start, content);
    }

    void medicationRequest(MedicationRequest request) {
        if (request.getStatus() == MedicationRequest.MedicationRequestStatus.ENTEREDINERROR) {
            plan.skip("MedicationRequest", "entered in error");
            return;
        }
        CodeableConcept medication = medication(request.getMedication());
        if (medication == null) {
            plan.skip("MedicationRequest", "does not say of what");
            return;
        }
        ObjectNode content = Json.object(
                "title", Values.clean(Values.words(medication)),
                "medication", Values.concept(medication),
                "status", request.hasStatus() ? request.getStatus().toCode() : null,
                "intent", request.hasIntent() ? request.getIntent().toCode() : null,
                "dosage", dosages(request.getDosageInstruction()),
                "reason", reasons(request.getReasonCode(), request.getReasonReference()),
                "prescriber", Values.named(request.getRequester()),
                "authoredOn", request.getAuthoredOnElement().getValueAsString(),
                "encounter", reference(request.getEncounter()),
                "note", Values.notes(request.getNote()));
        history(request, "prescription", Moment.of(request.getAuthoredOnElement()), content);
    }

    void condition(Condition condition) {
        if (is(condition.getVerificationStatus(), "entered-in-error", "refuted")) {
            plan.skip("Condition", "refuted or entered in error");
            return;
        }
        Moment onset = Moment.of(onset(condition.getOnset()));
        if (onset == null) onset = Moment.of(condition.getRecordedDateElement());
        ObjectNode content = Json.object(
                "title", Values.clean(Values.words(condition.getCode())),
                "code", Values.concept(condition.getCode()),
                "clinicalStatus", Values.words(condition.getClinicalStatus()),
                "verificationStatus", Values.words(condition.getVerificationStatus()),
                "category", Values.concepts(condition.getCategory()),
                "onset", Values.value(condition.getOnset()),
                "abatement", Values.value(condition.getAbatement()),
                "recordedDate", condition.getRecordedDateElement().getValueAsString(),
                "encounter", reference(condition.getEncounter()));
        history(condition, "diagnosis", onset, content);
    }

    private void history(DomainResource resource, String type, Moment when, ObjectNode content) {
        if (refuse(resource, when)) return;
        content.put("source", source(resource));
        if (!when.isWhole()) content.put("datePrecision", "the day is not known");
        add(
                ItemKind.HISTORY,
                resource,
                Json.object("type", type, "date", when.day(), "content", content, "source", "import"));
    }

    private CodeableConcept medication(Type medication) {
        if (medication instanceof CodeableConcept concept) return Values.words(concept) == null ? null : concept;
        if (!(medication instanceof Reference reference)) return null;
        if (byReference.get(reference.getReference()) instanceof Medication named
                && Values.words(named.getCode()) != null) {
            plan.note("medication as a reference to a Medication of the file: its code is written into the entry");
            return named.getCode();
        }
        return reference.hasDisplay() ? new CodeableConcept().setText(reference.getDisplay()) : null;
    }

    private ArrayNode dosages(List<Dosage> dosages) {
        if (dosages.isEmpty()) {
            plan.note("prescription without a dosage: stored without");
            return null;
        }
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Dosage dosage : dosages)
            list.add(Json.object(
                    "text", Values.clean(dosage.getText()),
                    "asNeeded", Values.value(dosage.getAsNeeded()),
                    "timing", timing(dosage.getTiming()),
                    "route", Values.concept(dosage.getRoute()),
                    "dose",
                            dosage.getDoseAndRate().stream()
                                    .findFirst()
                                    .map(one -> Values.value(one.getDose()))
                                    .orElse(null),
                    "additionalInstruction", Values.concepts(dosage.getAdditionalInstruction()),
                    "patientInstruction", Values.clean(dosage.getPatientInstruction())));
        return list;
    }

    private static ObjectNode timing(Timing timing) {
        if (timing == null || !timing.hasRepeat()) return null;
        Timing.TimingRepeatComponent repeat = timing.getRepeat();
        return Json.object(
                "frequency",
                repeat.hasFrequency() ? repeat.getFrequency() : null,
                "period",
                repeat.getPeriod(),
                "periodUnit",
                repeat.hasPeriodUnit() ? repeat.getPeriodUnit().toCode() : null,
                "bounds",
                Values.value(repeat.getBounds()));
    }

    private ArrayNode reasons(List<CodeableConcept> concepts, List<Reference> references) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        concepts.stream().map(Values::concept).filter(one -> one != null).forEach(list::add);
        for (Reference reference : references)
            list.add(Json.object("text", Values.named(reference), "reference", reference(reference)));
        return list.isEmpty() ? null : list;
    }

    // --- clinical data ---

    void observation(Observation observation) {
        if (observation.getStatus() == Observation.ObservationStatus.ENTEREDINERROR
                || observation.getStatus() == Observation.ObservationStatus.CANCELLED) {
            plan.skip("Observation", "cancelled or entered in error");
            return;
        }
        ObjectNode data = Json.object(
                "name", Values.clean(Values.words(observation.getCode())),
                "code", Values.concept(observation.getCode()),
                "value", Values.value(observation.getValue()),
                "absent", Values.concept(observation.getDataAbsentReason()),
                "interpretation", Values.concepts(observation.getInterpretation()),
                "method", Values.concept(observation.getMethod()),
                "bodySite", Values.concept(observation.getBodySite()),
                "note", Values.notes(observation.getNote()));
        if (observation.hasReferenceRange()) data.set("referenceRange", ranges(observation));
        if (observation.hasComponent()) data.set("component", components(observation));
        bloodPressure(observation, data);
        if (!observation.hasValue() && !observation.hasComponent())
            plan.note("observation without a value: stored as it is");
        ObjectNode metadata = Json.object(
                "status", observation.hasStatus() ? observation.getStatus().toCode() : null,
                "issued", observation.getIssuedElement().getValueAsString(),
                "effective", Values.value(observation.getEffective()),
                "encounter", reference(observation.getEncounter()));
        clinicalData(observation, dataType(observation), data, metadata, effective(observation));
        takenObservations.add(source(observation));
    }

    private Moment effective(Observation observation) {
        Moment when = moment(observation.getEffective());
        if (when != null) return when;
        plan.note("observation without an effective time: the time of issue, else its encounter's");
        when = observation.hasIssued() ? issued(observation.getIssuedElement()) : null;
        return when != null ? when : ofEncounter(observation.getEncounter());
    }

    private static Moment issued(InstantType issued) {
        return Moment.of(issued);
    }

    private Moment ofEncounter(Reference reference) {
        return byReference.get(reference.getReference()) instanceof Encounter encounter
                ? Moment.of(encounter.getPeriod().getStartElement())
                : null;
    }

    /** The first category that the clinic has a kind for, else the category itself in lower snake case. */
    private String dataType(Observation observation) {
        for (CodeableConcept category : observation.getCategory())
            for (var coding : category.getCoding())
                if (DATA_TYPES.containsKey(coding.getCode())) return DATA_TYPES.get(coding.getCode());
        String code = observation.getCategoryFirstRep().getCodingFirstRep().getCode();
        String snake = code == null ? "" : code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        if (snake.matches("[a-z][a-z0-9_]{0,63}")) return snake;
        plan.note("observation without a category: kind \"observation\"");
        return "observation";
    }

    private static ArrayNode ranges(Observation observation) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (var range : observation.getReferenceRange())
            list.add(Json.object(
                    "low", Values.quantity(range.getLow()),
                    "high", Values.quantity(range.getHigh()),
                    "text", Values.clean(range.getText())));
        return list;
    }

    private static ArrayNode components(Observation observation) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (var component : observation.getComponent())
            list.add(Json.object(
                    "name", Values.clean(Values.words(component.getCode())),
                    "code", Values.concept(component.getCode()),
                    "value", Values.value(component.getValue()),
                    "absent", Values.concept(component.getDataAbsentReason())));
        return list;
    }

    /** Also under the names that the clinic's own nurses use, so that its trends go back beyond the first visit here. */
    private static void bloodPressure(Observation observation, ObjectNode data) {
        ObjectNode pressure = Json.MAPPER.createObjectNode();
        for (var component : observation.getComponent())
            for (var coding : component.getCode().getCoding()) {
                if (!component.hasValueQuantity()) continue;
                JsonNode value = Values.quantity(component.getValueQuantity());
                if ("8480-6".equals(coding.getCode())) pressure.set("systolic", value);
                if ("8462-4".equals(coding.getCode())) pressure.set("diastolic", value);
            }
        if (!pressure.isEmpty()) data.set("bloodPressure", pressure);
    }

    void procedure(Procedure procedure) {
        if (procedure.getStatus() == Procedure.ProcedureStatus.ENTEREDINERROR
                || procedure.getStatus() == Procedure.ProcedureStatus.NOTDONE) {
            plan.skip("Procedure", "not done or entered in error");
            return;
        }
        ObjectNode data = Json.object(
                "name", Values.clean(Values.words(procedure.getCode())),
                "code", Values.concept(procedure.getCode()),
                "performed", Values.value(procedure.getPerformed()),
                "reason", reasons(procedure.getReasonCode(), procedure.getReasonReference()),
                "outcome", Values.concept(procedure.getOutcome()),
                "location", Values.named(procedure.getLocation()),
                "note", Values.notes(procedure.getNote()));
        ObjectNode metadata = Json.object(
                "status",
                procedure.hasStatus() ? procedure.getStatus().toCode() : null,
                "encounter",
                reference(procedure.getEncounter()));
        Moment when = moment(procedure.getPerformed());
        clinicalData(
                procedure, "procedure", data, metadata, when != null ? when : ofEncounter(procedure.getEncounter()));
    }

    void immunization(Immunization immunization) {
        if (immunization.getStatus() == Immunization.ImmunizationStatus.ENTEREDINERROR
                || immunization.getStatus() == Immunization.ImmunizationStatus.NOTDONE) {
            plan.skip("Immunization", "not done or entered in error");
            return;
        }
        ObjectNode data = Json.object(
                "name", Values.clean(Values.words(immunization.getVaccineCode())),
                "code", Values.concept(immunization.getVaccineCode()),
                "lotNumber", Values.clean(immunization.getLotNumber()),
                "dose", Values.quantity(immunization.getDoseQuantity()),
                "site", Values.concept(immunization.getSite()),
                "location", Values.named(immunization.getLocation()),
                "primarySource", immunization.hasPrimarySource() ? immunization.getPrimarySource() : null);
        ObjectNode metadata = Json.object(
                "status",
                immunization.hasStatus() ? immunization.getStatus().toCode() : null,
                "encounter",
                reference(immunization.getEncounter()));
        clinicalData(immunization, "immunization", data, metadata, moment(immunization.getOccurrence()));
    }

    void administration(MedicationAdministration given) {
        CodeableConcept medication = medication(given.getMedication());
        if (medication == null) {
            plan.skip("MedicationAdministration", "does not say of what");
            return;
        }
        ObjectNode data = Json.object(
                "name", Values.clean(Values.words(medication)),
                "medication", Values.concept(medication),
                "effective", Values.value(given.getEffective()),
                "dose", given.hasDosage() ? Values.quantity(given.getDosage().getDose()) : null,
                "route", given.hasDosage() ? Values.concept(given.getDosage().getRoute()) : null,
                "reason", reasons(given.getReasonCode(), given.getReasonReference()));
        ObjectNode metadata = Json.object(
                "status",
                given.hasStatus() ? given.getStatus().toCode() : null,
                "encounter",
                reference(given.getContext()));
        clinicalData(given, "medication_administration", data, metadata, moment(given.getEffective()));
    }

    private void clinicalData(
            DomainResource resource, String dataType, ObjectNode data, ObjectNode metadata, Moment when) {
        if (refuse(resource, when)) return;
        metadata.put("source", source(resource));
        if (!when.isWhole()) metadata.put("datePrecision", "the day is not known");
        add(
                ItemKind.CLINICAL_DATA,
                resource,
                Json.object("dataType", dataType, "data", data, "metadata", metadata, "effectiveAt", when.at()));
    }

    // --- documents ---

    void document(DocumentReference document) {
        if (document.hasStatus() && document.getStatus().toCode().equals("entered-in-error")) {
            plan.skip("DocumentReference", "entered in error");
            return;
        }
        if (document.hasStatus() && document.getStatus().toCode().equals("superseded"))
            plan.note("document marked as superseded: stored all the same");
        int number = 0;
        String reason = "has no attachment";
        for (var content : document.getContent()) {
            Attachment attachment = content.getAttachment();
            if (!attachment.hasData() || attachment.getData().length == 0) {
                if (attachment.hasUrl()) reason = "its attachment lies elsewhere (a URL)";
                continue;
            }
            number++;
            attach(document, attachment, number);
        }
        if (number == 0) plan.skip("DocumentReference", reason);
    }

    private void attach(DocumentReference document, Attachment attachment, int number) {
        String title = attachment.hasTitle() ? attachment.getTitle() : Values.words(document.getType());
        String type = attachment.getContentType();
        Moment date = past(Moment.of(document.getDateElement()));
        ObjectNode metadata = Json.object(
                "kind", "document",
                "title",
                        title == null || title.isBlank()
                                ? null
                                : cut(Values.clean(title).strip(), 200),
                "documentDate", date == null ? null : date.at());
        if (type != null && type.contains(";"))
            plan.note("content type with parameters (\"" + type + "\"): the clinic keeps the type alone");
        String source = source(document) + (number == 1 ? "" : "#" + number);
        String name = source.replaceAll("[^A-Za-z0-9-]", "-") + extension(type);
        byte[] bytes = attachment.getData();
        plan.items.add(new Item(ItemKind.ASSET, source, metadata, new Item.File(name, type, bytes)));
        takenDocuments.add(Sha256.hex(bytes));
    }

    private static String extension(String type) {
        if (type == null) return "";
        return switch (type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT)) {
            case "text/plain" -> ".txt";
            case "application/pdf" -> ".pdf";
            case "image/jpeg" -> ".jpg";
            case "image/png" -> ".png";
            case "image/tiff" -> ".tiff";
            default -> "";
        };
    }

    /** Nothing of its own, where all that it holds is stored already. */
    void report(DiagnosticReport report) {
        boolean results = report.getResult().stream()
                .allMatch(result -> byReference.get(result.getReference()) instanceof Observation observation
                        && takenObservations.contains(source(observation)));
        boolean texts = report.getPresentedForm().stream()
                .allMatch(form -> form.hasData() && takenDocuments.contains(Sha256.hex(form.getData())));
        if (results && texts && report.hasPresentedForm())
            plan.skip("DiagnosticReport", "its text is a DocumentReference's, which is stored");
        else if (results && report.hasResult())
            plan.skip("DiagnosticReport", "a list of Observations, all of which are stored");
        else plan.skip("DiagnosticReport", "the suite has no reports; some of what it holds is not stored otherwise");
    }

    // --- common ---

    private boolean refuse(DomainResource resource, Moment when) {
        String type = resource.fhirType();
        if (when == null) plan.skip(type, "has no date");
        else if (past(when) == null && when.day().isBefore(EARLIEST)) plan.skip(type, "dated before 1850");
        else if (past(when) == null) plan.skip(type, "dated in the future");
        else return false;
        return true;
    }

    /** Null when it is none, lies in the future or is too long ago to be true. */
    private Moment past(Moment when) {
        if (when == null || when.day().isBefore(EARLIEST)) return null;
        if (when.day().isBefore(LocalDate.of(1970, 1, 1))) plan.note("date before 1970: taken as it is");
        boolean future = when.at().isAfter(now.plus(Duration.ofMinutes(5)))
                || when.day().isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1));
        return future ? null : when;
    }

    private void add(ItemKind kind, DomainResource resource, ObjectNode body) {
        plan.items.add(new Item(kind, source(resource), body, null));
    }

    private static Moment moment(Type when) {
        if (when instanceof Period period) return Moment.of(period.getStartElement());
        if (when instanceof BaseDateTimeType time) return Moment.of(time);
        if (when instanceof Timing timing && timing.hasEvent())
            return Moment.of(timing.getEvent().get(0));
        return null;
    }

    private static DateTimeType onset(Type onset) {
        if (onset instanceof DateTimeType time) return time;
        return onset instanceof Period period ? period.getStartElement() : null;
    }

    private static boolean is(CodeableConcept status, String... codes) {
        for (String code : codes)
            if (status.getCoding().stream().anyMatch(coding -> code.equals(coding.getCode()))) return true;
        return false;
    }

    /** {@code Encounter/…} for what is in the file, as it is written for what is not. */
    private String reference(Reference reference) {
        if (reference == null || !reference.hasReference()) return null;
        Resource resource = byReference.get(reference.getReference());
        return resource == null ? Values.clean(reference.getReference()) : source(resource);
    }

    private static String source(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdPart();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
