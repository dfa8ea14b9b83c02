package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import polyclinic.clients.Accounts;
import polyclinic.clients.Answer;
import polyclinic.clients.Api;
import polyclinic.clients.Clinic;
import polyclinic.clients.Doctors;
import polyclinic.clients.Json;
import polyclinic.clients.Sha256;
import polyclinic.clients.SignedPdf;
import polyclinic.clients.Wait;
import polyclinic.clients.Wrong;

/** The day itself: what everybody does, and what must come of it. */
final class Day {
    /** Consumers may have the backlog of a load before them. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String[] GIVEN = {
        "Anna", "Ben", "Clara", "David", "Elif", "Farid", "Grace", "Hugo", "Ines", "Jun"
    };
    private static final String[] FAMILY = {"Abara", "Brandt", "Castillo", "Dimitrov", "Eriksen", "Fontaine", "Gupta"};

    private final SecureRandom random = new SecureRandom();
    private final Clinic clinic;
    private final Steps steps;
    private final Api reception;
    private final Api nurse;
    private final Api auditor;
    private Api doctor;
    private Api patient;

    private JsonNode person;
    private String patientId;
    private String otherPatientId;
    private Doctors.Free free;
    private JsonNode appointment;
    private String appointmentId;
    private String photoId;
    private String encounterId;
    private Answer note;
    private Answer prescription;
    private JsonNode verification;

    Day(Clinic clinic, Steps steps) {
        this.clinic = clinic;
        this.steps = steps;
        reception = clinic.as("reception");
        nurse = clinic.as("nurse");
        auditor = clinic.as("auditor");
    }

    void play() {
        steps.step("anybody", "asks whether every service and store is up", this::health);
        steps.step("reception", "signs in and registers a patient", this::register);
        steps.step("reception", "uploads the patient's photo", this::photo);
        steps.step("nurse", "records an allergy", this::allergy);
        steps.step("reception", "books a free slot", this::book);
        steps.step("reception", "books the same slot for somebody else", this::bookAgain);
        steps.step("reception", "checks the patient in", this::checkIn);
        steps.step("nurse", "records vital signs and passes the patient on", this::vitals);
        steps.step("doctor", "starts the consultation", this::start);
        steps.step("doctor", "writes, corrects and signs a SOAP note", this::writeNote);
        steps.step("doctor", "prescribes what the allergy forbids", this::prescribeWrongly);
        steps.step("doctor", "prescribes something else and issues it", this::prescribe);
        steps.step("doctor", "opens the PDF and checks its signature", this::document);
        steps.step("doctor", "completes the encounter", this::complete);
        steps.step("doctor", "finds it all on the timeline", this::timeline);
        steps.step("patient", "signs up and signs in, sees their own record only", this::ownRecord);
        steps.step("patient", "sees who opened the record", this::accessReport);
        steps.step("auditor", "sees every step in the trail", this::trail);
        steps.step("auditor", "has the audit chains verified", this::verify);
    }

    private String health() {
        AtomicReference<String> told = new AtomicReference<>();
        return Wait.until(
                Duration.ofSeconds(20),
                () -> {
                    Answer health = clinic.nobody().get("/api/sync/health");
                    if (health.status() != 503) health.expect(200);
                    told.set(health.json().toString());
                    return health.status() == 200 ? "yes" : null;
                },
                () -> "the system is not healthy: " + told.get());
    }

    private String register() {
        for (int attempt = 1; ; attempt++) {
            Answer answer = reception.post("/patients", somebody());
            if (answer.status() == 409 && answer.problem().equals("possible-duplicate") && attempt < 4) continue;
            person = answer.expect(201).json();
            break;
        }
        patientId = person.path("id").asText();
        Answer read = reception.get("/patients/" + patientId).expect(200);
        Wrong.unlessEqual("the patient read back", person, read.json());
        otherPatientId = reception.all("/patients?uhid=SEED-P2").stream()
                .map(found -> found.path("id").asText())
                .findFirst()
                .orElseThrow(() -> new Wrong("the seeded patient SEED-P2 is not there"));
        return "UHID " + person.path("uhid").asText();
    }

    private JsonNode somebody() {
        String given = GIVEN[random.nextInt(GIVEN.length)];
        String family = FAMILY[random.nextInt(FAMILY.length)] + "-" + FAMILY[random.nextInt(FAMILY.length)];
        String number = Long.toString(System.nanoTime() ^ random.nextLong(), 36).replace("-", "");
        return Json.object(
                "givenName",
                given,
                "familyName",
                family,
                "birthDate",
                LocalDate.of(1940, 1, 1).plusDays(random.nextInt(28_000)),
                "sex",
                random.nextBoolean() ? "female" : "male",
                "phone",
                "+1617" + (2_000_000 + random.nextInt(8_000_000)),
                "email",
                "demo-" + number + "@polyclinic.example",
                "address",
                Json.object(
                        "line", List.of("12 Harbour Street"),
                        "city", "Boston",
                        "state", "MA",
                        "postalCode", "02111",
                        "country", "US"),
                "identifiers",
                List.of(Json.object("system", "urn:example:insurance", "value", number)),
                "emergencyContacts",
                List.of(Json.object("name", "Kim " + family, "relationship", "partner", "phone", "+16175550123")));
    }

    private String photo() {
        byte[] png = Photo.png();
        JsonNode metadata = Json.object("kind", "patient_photo", "patientId", patientId);
        Answer stored = reception
                .upload(
                        "/assets",
                        metadata,
                        "photo.png",
                        "image/png",
                        png,
                        UUID.randomUUID().toString())
                .expect(201);
        photoId = stored.text("id");
        Wrong.unlessEqual("the photo's SHA-256", Sha256.hex(png), stored.text("sha256"));
        Wrong.unlessEqual("the photo's status", "stored", stored.text("status"));
        byte[] back =
                reception.get("/assets/" + photoId + "/content").expect(200).bytes();
        Wrong.unless(Arrays.equals(png, back), "the photo downloaded is not the one uploaded");
        return png.length + " bytes, " + stored.text("contentType") + ", the same when read back";
    }

    private String allergy() {
        JsonNode penicillin = Json.object(
                "code", "7984", "system", "http://www.nlm.nih.gov/research/umls/rxnorm", "name", "Penicillin V");
        Answer recorded = nurse.post(
                        "/patients/" + patientId + "/allergies",
                        Json.object("substance", penicillin, "criticality", "high", "reaction", "Anaphylaxis"))
                .expect(201);
        return recorded.json().path("substance").path("name").asText() + ", criticality "
                + recorded.text("criticality");
    }

    private String book() {
        free = new Doctors(clinic).withFreeSlots(reception);
        doctor = free.api(clinic);
        for (Instant start : free.slots()) {
            Answer answer = reception.post("/appointments", booking(patientId, start));
            // Somebody else may have been faster.
            if (answer.status() == 409 && answer.problem().equals("slot-taken")) continue;
            appointment = answer.expect(201).json();
            appointmentId = appointment.path("id").asText();
            Wrong.unlessEqual(
                    "the status", "scheduled", appointment.path("status").asText());
            return appointment.path("start").asText() + " with " + free.name();
        }
        throw new Wrong("no slot of " + free.name() + " was free any more");
    }

    private JsonNode booking(String who, Instant start) {
        return Json.object("patientId", who, "doctorId", free.id(), "start", start, "reason", "Sore throat");
    }

    private String bookAgain() {
        Instant start = Instant.parse(appointment.path("start").asText());
        reception.post("/appointments", booking(otherPatientId, start)).expectProblem(409, "slot-taken");
        return "refused: slot-taken";
    }

    private String checkIn() {
        Answer answer = act(reception, "check-in", "checked_in");
        int token = answer.json().path("tokenNumber").asInt();
        Wrong.unless(token > 0, "there is no token number");
        return "token " + token;
    }

    private String vitals() {
        JsonNode data = Json.object(
                "bloodPressure", Json.object("systolic", 128, "diastolic", 82, "unit", "mmHg"),
                "heartRate", Json.object("value", 76, "unit", "/min"),
                "temperature", Json.object("value", 38.4, "unit", "Cel"),
                "oxygenSaturation", Json.object("value", 98, "unit", "%"));
        JsonNode body = Json.object("patientId", patientId, "dataType", "vital_signs", "data", data);
        Answer recorded = nurse.post("/clinical-data", body).expect(201);
        Wrong.unlessEqual(
                "the temperature read back",
                38.4,
                recorded.json().path("data").path("temperature").path("value").asDouble());
        String entry = appointment.path("queueEntryId").asText();
        for (String next : List.of("nurse_completed", "ready_for_doctor"))
            nurse.post("/queue/" + entry + "/transition", Json.object("to", next))
                    .expect(200);
        return "blood pressure 128/82, 38.4 °C; ready for the doctor";
    }

    private String start() {
        Answer answer = act(doctor, "start", "in_consultation");
        encounterId = answer.text("encounterId");
        Wrong.unless(encounterId != null, "there is no encounter");
        return "encounter " + encounterId;
    }

    private String writeNote() {
        JsonNode content = Json.object(
                "subjective", "Sore throat and fever for two days.",
                "objective", "Tonsils red with exudate, 38.4 °C.",
                "assessment", "Acute tonsillitis.",
                "plan", "Antibiotic.");
        Answer drafted = doctor.post(
                        "/notes",
                        Json.object(
                                "patientId", patientId, "encounterId", encounterId, "type", "soap", "content", content))
                .expect(201);
        String path = "/notes/" + drafted.text("id");
        JsonNode better = Json.object("content", Json.object("plan", "Azithromycin for 3 days, fluids, rest."));
        Answer corrected = doctor.patch(path, drafted.etag(), better).expect(200);
        doctor.patch(path, drafted.etag(), better).expect(412);
        note = doctor.post(path + "/sign", Json.object()).expect(200);
        Wrong.unlessEqual("the note's status", "signed", note.text("status"));
        doctor.patch(path, note.etag() == null ? corrected.etag() : note.etag(), better)
                .expect(409);
        return "version " + note.text("version") + ", signed; a change after that is refused";
    }

    private String prescribeWrongly() {
        prescription = doctor.post(
                        "/prescriptions", Json.object("appointmentId", appointmentId, "items", List.of(amoxicillin())))
                .expect(201);
        Answer refused = doctor.post("/prescriptions/" + prescription.text("id") + "/issue", Json.object())
                .expectProblem(409, "allergy-conflict");
        JsonNode conflict = refused.json().path("conflicts").path(0);
        return "refused: " + conflict.path("medication").asText() + " meets "
                + conflict.path("substance").asText();
    }

    private String prescribe() {
        String path = "/prescriptions/" + prescription.text("id");
        Answer draft = doctor.get(path).expect(200);
        Wrong.unlessEqual("the refused prescription's status", "draft", draft.text("status"));
        doctor.patch(path, draft.etag(), Json.object("items", List.of(azithromycin())))
                .expect(200);
        doctor.post(path + "/issue", Json.object()).expect(202);
        prescription = Wait.until(
                PATIENCE,
                () -> {
                    Answer now = doctor.get(path).expect(200);
                    if (now.text("status").equals("draft"))
                        throw new Wrong("issuing led back to draft: " + now.text("returnedReason"));
                    return now.text("status").equals("issued") ? now : null;
                },
                () -> "the prescription is not issued");
        String checked =
                prescription.json().path("checks").path(0).path("outcome").asText();
        return "Azithromycin, allergy check " + checked + ", issued";
    }

    private static JsonNode amoxicillin() {
        return item("723", "Amoxicillin 500 mg capsule", "500 mg", "three times a day", 7, 21);
    }

    private static JsonNode azithromycin() {
        return item("18631", "Azithromycin 500 mg tablet", "500 mg", "once a day", 3, 3);
    }

    private static JsonNode item(String rxnorm, String name, String dose, String frequency, int days, int quantity) {
        return Json.object(
                "medication",
                        Json.object(
                                "code", rxnorm, "system", "http://www.nlm.nih.gov/research/umls/rxnorm", "name", name),
                "dose", dose,
                "route", "oral",
                "frequency", frequency,
                "durationDays", days,
                "quantity", quantity,
                "instructions", "Take one hour before or two hours after meals.");
    }

    private String document() {
        String id = prescription.text("id");
        byte[] pdf =
                doctor.get("/prescriptions/" + id + "/document").expect(200).bytes();
        SignedPdf signed = SignedPdf.verify(pdf);
        for (String expected : List.of(person.path("familyName").asText(), "Azithromycin", id))
            Wrong.unless(squeezed(signed.text()).contains(squeezed(expected)), "the PDF does not say " + expected);
        Answer asset =
                doctor.get("/assets/" + prescription.text("documentAssetId")).expect(200);
        Wrong.unlessEqual("the stored PDF's SHA-256", Sha256.hex(pdf), asset.text("sha256"));
        return "valid, covers all " + pdf.length + " bytes, " + signed.signer().replaceFirst(",.*", "");
    }

    /** Lines may be broken anywhere in a PDF. */
    private static String squeezed(String text) {
        return text.replaceAll("[\\s\\u00ad\\u200b-]+", "");
    }

    private String complete() {
        act(doctor, "complete", "completed");
        Answer encounter = doctor.get("/encounters/" + encounterId).expect(200);
        Wrong.unlessEqual("the encounter's status", "finished", encounter.text("status"));
        return "appointment completed, encounter finished";
    }

    private Answer act(Api who, String action, String status) {
        Answer answer = who.post("/appointments/" + appointmentId + "/" + action, Json.object())
                .expect(200);
        appointment = answer.json();
        Wrong.unlessEqual("the appointment's status", status, answer.text("status"));
        return answer;
    }

    private static final Set<String> HAPPENED = Set.of(
            "patient_registered",
            "patient_allergy_recorded",
            "asset_stored",
            "appointment_booked",
            "appointment_checked_in",
            "queue_entry_added",
            "queue_entry_moved",
            "clinical_data_recorded",
            "appointment_started",
            "note_drafted",
            "note_signed",
            "prescription_drafted",
            "prescription_issued",
            "appointment_completed");

    private String timeline() {
        Set<String> missing = new LinkedHashSet<>(HAPPENED);
        List<JsonNode> items = Wait.until(
                PATIENCE,
                () -> {
                    List<JsonNode> found = doctor.all("/timelines/" + patientId);
                    missing.clear();
                    missing.addAll(HAPPENED);
                    found.forEach(item -> missing.remove(item.path("kind").asText()));
                    long assets = found.stream()
                            .filter(item -> item.path("kind").asText().equals("asset_stored"))
                            .count();
                    if (assets < 2) missing.add("asset_stored (photo and prescription)");
                    return missing.isEmpty() ? found : null;
                },
                () -> "the timeline lacks " + missing);
        for (int i = 1; i < items.size(); i++) {
            boolean ordered = Instant.parse(items.get(i - 1).path("occurredAt").asText())
                            .compareTo(Instant.parse(
                                    items.get(i).path("occurredAt").asText()))
                    >= 0;
            Wrong.unless(ordered, "the timeline is not newest first");
        }
        long sources = items.stream()
                .map(item -> item.path("source").asText())
                .distinct()
                .count();
        return items.size() + " items from " + sources + " services";
    }

    private String ownRecord() {
        String user = "patient-" + person.path("uhid").asText().toLowerCase(java.util.Locale.ROOT);
        String password = UUID.randomUUID().toString();
        new Accounts(clinic)
                .make(
                        user,
                        password,
                        person.path("givenName").asText(),
                        person.path("familyName").asText(),
                        "patient",
                        Map.of("patient_id", patientId));
        patient = clinic.as(user, password);
        Wrong.unlessEqual(
                "/patients/me",
                patientId,
                patient.get("/patients/me").expect(200).text("id"));
        patient.get("/patients/" + otherPatientId).expect(404);
        patient.get("/timelines/" + otherPatientId).expect(404);
        List<JsonNode> seen = patient.all("/patients");
        Wrong.unless(
                seen.size() == 1 && seen.get(0).path("id").asText().equals(patientId),
                "the patient's list of patients has " + seen.size() + " entries");
        for (JsonNode one : patient.all("/appointments"))
            Wrong.unlessEqual(
                    "an appointment's patient", patientId, one.path("patientId").asText());
        patient.get("/queue").expect(403);
        return user + ": own record; anybody else's is 404";
    }

    private String accessReport() {
        Set<String> needed = Set.of("reception", "nurse", free.user());
        Set<String> actors = new LinkedHashSet<>();
        List<JsonNode> entries = Wait.until(
                PATIENCE,
                () -> {
                    List<JsonNode> found = patient.all("/audit/access-report");
                    actors.clear();
                    found.forEach(
                            entry -> actors.add(entry.path("actor").path("name").asText()));
                    return actors.containsAll(needed) ? found : null;
                },
                () -> "the access report names only " + actors);
        return entries.size() + " accesses by " + actors.stream().sorted().collect(Collectors.joining(", "));
    }

    /** What the trail must hold: who, what, on what. */
    private Set<String> done() {
        String seen = free.user();
        return new LinkedHashSet<>(List.of(
                "reception create patient",
                "reception read patient",
                "reception create asset",
                "reception read asset",
                "nurse create allergy",
                "reception create appointment",
                "reception check_in appointment",
                "nurse create clinical_data",
                seen + " start appointment",
                seen + " create note",
                seen + " update note",
                seen + " sign note",
                seen + " create prescription",
                seen + " update prescription",
                seen + " issue prescription",
                seen + " read prescription_document",
                seen + " complete appointment",
                seen + " read timeline",
                person.path("uhid").asText() + " read patient"));
    }

    private String trail() {
        String own = "patient-" + person.path("uhid").asText().toLowerCase(java.util.Locale.ROOT);
        Set<String> missing = new LinkedHashSet<>();
        List<JsonNode> entries = Wait.until(
                PATIENCE,
                () -> {
                    List<JsonNode> found = auditor.all("/audit?patientId=" + patientId);
                    missing.clear();
                    missing.addAll(done());
                    for (JsonNode entry : found) {
                        String actor = entry.path("actor").path("name").asText();
                        if (actor.equals(own)) actor = person.path("uhid").asText();
                        missing.remove(actor + " " + entry.path("action").asText() + " "
                                + entry.path("entityType").asText());
                    }
                    return missing.isEmpty() ? found : null;
                },
                () -> "the trail lacks: " + String.join(", ", missing));
        Set<String> ids =
                entries.stream().map(entry -> entry.path("id").asText()).collect(Collectors.toSet());
        Wrong.unless(ids.size() == entries.size(), "the trail has an entry twice");
        return entries.size() + " entries on this patient, all " + done().size() + " steps among them";
    }

    /** A long trail takes longer than the gateway waits: asking again joins the run that is under way. */
    private String verify() {
        verification = Wait.until(
                Duration.ofMinutes(10),
                () -> {
                    Answer answer = auditor.post("/audit/verify", Json.object());
                    return answer.status() == 504 ? null : answer.expect(200).json();
                },
                () -> "the audit chains are still being verified");
        if (!verification.path("valid").asBoolean()) {
            JsonNode broken = verification.path("chains").findValue("firstBroken");
            throw new Wrong("the audit chain is broken: " + broken);
        }
        return "valid: " + verification.path("entries").asLong() + " entries in "
                + verification.path("chains").size() + " chains";
    }

    /** What of this patient lies where, each number read just now through the API. */
    List<String> stores() {
        Api admin = clinic.as("admin");
        String of = "?patientId=" + patientId;
        int allergies = admin.all("/patients/" + patientId + "/allergies").size();
        int appointments = admin.all("/appointments" + of).size();
        int encounters = admin.all("/encounters" + of).size();
        List<JsonNode> prescriptions = admin.all("/prescriptions" + of);
        int notes = admin.all("/notes" + of).size();
        int clinical = admin.all("/clinical-data" + of).size();
        int timeline = admin.all("/timelines/" + patientId).size();
        List<JsonNode> assets = admin.all("/assets" + of);
        long bytes =
                assets.stream().mapToLong(asset -> asset.path("size").asLong()).sum();
        int entries = auditor.all("/audit" + of).size();
        int checkpoints = auditor.all("/audit/checkpoints").size();
        String limit = String.valueOf(auditor.get("/audit" + of + "&limit=1").header("RateLimit"));
        return List.of(
                "What lies where (this patient's, read back through the API):",
                "  PostgreSQL  patient        1 patient, " + allergies + " allergy",
                "              appointment    " + appointments + " appointment, " + encounters + " encounter, token "
                        + appointment.path("tokenNumber").asInt(),
                "              prescription   " + prescriptions.size() + " prescription, "
                        + prescriptions.stream()
                                .mapToInt(one -> one.path("items").size())
                                .sum() + " item",
                "  MongoDB     notes          " + notes + " note, " + clinical + " clinical data, " + timeline
                        + " timeline items (each from an event that Kafka carried)",
                "              asset          " + assets.size() + " assets' metadata",
                "              audit          " + entries + " entries; of all patients "
                        + verification.path("entries").asLong() + " in "
                        + verification.path("chains").size()
                        + " chains",
                "  S3          assets         " + assets.size() + " files, " + bytes + " bytes",
                "              audit          " + checkpoints + " signed checkpoints (of all patients)",
                "  Redis       rate limits    the auditor's: " + limit);
    }
}
