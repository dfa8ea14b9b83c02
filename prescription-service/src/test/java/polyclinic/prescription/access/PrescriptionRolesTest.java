package polyclinic.prescription.access;

import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.withToken;
import static polyclinic.prescription.laboratory.LaboratoryTest.LAB_REQUESTS;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import polyclinic.commons.testing.contracts.Look;
import polyclinic.commons.testing.contracts.RoleTable;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.PrescriptionStubs;
import polyclinic.prescription.ServiceTest;
import polyclinic.prescription.dispensing.PharmacyRecords;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PrescriptionStubs.class)
class PrescriptionRolesTest extends RoleTable {
    @Inject
    Pool pool;

    @Override
    protected Set<String> withoutSignIn() {
        return Set.of("GET /api/v1/verify/{token}");
    }

    @Override
    protected List<Look> looks(String user, UUID own) {
        Records records = new Records(pool);
        List<Look> looks = new ArrayList<>(List.of(Look.get(ServiceTest.PRESCRIPTIONS)));
        looks.addAll(records.looks(own, "doctor2"));
        looks.addAll(records.looks(UUID.randomUUID(), user));
        looks.addAll(records.looks(UUID.randomUUID(), "doctor2"));
        return looks;
    }

    /** Prescriptions of a patient by a doctor. */
    private static final class Records extends ServiceTest {
        private static final String ONE_RESULT = "{\"results\":[{\"code\":\"1\",\"value\":\"1\"}]}";

        Records(Pool pool) {
            this.pool = pool;
        }

        /** All that may be asked of a prescription that is cancelled: every change is refused, to whoever may ask for it. */
        List<Look> looks(UUID patient, String doctorUser) {
            List<Look> looks = new ArrayList<>(prescriptionLooks(patient, doctorUser));
            looks.addAll(laboratoryLooks(patient, doctorUser, false));
            looks.addAll(laboratoryLooks(patient, doctorUser, true));
            return looks;
        }

        /** Of a request that was reviewed, which refuses every change, and of one that was only cancelled. */
        private List<Look> laboratoryLooks(UUID patient, String doctorUser, boolean reviewed) {
            Visit visit = new Visit(UUID.randomUUID(), patient, UUID.randomUUID(), doctorUser);
            insertKnownAppointment(visit, "in_consultation");
            String doctor = Tokens.withRoles(doctorUser, Set.of("doctor"), Map.of());
            String id = created(withToken(doctor).body("""
                            {"patientId":"%s","tests":[{"code":"1","name":"One"}]}""".formatted(patient)).post(LAB_REQUESTS));
            String path = LAB_REQUESTS + "/" + id;
            if (reviewed) {
                String lab = Tokens.of("lab_technician");
                withToken(lab).body("{\"specimens\":[{\"type\":\"blood\"}]}").post(path + "/collect");
                withToken(lab).body(ONE_RESULT).post(path + "/result");
                withToken(doctor)
                        .body("{\"comment\":\"fine\"}")
                        .post(path + "/review")
                        .then()
                        .statusCode(200);
            } else
                withToken(doctor)
                        .body("{\"reason\":\"none\"}")
                        .post(path + "/cancel")
                        .then()
                        .statusCode(200);
            return List.of(
                    Look.get(path),
                    Look.get(path + "/versions"),
                    Look.post(path + "/collect", "{\"specimens\":[{\"type\":\"blood\"}]}"),
                    Look.post(path + "/result", ONE_RESULT),
                    Look.post(path + "/review", "{}"),
                    Look.post(path + "/cancel", "{\"reason\":\"none\"}"),
                    Look.get(LAB_REQUESTS + "?patientId=" + patient));
        }

        private List<Look> prescriptionLooks(UUID patient, String doctorUser) {
            Visit visit = new Visit(UUID.randomUUID(), patient, UUID.randomUUID(), doctorUser);
            insertKnownAppointment(visit, "in_consultation");
            insertKnownPatient(patient);
            insertKnownDoctor(visit.doctor());
            String doctor = Tokens.withRoles(doctorUser, Set.of("doctor"), Map.of());
            String id = created(withToken(doctor)
                    .body(body(visit.appointment(), "Paracetamol"))
                    .post(PRESCRIPTIONS));
            withToken(doctor)
                    .body("{\"reason\":\"none\"}")
                    .post(one(id) + "/cancel")
                    .then()
                    .statusCode(200);
            List<Look> looks = new ArrayList<>(List.of(
                    Look.get(one(id)),
                    new Look("PATCH", one(id), "{}", "\"999\""),
                    Look.post(one(id) + "/issue", "{}"),
                    Look.post(one(id) + "/cancel", "{\"reason\":\"none\"}"),
                    Look.post(one(id) + "/refill", "{}"),
                    Look.get(PRESCRIPTIONS + "?patientId=" + patient)));
            looks.addAll(new PharmacyRecords(pool).looks(id, patient));
            return looks;
        }
    }
}
