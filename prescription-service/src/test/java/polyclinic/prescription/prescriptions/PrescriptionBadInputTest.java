package polyclinic.prescription.prescriptions;

import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.prescription.laboratory.LaboratoryTest.LAB_REQUESTS;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.PrescriptionStubs;
import polyclinic.prescription.ServiceTest;
import polyclinic.prescription.dispensing.PharmacyRecords;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PrescriptionStubs.class)
class PrescriptionBadInputTest extends BadInput {
    private static final String MEDICATIONS = "/api/v1/medications";
    private static final String FORMULARY_ENTRY = """
            {"name":"Co-amoxiclav","form":"tablet","strength":"500/125 mg",\
            "codes":[{"system":"http://www.whocc.no/atc","code":"J01CR02"}],\
            "ingredients":["amoxicillin","clavulanic acid"],"status":"active"}""";

    /** They take numbers and texts alike. */
    private static final List<String> DIGITS = List.of("value", "low", "high");

    @Inject
    Pool pool;

    private UUID free;
    private String id;
    private String medication;
    private UUID patient;
    private String lab;
    private String resulted;

    @BeforeEach
    void prepare() {
        free = open();
        id = as("doctor")
                .body(ServiceTest.body(open(), "Paracetamol"))
                .post(ServiceTest.PRESCRIPTIONS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        medication = created(as("pharmacist")
                .body("{\"name\":\"Medicine %s\"}".formatted(UUID.randomUUID()))
                .post(MEDICATIONS));
        patient = UUID.randomUUID();
        StubServices.appointment("doctor", patient, "in_consultation");
        lab = collected();
        resulted = collected();
        as("lab_technician")
                .body("{\"results\":[{\"code\":\"1\",\"value\":\"4\"}]}")
                .post(resulted + "/result")
                .then()
                .statusCode(200);
    }

    private String collected() {
        String path =
                LAB_REQUESTS + "/" + created(as("doctor").body(labRequest()).post(LAB_REQUESTS));
        as("nurse").body("{\"specimens\":[{\"type\":\"blood\"}]}").post(path + "/collect");
        return path;
    }

    private String labRequest() {
        return """
                {"patientId":"%s","tests":[{"code":"1","name":"One"}],"priority":"stat","note":"x"}""".formatted(patient);
    }

    @Override
    protected List<Operation> operations() {
        String doctor = Tokens.of("doctor");
        String one = ServiceTest.PRESCRIPTIONS + "/" + id;
        List<Operation> own = List.of(
                new Operation("POST", ServiceTest.PRESCRIPTIONS, doctor, ServiceTest.body(free, "Paracetamol")),
                new Operation("PATCH", one, doctor, "{\"items\":[],\"notes\":\"x\"}"),
                new Operation("POST", one + "/issue", doctor, "{\"overrideReason\":\"x\"}"),
                new Operation("POST", one + "/cancel", doctor, "{\"reason\":\"x\"}"),
                new Operation(
                        "POST",
                        one + "/refill",
                        doctor,
                        "{\"itemIds\":[\"" + UUID.randomUUID() + "\"],\"overrideReason\":\"x\",\"earlyReason\":\"x\"}"),
                new Operation("POST", MEDICATIONS, Tokens.of("pharmacist"), FORMULARY_ENTRY),
                new Operation("PATCH", MEDICATIONS + "/" + medication, Tokens.of("pharmacist"), "{\"form\":\"syrup\"}"),
                new Operation("POST", LAB_REQUESTS, doctor, labRequest()),
                new Operation("POST", lab + "/collect", Tokens.of("nurse"), """
                        {"specimens":[{"type":"blood","container":"tube","collectedAt":"%s"}]}""".formatted(Instant.now())),
                new Operation("POST", lab + "/cancel", doctor, "{\"reason\":\"x\"}"),
                new Operation(
                        "POST", lab + "/result", Tokens.of("lab_technician"), """
                        {"results":[{"code":"1","value":"4.1","unit":"mmol/L","referenceRange":{"low":"1","high":"9","text":"x"},\
                        "interpretation":"N","comparator":"<","name":"One","reflex":false}],"performedAt":"%s"}""".formatted(Instant.now()), DIGITS),
                new Operation(
                        "POST",
                        resulted + "/correct",
                        Tokens.of("lab_technician"),
                        """
                        {"reason":"x","performedAt":"%s","results":[{"code":"1","value":"4.1"}]}""".formatted(Instant.now()),
                        DIGITS),
                new Operation("POST", resulted + "/review", doctor, "{\"comment\":\"x\",\"resultVersion\":1}"),
                new Operation("PUT", "/api/v1/lab-critical-limits", Tokens.of("admin"), """
                        {"code":"1","unit":"mmol/L","low":"1","high":"9"}""", DIGITS));
        return PharmacyRecords.with(own, new PharmacyRecords(pool).operations());
    }

    @Override
    protected List<String> addresses() {
        List<String> own = List.of(
                "GET /api/v1/prescriptions/%s",
                "GET /api/v1/prescriptions/%s/document",
                "GET /api/v1/lab-requests/%s",
                "GET /api/v1/lab-requests/%s/versions",
                "GET /api/v1/lab-requests/%s/label",
                "GET /api/v1/medications/%s");
        return PharmacyRecords.with(own, PharmacyRecords.addresses());
    }

    @Override
    protected long stored() {
        return pool.query(
                        "select (select count(*) from prescription) + (select coalesce(sum(version), 0) from prescription)"
                                + " + (select count(*) from issuing) + (select coalesce(sum(version + 1), 0) from medication)"
                                + " + (select count(*) from lab_request) + (select coalesce(sum(version), 0) from lab_request)"
                                + " + (select count(*) from lab_report) + (select count(*) from lab_critical_limit) + "
                                + PharmacyRecords.STORED + " as n")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong("n");
    }

    private UUID open() {
        UUID appointment = UUID.randomUUID();
        pool.preparedQuery("insert into known_appointment (id, version, patient_id, doctor_id, doctor_subject,"
                        + " doctor_name, starts_at, status) values ($1, 0, $2, $3, $4, 'House', $5, 'in_consultation')")
                .executeAndAwait(Tuple.of(
                        appointment,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        Tokens.subject("doctor"),
                        OffsetDateTime.now(ZoneOffset.UTC)));
        return appointment;
    }
}
