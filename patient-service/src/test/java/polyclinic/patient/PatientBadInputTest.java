package polyclinic.patient;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "patient"))
@WithTestResource(value = KafkaServer.class)
class PatientBadInputTest extends BadInput {
    @Inject
    Pool pool;

    private String patient;
    private String allergy;
    private String condition;
    private String immunization;
    private String medicalRecord;
    private String emergencyAccess;

    @BeforeEach
    void register() {
        patient = ServiceTest.registered();
        allergy = ServiceClient.created(ServiceClient.as("nurse")
                .body("{\"substance\":{\"name\":\"Latex\"},\"criticality\":\"low\"}")
                .post("/api/v1/patients/" + patient + "/allergies"));
        condition = ServiceClient.created(ServiceClient.as("nurse")
                .body("{\"name\":\"Asthma\",\"clinicalStatus\":\"active\"}")
                .post("/api/v1/patients/" + patient + "/conditions"));
        immunization = ServiceClient.created(ServiceClient.as("nurse")
                .body("{\"vaccine\":{\"name\":\"MMR\"},\"date\":\"2020-01-01\"}")
                .post("/api/v1/patients/" + patient + "/immunizations"));
        medicalRecord = ServiceClient.created(ServiceClient.as("nurse")
                .body("{\"date\":\"2020-01-01\",\"kind\":\"note\",\"title\":\"Call\",\"data\":{\"text\":\"x\"}}")
                .post("/api/v1/patients/" + patient + "/medical-records"));
        emergencyAccess = ServiceClient.created(ServiceClient.as("nurse")
                .body("{\"reason\":\"found unconscious\"}")
                .post("/api/v1/patients/" + patient + "/emergency-access"));
    }

    @Override
    protected List<Operation> operations() {
        return List.of(
                new Operation("POST", "/api/v1/patients", Tokens.of("reception"), """
                        {"givenName":"Ada","familyName":"Lovelace","birthDate":"1815-12-10","birthDateEstimated":false,\
                        "sex":"female","phone":"+12025550123","email":"ada@example.org",\
                        "address":{"line":["1 Row"],"city":"London","country":"GB"},\
                        "identifiers":[{"system":"urn:x","value":"1"}],\
                        "emergencyContacts":[{"name":"B","relationship":"friend","phone":"+12025550124"}],"uhid":"U-1"}"""),
                new Operation(
                        "POST",
                        "/api/v1/patients",
                        Tokens.of("reception"),
                        "{\"familyName\":\"Suharto\",\"age\":70,\"birthDateEstimated\":true,\"sex\":\"male\"}"),
                new Operation("POST", "/api/v1/patients", Tokens.of("importer"), """
                        {"familyName":"Sukarno","sex":"male","provenance":{"source":"urn:x","externalId":"1","recordedAt":"2019-05-01T10:00:00Z","author":"x"}}"""),
                new Operation("POST", "/api/v1/patients/search", Tokens.of("reception"), """
                        {"q":"Ada","uhid":"U-1","phone":"+12025550123","email":"a@example.org","identifier":"urn:x|1",\
                        "birthDate":"1815-12-10","externalId":"urn:x|1","limit":10,"after":""}"""),
                new Operation("POST", "/api/v1/patients/visible", Tokens.of("doctor"), """
                        {"patientIds":["%s"],"roles":["doctor"],"askOwners":["%s"]}""".formatted(patient, patient)),
                new Operation(
                        "PATCH",
                        "/api/v1/patients/" + patient,
                        Tokens.of("reception"),
                        "{\"givenName\":\"Ada\",\"birthDate\":\"1815-12-10\",\"email\":\"a@example.org\"}"),
                new Operation("POST", "/api/v1/patients/" + patient + "/allergies", Tokens.of("nurse"), """
                        {"substance":{"code":"1","system":"urn:x","name":"Penicillin"},"criticality":"high",\
                        "reaction":"rash","recordedAt":"2024-01-01T10:00:00Z"}"""),
                new Operation(
                        "POST",
                        "/api/v1/patients/" + patient + "/allergies",
                        Tokens.of("nurse"),
                        "{\"noKnownAllergies\":true,\"recordedAt\":\"2024-01-01T10:00:00Z\"}"),
                new Operation(
                        "PATCH",
                        "/api/v1/patients/" + patient + "/allergies/" + allergy,
                        Tokens.of("nurse"),
                        "{\"reaction\":\"hives\"}"),
                new Operation("POST", "/api/v1/patients/" + patient + "/conditions", Tokens.of("nurse"), """
                        {"code":"44054006","system":"http://snomed.info/sct","name":"Type 2 diabetes mellitus",\
                        "clinicalStatus":"resolved","onset":"2019-05-01","abatement":"2020-05-01","note":"x"}"""),
                new Operation(
                        "PATCH",
                        "/api/v1/patients/" + patient + "/conditions/" + condition,
                        Tokens.of("nurse"),
                        "{\"note\":\"worse at night\",\"onset\":\"2019-05-01\"}"),
                new Operation("POST", "/api/v1/patients/" + patient + "/immunizations", Tokens.of("nurse"), """
                        {"vaccine":{"code":"J07BB02","system":"http://www.whocc.no/atc","name":"Influenza"},\
                        "date":"2024-10-01","outcome":"completed","lotNumber":"A1","manufacturer":"x","doseNumber":1,\
                        "site":"left arm","note":"x"}"""),
                new Operation(
                        "PATCH",
                        "/api/v1/patients/" + patient + "/immunizations/" + immunization,
                        Tokens.of("nurse"),
                        "{\"lotNumber\":\"B2\",\"date\":\"2020-01-02\"}"),
                new Operation(
                        "POST",
                        "/api/v1/patients/" + patient + "/medical-records",
                        Tokens.of("nurse"),
                        """
                        {"date":"2024-01-01","kind":"result","title":"HbA1c","data":{"code":"4548-4","value":6.5},\
                        "embedding":[0.5,1]}""",
                        List.of("data")),
                new Operation(
                        "PATCH",
                        "/api/v1/patients/" + patient + "/medical-records/" + medicalRecord,
                        Tokens.of("nurse"),
                        "{\"title\":\"HbA1c\",\"date\":\"2020-01-02\"}"),
                new Operation("POST", "/api/v1/medical-records/search", Tokens.of("nurse"), """
                        {"embedding":[0.5,1],"patientId":"%s","k":3}""".formatted(patient)),
                new Operation(
                        "POST",
                        "/api/v1/patients/" + patient + "/emergency-access",
                        Tokens.of("nurse"),
                        "{\"reason\":\"found unconscious\",\"minutes\":30}"),
                new Operation(
                        "POST",
                        "/api/v1/emergency-access/" + emergencyAccess + "/review",
                        Tokens.of("auditor"),
                        "{\"verdict\":\"justified\",\"note\":\"asked the ward\"}"));
    }

    @Override
    protected List<Operation> deletions() {
        String path = "/api/v1/patients/" + patient;
        return List.of(
                new Operation("DELETE", path + "/allergies/" + allergy, Tokens.of("nurse"), "{}"),
                new Operation("DELETE", path + "/conditions/" + condition, Tokens.of("nurse"), "{}"),
                new Operation("DELETE", path + "/medical-records/" + medicalRecord, Tokens.of("nurse"), "{}"),
                new Operation("DELETE", path + "/immunizations/" + immunization, Tokens.of("nurse"), "{}"));
    }

    @Override
    protected List<String> addresses() {
        return List.of(
                "GET /api/v1/patients/%s",
                "GET /api/v1/patients/%s/allergies",
                "GET /api/v1/patients/" + patient + "/conditions/%s",
                "GET /api/v1/patients/" + patient + "/immunizations/%s",
                "GET /api/v1/patients/" + patient + "/medical-records/%s",
                "GET /api/v1/emergency-access/%s");
    }

    @Override
    protected long stored() {
        return pool.query("select (select count(*) from patient) + (select count(*) + sum(version) from allergy)"
                        + " + (select count(*) + sum(version) from condition)"
                        + " + (select count(*) + sum(version) from immunization)"
                        + " + (select count(*) + sum(version) from medical_record)"
                        + " + (select count(*) + sum(version) from emergency_access)"
                        + " + (select sum(version) from patient) as n")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong("n");
    }
}
