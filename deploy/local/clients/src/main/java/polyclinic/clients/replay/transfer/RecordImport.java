package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportPlan;

/** Stores one record. Can be repeated: what is already stored is found and not stored twice. */
public final class RecordImport {
    private final ImportPlan plan;
    private final PrintStream out;
    private final PatientImport patient;
    private final ApiClient nurse;
    private final ApiClient admin;

    public RecordImport(Clinic clinic, ImportPlan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
        patient = new PatientImport(clinic, plan, out);
        nurse = clinic.as("nurse").retrying();
        admin = clinic.as("admin").retrying();
    }

    /**
     * Finds or registers the patient.
     *
     * @param mayBeKnown whether the clinic may have one of the patient's identifiers
     * @throws CheckFailed when the patient cannot be registered
     */
    public ImportOutcome register(boolean mayBeKnown) {
        return patient.registerOrFind(mayBeKnown);
    }

    /**
     * Stores what is missing of the patient. It may come at once: services that do not know the patient yet ask patient-service.
     *
     * @throws CheckFailed when an item fails for another reason than its content
     */
    public void store(ImportOutcome outcome) {
        StoredRecord before = outcome.patientIsNew()
                ? StoredRecord.none()
                : StoredRecord.of(nurse, admin, outcome.patientId(), plan.items());
        List<ItemBatch> missing = ItemBatch.of(plan.items()).stream()
                .map(batch -> batch.without(before))
                .filter(batch -> !batch.isEmpty())
                .toList();
        int total = plan.items().size();
        int left = missing.stream().mapToInt(batch -> batch.items().size()).sum();
        out.printf("  %d of %d items are already stored%n", total - left, total);
        new ParallelItems(out).runAll("stored", missing, batch -> store(batch, outcome));
    }

    /** What the clinic does not take as a whole is sent one by one: so each item has its own answer. */
    private void store(ItemBatch batch, ImportOutcome outcome) {
        if (!batch.isSingle()) {
            String patientId = outcome.patientId();
            ApiResponse response = nurse.post(batch.path(), batch.body(patientId), batch.key(patientId));
            switch (response.status()) {
                case 200 -> {
                    batch.items().forEach(outcome::create);
                    return;
                }
                case 413, 422 -> {}
                default ->
                    throw new CheckFailed(batch.items().get(0).source() + " and what goes with it: "
                            + response.unexpected("200").getMessage());
            }
        }
        batch.items().forEach(item -> store(item, outcome));
    }

    private void store(ImportItem item, ImportOutcome outcome) {
        ApiResponse response = post(item, outcome.patientId());
        switch (response.status()) {
            case 201 -> outcome.create(item);
            case 413, 415, 422 ->
                outcome.refuse(
                        item,
                        "refused by the clinic: " + response.problem() + " "
                                + response.json().path("violations").findValuesAsText("message"));
            case 409 -> refuseStatement(item, response, outcome);
            default -> throw unexpected(item, response);
        }
    }

    /** The clinic's own list of allergies may say otherwise, and then the clinic's counts. */
    private static void refuseStatement(ImportItem item, ApiResponse response, ImportOutcome outcome) {
        if (!item.isNoKnownAllergies()) throw unexpected(item, response);
        outcome.refuse(
                item, "says that no allergies are known, and the clinic has a list of them: " + response.problem());
    }

    private static CheckFailed unexpected(ImportItem item, ApiResponse response) {
        return new CheckFailed(item.source() + ": " + response.unexpected("201").getMessage());
    }

    private ApiResponse post(ImportItem item, String patientId) {
        return switch (item.kind()) {
            case ALLERGY -> nurse.post("/patients/" + patientId + "/allergies", item.body(), item.key(patientId));
            case HISTORY -> nurse.post("/history", withPatient(item, patientId), item.key(patientId));
            case CLINICAL_DATA -> nurse.post("/clinical-data", withPatient(item, patientId), item.key(patientId));
            case ASSET -> upload(item, patientId);
            // Only an administrator records money of elsewhere.
            case INVOICE -> admin.post("/invoices", withPatient(item, patientId), item.key(patientId));
        };
    }

    private ApiResponse upload(ImportItem item, String patientId) {
        ImportItem.File file = item.requireFile();
        String contentType = file.contentType() == null ? "application/octet-stream" : file.contentType();
        return nurse.upload(
                "/assets", withPatient(item, patientId), file.name(), contentType, file.bytes(), item.key(patientId));
    }

    private static ObjectNode withPatient(ImportItem item, String patientId) {
        ObjectNode body = item.body().deepCopy();
        return body.put("patientId", patientId);
    }
}
