package polyclinic.prescription.documents;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.NamedPatients;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.prescription.clients.StoredDocuments;
import polyclinic.prescription.prescriptions.PrescriptionQueries;
import polyclinic.prescription.prescriptions.PrescriptionView;

/**
 * The signed document. It is stored at asset-service and streamed through as it arrives, to everyone who may see the
 * prescription.
 */
@Path(PrescriptionView.PATH + "/{id}/document")
class DocumentResource {
    private static final List<String> COPIED_HEADERS = List.of("ETag", "Content-Length");

    private final PrescriptionQueries prescriptions;
    private final StoredDocuments documents;
    private final CurrentCaller caller;
    private final NamedPatients patients;

    DocumentResource(
            PrescriptionQueries prescriptions,
            StoredDocuments documents,
            CurrentCaller caller,
            NamedPatients patients) {
        this.prescriptions = prescriptions;
        this.documents = documents;
        this.caller = caller;
        this.patients = patients;
    }

    @GET
    @Produces("application/pdf")
    @RolesAllowed({PATIENT, NURSE, DOCTOR, PHARMACIST, ADMIN})
    public RestMulti<byte[]> document(
            @PathParam("id") UUID id,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
            @Context Request request) {
        boolean onlyHead = request.getMethod().equals(HttpMethod.HEAD);
        return RestMulti.fromUniResponse(
                prescriptions
                        .document(id, caller.get())
                        .invoke(patients::require)
                        .chain(document -> documents.open(document.assetId(), ifNoneMatch, onlyHead)),
                DocumentResource::bytes,
                response -> headers(id, response),
                HttpClientResponse::statusCode);
    }

    private static Multi<byte[]> bytes(HttpClientResponse response) {
        return response.toMulti().map(Buffer::getBytes);
    }

    private static Map<String, List<String>> headers(UUID id, HttpClientResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : COPIED_HEADERS) {
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
