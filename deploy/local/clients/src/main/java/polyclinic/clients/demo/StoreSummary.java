package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;

/** What of one patient is stored where, read back through the API. */
final class StoreSummary {
    private final ApiClient admin;
    private final ApiClient auditor;
    private final String patientId;

    StoreSummary(Clinic clinic, String patientId) {
        admin = clinic.as("admin");
        auditor = clinic.as("auditor");
        this.patientId = patientId;
    }

    List<String> lines(int tokenNumber, JsonNode verification) {
        String query = "?patientId=" + patientId;
        int allergies = admin.all("/patients/" + patientId + "/allergies").size();
        int appointments = admin.all("/appointments" + query).size();
        int encounters = admin.all("/encounters" + query).size();
        List<JsonNode> prescriptions = admin.all("/prescriptions" + query);
        int items = prescriptions.stream()
                .mapToInt(prescription -> prescription.path("items").size())
                .sum();
        List<JsonNode> invoices = admin.all("/invoices" + query);
        int payments = admin.all("/payments" + query).size();
        int notes = admin.all("/notes" + query).size();
        int clinicalData = admin.all("/clinical-data" + query).size();
        int timelineItems = admin.all("/timelines/" + patientId).size();
        List<JsonNode> assets = admin.all("/assets" + query);
        long bytes =
                assets.stream().mapToLong(asset -> asset.path("size").asLong()).sum();
        List<JsonNode> auditEntries = auditor.all("/audit" + query);
        String limit = String.valueOf(auditor.get("/audit" + query + "&limit=1").header("RateLimit"));
        return List.of(
                "What is stored where (this patient's data, read back through the API):",
                "  PostgreSQL  patient        1 patient, " + allergies + " allergy",
                "              appointment    " + appointments + " appointment, " + encounters + " encounter, token "
                        + tokenNumber,
                "              prescription   " + prescriptions.size() + " prescription, " + items + " item",
                "              billing        " + invoices.size() + " invoice, " + payments + " payment",
                "  MongoDB     notes          " + notes + " note, " + clinicalData + " clinical data, " + timelineItems
                        + " timeline items (each from an event that Kafka carried)",
                "              asset          " + assets.size() + " assets' metadata",
                "              audit          " + auditEntries.size() + " entries; of all patients "
                        + (verification.path("from").asLong()
                                + verification.path("entries").asLong())
                        + " in "
                        + verification.path("chains").size()
                        + " chains",
                "  S3          assets         " + assets.size() + " files, " + bytes + " bytes",
                "              audit          " + proof(auditEntries.get(auditEntries.size() - 1)),
                "  Redis       rate limits    the auditor's: " + limit);
    }

    /** Newest entries wait for their checkpoint up to a minute, so the first of the day is asked for. */
    private String proof(JsonNode firstEntry) {
        ApiResponse proof = auditor.get("/audit/" + firstEntry.path("id").asText() + "/proof");
        if (proof.status() == 409) return "no checkpoint of this patient's entries yet; one comes within a minute";
        JsonNode checkpoint = proof.expect(200).json().path("checkpoint");
        return "signed checkpoint " + checkpoint.path("number").asLong() + " of chain "
                + checkpoint.path("chain").asInt() + " proves the first of these entries";
    }
}
