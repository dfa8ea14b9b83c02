package polyclinic.prescription.drafting;

import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.prescription.laboratory.LaboratoryTest.LAB_REQUESTS;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.commons.testing.contracts.ReferenceTable;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.prescription.PrescriptionStubs;
import polyclinic.prescription.ServiceTest;
import polyclinic.prescription.dispensing.PharmacyRecords;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PrescriptionStubs.class)
class PrescriptionReferencesTest extends ReferenceTable {
    @Inject
    Pool pool;

    @Override
    protected List<Reference> checked() {
        List<Reference> own = List.of(
                reference("appointmentId", "unknown-appointment"),
                reference("encounterId", "unknown-encounter"),
                new Reference("RequestLabTests.patientId", "unknown-patient", id -> as("doctor")
                        .body("""
                                {"patientId":"%s","tests":[{"code":"1","name":"One"}]}""".formatted(id))
                        .post(LAB_REQUESTS)),
                laboratory("encounterId"),
                laboratory("appointmentId"));
        return PharmacyRecords.with(own, new PharmacyRecords(pool).references());
    }

    private Reference laboratory(String field) {
        UUID patient = UUID.randomUUID();
        StubServices.appointment("doctor", patient, "in_consultation");
        return new Reference("RequestLabTests." + field, "unknown-reference", id -> as("doctor")
                .body("""
                {"patientId":"%s","%s":"%s","tests":[{"code":"1","name":"One"}]}""".formatted(patient, field, id))
                .post(LAB_REQUESTS));
    }

    private static Reference reference(String field, String slug) {
        return new Reference("DraftPrescription." + field, slug, id -> as("doctor")
                .body(ServiceTest.body(field, id, "Paracetamol"))
                .post(ServiceTest.PRESCRIPTIONS));
    }

    @Override
    protected Map<String, String> exempt() {
        return Map.of(
                "InventoryItemPatch.medicationId",
                "the constraint refuses it that refuses RegisterInventoryItem.medicationId");
    }
}
