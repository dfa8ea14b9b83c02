package polyclinic.patient;

import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import polyclinic.commons.postgres.RetentionJob;
import polyclinic.commons.testing.contracts.ReplayContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "patient"))
@WithTestResource(value = KafkaServer.class)
class PatientReplayTest extends ReplayContract {
    private static final String EMERGENCY = "{\"reason\":\"unconscious after a fall\"}";

    @Inject
    Pool pool;

    @Inject
    RetentionJob retention;

    @Override
    protected List<Operation> operations() {
        String registration = ServiceTest.newPatient();
        return List.of(
                new Operation(
                        "POST /api/v1/patients",
                        request -> request.body(registration).post("/api/v1/patients"),
                        "reception",
                        null,
                        "id",
                        false),
                new Operation(
                        "POST /api/v1/patients/{patientId}/allergies",
                        "/api/v1/patients/" + ServiceTest.registered() + "/allergies",
                        """
                        {"substance":{"code":"1","system":"urn:x","name":"Penicillin G"},"criticality":"high",\
                        "reaction":"an itching rash","recordedAt":"2024-01-01T10:00:00Z"}""",
                        "nurse",
                        "doctor"),
                new Operation(
                        "POST /api/v1/patients/{patientId}/conditions",
                        "/api/v1/patients/" + ServiceTest.registered() + "/conditions",
                        """
                        {"code":"E11.9","system":"http://hl7.org/fhir/sid/icd-10","name":"Type 2 diabetes mellitus",\
                        "clinicalStatus":"active","onset":"2019-05-01","note":"diet so far"}""",
                        "nurse",
                        "doctor"),
                new Operation(
                        "POST /api/v1/patients/{patientId}/immunizations",
                        "/api/v1/patients/" + ServiceTest.registered() + "/immunizations",
                        """
                        {"vaccine":{"code":"140","system":"http://hl7.org/fhir/sid/cvx","name":"Influenza, seasonal"},\
                        "date":"2024-10-01","lotNumber":"AB1234","manufacturer":"Sanofi","doseNumber":1,"site":"left arm"}""",
                        "nurse",
                        "doctor"),
                new Operation(
                        "POST /api/v1/patients/{patientId}/medical-records",
                        "/api/v1/patients/" + ServiceTest.registered() + "/medical-records",
                        """
                        {"date":"2024-01-01","kind":"result","title":"Glycated haemoglobin","data":{"code":"4548-4",\
                        "value":6.50,"comment":"repeat in a quarter"},"embedding":[0.5,1]}""",
                        "nurse",
                        "doctor"),
                new Operation(
                        "POST /api/v1/patients/{patientId}/emergency-access",
                        "/api/v1/patients/" + ServiceTest.registered() + "/emergency-access",
                        EMERGENCY,
                        "doctor",
                        null),
                new Operation(
                        "POST /api/v1/emergency-access/{id}/review",
                        "/api/v1/emergency-access/" + emergencyAccess() + "/review",
                        "{\"verdict\":\"justified\",\"note\":\"the patient was unconscious\"}",
                        "auditor",
                        null));
    }

    private static String emergencyAccess() {
        return created(as("doctor")
                .body(EMERGENCY)
                .post("/api/v1/patients/" + ServiceTest.registered() + "/emergency-access"));
    }

    @Override
    protected Set<String> withoutEffect() {
        return Set.of(
                "POST /api/v1/patients/search", "POST /api/v1/patients/visible", "POST /api/v1/medical-records/search");
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
