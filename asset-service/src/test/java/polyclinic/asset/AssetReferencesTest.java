package polyclinic.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.patient;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.asset.announcement.LargeFiles;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.contracts.ReferenceTable;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class AssetReferencesTest extends ReferenceTable {
    @Override
    protected List<Reference> checked() {
        return List.of(
                new Reference("StoreAsset.patientId", "unknown-patient", id -> store(id, "", null)),
                new Reference("StoreAsset.appointmentId", "unknown-reference", id -> store("appointmentId", id)),
                new Reference("StoreAsset.prescriptionId", "unknown-reference", id -> store("prescriptionId", id)),
                new Reference("StoreAsset.batchId", "unknown-reference", id -> store("batchId", id)),
                new Reference("AnnounceUpload.patientId", "unknown-patient", id -> announce(id, "", id)),
                new Reference("AnnounceUpload.appointmentId", "unknown-reference", id -> announce("appointmentId", id)),
                new Reference(
                        "AnnounceUpload.prescriptionId", "unknown-reference", id -> announce("prescriptionId", id)),
                new Reference("AnnounceUpload.batchId", "unknown-reference", id -> announce("batchId", id)),
                new Reference("StartDocumentBatch.patientId", "unknown-patient", AssetReferencesTest::start));
    }

    @Override
    protected Map<String, String> exempt() {
        return Map.of();
    }

    private static Response start(UUID patient) {
        return AssetClient.as(Tokens.of("nurse"))
                .contentType("application/json")
                .body("{\"patientId\":\"" + patient + "\"}")
                .post(AssetClient.BATCHES);
    }

    private static Response announce(String field, UUID id) {
        return announce(patient(), field, id);
    }

    private static Response announce(UUID patient, String field, UUID id) {
        String reference = field.isEmpty() ? "" : ",\"" + field + "\":\"" + id + "\"";
        return LargeFiles.announce(
                Tokens.of("nurse"), LargeFiles.announcement(patient, Samples.pdf(), "application/pdf", reference));
    }

    private static Response store(String field, UUID id) {
        return store(patient(), field, id);
    }

    private static Response store(UUID patient, String field, UUID id) {
        String reference = id == null ? "" : ",\"" + field + "\":\"" + id + "\"";
        return AssetClient.upload(
                Tokens.of("nurse"),
                "{\"kind\":\"document\",\"patientId\":\"" + patient + "\"" + reference + "}",
                Samples.pdf(),
                "a.pdf",
                "application/pdf");
    }

    @Test
    void what_is_the_patients_is_accepted_and_what_is_another_patients_is_not() {
        UUID patient = patient();
        UUID id = UUID.randomUUID();
        for (String owner : List.of("/api/v1/appointments/", "/api/v1/prescriptions/"))
            StubServices.answer(owner + id, Map.of("id", id, "patientId", patient));

        assertThat(store(patient, "appointmentId", id).statusCode()).isEqualTo(201);
        assertThat(store(patient, "prescriptionId", id).statusCode()).isEqualTo(201);
        assertThat(store(patient(), "appointmentId", id).statusCode()).isEqualTo(422);
        assertThat(store(patient(), "prescriptionId", id).statusCode()).isEqualTo(422);
    }
}
