package polyclinic.prescription.prescribing;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestMulti;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.NotFound;
import polyclinic.prescription.orders.Prescription;
import polyclinic.prescription.storage.StoredDocuments;

/**
 * The signed document. It lies at asset-service and runs through here as it arrives, for whoever may see the prescription.
 */
@Path(PrescriptionResource.PATH + "/{id}/document")
class DocumentResource {
    private static final List<String> PASSED_ON = List.of("ETag", "Content-Length");

    private final Access access;
    private final StoredDocuments documents;
    private final Audit audit;
    private final CurrentCaller caller;

    DocumentResource(Access access, StoredDocuments documents, Audit audit, CurrentCaller caller) {
        this.access = access;
        this.documents = documents;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @Produces("application/pdf")
    @RolesAllowed({PATIENT, NURSE, DOCTOR, PHARMACIST, ADMIN})
    public RestMulti<byte[]> document(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        Caller asking = caller.get();
        Uni<HttpClientResponse> opened = access.see(id, asking)
                .invoke(DocumentResource::requireDocument)
                .call(found -> audit.read("prescription_document", id, found.patientId()))
                .chain(found -> documents.open(found.documentAssetId(), ifNoneMatch));
        return RestMulti.fromUniResponse(
                opened, DocumentResource::bytes, response -> headers(id, response), HttpClientResponse::statusCode);
    }

    private static void requireDocument(Prescription prescription) {
        if (prescription.documentAssetId() == null) throw new NotFound("document");
    }

    private static Multi<byte[]> bytes(HttpClientResponse response) {
        return response.toMulti().map(buffer -> buffer.getBytes());
    }

    private static Map<String, List<String>> headers(UUID id, HttpClientResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : PASSED_ON) {
            String value = response.getHeader(name);
            if (value != null) headers.put(name, List.of(value));
        }
        headers.put("Content-Type", List.of("application/pdf"));
        headers.put("Content-Disposition", List.of("inline; filename=\"prescription-" + id + ".pdf\""));
        headers.put("Cache-Control", List.of("private, no-store"));
        headers.put("X-Content-Type-Options", List.of("nosniff"));
        return headers;
    }
}
