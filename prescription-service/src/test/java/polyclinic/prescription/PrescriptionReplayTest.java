package polyclinic.prescription;

import static polyclinic.prescription.laboratory.LaboratoryTest.LAB_REQUESTS;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.RetentionJob;
import polyclinic.commons.testing.contracts.ReplayContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.dispensing.PharmacyRecords;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PrescriptionStubs.class)
class PrescriptionReplayTest extends ReplayContract {
    private static final String ONE = "POST /api/v1/prescriptions/{id}/";

    private static final String SPECIMEN = "{\"specimens\":[{\"type\":\"venous blood\"}]}";
    private static final String RESULT = "{\"results\":[{\"code\":\"1\",\"value\":\"4.10\"}]}";

    @Inject
    Pool pool;

    @Inject
    RetentionJob retention;

    /** Only doctors write prescriptions, and what they wrote stays theirs to read. */
    @Override
    protected List<Operation> operations() {
        String issued = ServiceTest.one(drafted());
        UUID patient = inCare("doctor");
        List<Operation> own = List.of(
                new Operation(
                        "POST " + ServiceTest.PRESCRIPTIONS,
                        ServiceTest.PRESCRIPTIONS,
                        ServiceTest.body(inConsultation(), "Paracetamol 500 mg"),
                        "doctor",
                        null),
                new Operation(
                        ONE + "issue",
                        request -> request.body("{}").post(issued + "/issue"),
                        "doctor",
                        null,
                        "patientId",
                        true),
                new Operation(
                        ONE + "cancel",
                        ServiceTest.one(drafted()) + "/cancel",
                        "{\"reason\":\"the wrong medication\"}",
                        "doctor",
                        null),
                new Operation(ONE + "refill", ServiceTest.one(dispensed()) + "/refill", "{}", "doctor", null),
                ofFormulary("/api/v1/medications", "{\"name\":\"Medicine %s\"}".formatted(UUID.randomUUID())),
                ofFile("/api/v1/medications/import", "{\"name\":\"Medicine %s\"}".formatted(UUID.randomUUID())),
                ofFile(
                        "/api/v1/interactions/import",
                        "{\"substance\":\"aspirin\",\"atc\":\"B01AC06\",\"source\":\"%s\"}"
                                .formatted(UUID.randomUUID())),
                new Operation("POST " + LAB_REQUESTS, LAB_REQUESTS, labRequest(patient), "doctor", null),
                laboratory("collect", SPECIMEN, "nurse", "doctor", inLaboratory()),
                laboratory("cancel", "{\"reason\":\"not needed any more\"}", "doctor", null, inLaboratory()),
                laboratory("result", RESULT, "lab_technician", null, inLaboratory("collect", SPECIMEN)),
                laboratory(
                        "correct",
                        "{\"reason\":\"mixed up tubes\",\"results\":[{\"code\":\"1\",\"value\":\"4.20\"}]}",
                        "lab_technician",
                        null,
                        inLaboratory("collect", SPECIMEN, "result", RESULT)),
                laboratory(
                        "review",
                        "{\"comment\":\"nothing to be done\"}",
                        "doctor",
                        null,
                        inLaboratory("collect", SPECIMEN, "result", RESULT)));
        return PharmacyRecords.with(own, new PharmacyRecords(pool).replays());
    }

    private static Operation laboratory(
            String action, String body, String user, @Nullable String narrowerRole, String path) {
        return new Operation("POST " + LAB_REQUESTS + "/{id}/" + action, path + "/" + action, body, user, narrowerRole);
    }

    /** A request of a patient of its own, after what the laboratory did. */
    private String inLaboratory(String... actionsAndBodies) {
        String path = LAB_REQUESTS + "/"
                + ServiceClient.created(ServiceClient.as("doctor")
                        .body(labRequest(inCare("doctor")))
                        .post(LAB_REQUESTS));
        for (int i = 0; i < actionsAndBodies.length; i += 2)
            ServiceClient.as("lab_technician")
                    .body(actionsAndBodies[i + 1])
                    .post(path + "/" + actionsAndBodies[i])
                    .then()
                    .statusCode(200);
        return path;
    }

    private static String labRequest(UUID patient) {
        return """
                {"patientId":"%s","tests":[{"code":"1","name":"One of them"}]}""".formatted(patient);
    }

    private static UUID inCare(String doctor) {
        UUID patient = UUID.randomUUID();
        StubServices.appointment(doctor, patient, "in_consultation");
        return patient;
    }

    /** About no patient. */
    private static Operation ofFormulary(String path, String body) {
        return new Operation("POST " + path, request -> request.body(body).post(path), "pharmacist", null, null, false);
    }

    private static Operation ofFile(String path, String line) {
        return new Operation(
                "POST " + path,
                request -> request.contentType("application/x-ndjson")
                        .body(line.getBytes(StandardCharsets.UTF_8))
                        .post(path),
                "pharmacist",
                null,
                null,
                false);
    }

    /** As if the pharmacy had dispensed all of it. */
    private String dispensed() {
        String id = drafted();
        pool.preparedQuery("update prescription_item set dispensed = quantity where prescription_id = $1")
                .executeAndAwait(Tuple.of(UUID.fromString(id)));
        pool.preparedQuery("update prescription set status = 'DISPENSED', issued_at = now(),"
                        + " document_asset_id = gen_random_uuid() where id = $1")
                .executeAndAwait(Tuple.of(UUID.fromString(id)));
        return id;
    }

    private String drafted() {
        return ServiceClient.created(ServiceClient.as("doctor")
                .body(ServiceTest.body(inConsultation(), "Paracetamol 500 mg"))
                .post(ServiceTest.PRESCRIPTIONS));
    }

    private UUID inConsultation() {
        UUID appointment = UUID.randomUUID();
        UUID patient = UUID.randomUUID();
        UUID doctor = UUID.randomUUID();
        pool.preparedQuery("insert into known_patient (id, version, uhid, given_name, family_name, birth_date)"
                        + " values ($1, 0, 'PC-1', 'Ada', 'Lovelace', '1815-12-10')")
                .executeAndAwait(Tuple.of(patient));
        pool.preparedQuery("insert into known_doctor (id, version, given_name, family_name, specialty, license_number)"
                        + " values ($1, 0, 'Gregory', 'House', 'General medicine', 'L-1')")
                .executeAndAwait(Tuple.of(doctor));
        pool.preparedQuery("insert into known_appointment (id, version, patient_id, doctor_id, doctor_subject,"
                        + " doctor_name, starts_at, status) values ($1, 0, $2, $3, $4, 'House', $5, 'in_consultation')")
                .executeAndAwait(Tuple.of(
                        appointment, patient, doctor, Tokens.subject("doctor"), OffsetDateTime.now(ZoneOffset.UTC)));
        return appointment;
    }

    @Override
    protected List<String> stored() {
        return StreamSupport.stream(
                        pool.query("select to_jsonb(i)::text as kept from idempotency i")
                                .executeAndAwait()
                                .spliterator(),
                        false)
                .map(row -> row.getString("kept"))
                .toList();
    }

    @Override
    protected void ageAndSweep() {
        pool.query("update idempotency set created_at = now() - interval '49 hours'")
                .executeAndAwait();
        retention.sweep().await().indefinitely();
    }
}
