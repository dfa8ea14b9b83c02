package polyclinic.prescription.drafting;

import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import polyclinic.commons.testing.contracts.ReferenceTable;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.prescription.PrescriptionStubs;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PrescriptionStubs.class)
class PrescriptionReferencesTest extends ReferenceTable {
    @Override
    protected List<Reference> checked() {
        return List.of(
                reference("appointmentId", "unknown-appointment"), reference("encounterId", "unknown-encounter"));
    }

    private static Reference reference(String field, String slug) {
        return new Reference("DraftPrescription." + field, slug, id -> as("doctor")
                .body(ServiceTest.body(field, id, "Paracetamol"))
                .post(ServiceTest.PRESCRIPTIONS));
    }

    @Override
    protected Map<String, String> exempt() {
        return Map.of();
    }
}
