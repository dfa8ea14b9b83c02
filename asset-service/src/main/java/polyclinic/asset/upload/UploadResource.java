package polyclinic.asset.upload;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;
import static polyclinic.commons.identity.Roles.SERVICE;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import polyclinic.asset.assets.AssetView;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.commons.filters.ProblemResponse;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.JsonProblems;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.problem.TransientFailures;
import polyclinic.commons.web.Answer;

/** Takes an upload. */
@Path("/api/v1/assets")
@Tag(ref = "Asset Resource")
class UploadResource {
    private final AssetUpload uploads;
    private final CurrentCaller caller;
    private final Validator validator;

    UploadResource(AssetUpload uploads, CurrentCaller caller, Validator validator) {
        this.uploads = uploads;
        this.caller = caller;
        this.validator = validator;
    }

    /** The multipart body, for OpenAPI. */
    record StoreAssetForm(
            StoreAsset metadata,

            @Schema(format = "binary", type = SchemaType.STRING)
            String file) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN, SERVICE})
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = StoreAssetForm.class)))
    @ResponseStatus(201)
    public Uni<Answer<AssetView>> store(MultipartFormDataInput form) {
        UploadedFile upload =
                UploadedFile.of(form.getValues(), part -> part.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
        return uploads.store(metadata(upload.metadata()), upload, caller.get());
    }

    private StoreAsset metadata(String json) {
        try {
            StoreAsset request = Json.MAPPER.readValue(json, StoreAsset.class);
            if (request == null) throw Problem.invalid("metadata", "must not be null");
            Set<ConstraintViolation<StoreAsset>> violations = validator.validate(request);
            if (!violations.isEmpty()) throw new ConstraintViolationException(violations);
            return request;
        } catch (JsonProcessingException e) {
            throw JsonProblems.of(e);
        }
    }

    /** Uploads that end before they are complete: they fail before this resource is reached, so it is not its own mapper. */
    static class BrokenUploadMapper {
        /** While a form is being read an I/O error is the client's; afterwards it is one of ours. */
        @ServerExceptionMapper
        public Response broken(IOException failure, RoutingContext request) {
            ResteasyReactiveRequestContext current = CurrentRequestManager.get();
            boolean reading = current != null
                    && current.getFormData() == null
                    && current.getMethod().equals("POST");
            boolean full = String.valueOf(failure.getMessage()).contains("No space left");
            if (reading && !full) return ProblemResponse.of(malformed(), request.normalizedPath());
            Problem problem = full || TransientFailures.is(failure)
                    ? new Problem(503, "unavailable", "A part of the system is away; try again.")
                    : new Problem(500, "internal-error", "Something went wrong on our side.");
            return ProblemResponse.of(problem, request.normalizedPath());
        }

        @ServerExceptionMapper
        public Response malformed(MultipartParser.MalformedMessageException failure, RoutingContext request) {
            return ProblemResponse.of(malformed(), request.normalizedPath());
        }

        private static Problem malformed() {
            return new Problem(400, "malformed-request", "The body is not a complete multipart form.");
        }
    }
}
