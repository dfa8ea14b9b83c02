package polyclinic.asset.upload;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.asset.transfers.BodyReading;
import polyclinic.commons.identity.Caller;

/**
 * Reads the body of an upload into an {@link UploadForm}. The form reader of Quarkus is not used: it looks at names and
 * sizes only when all has been read, and limits neither part headers nor the sum of all texts.
 */
@ApplicationScoped
class UploadBody {
    private final Path folder;
    private final UploadChecks checks;

    UploadBody(@ConfigProperty(name = "polyclinic.uploads.folder") String folder, UploadChecks checks) {
        this.folder = Path.of(folder);
        this.checks = checks;
    }

    /** Reads the form and hands it on; the file exists until the returned Uni ends, in whichever way. */
    <T> Uni<T> read(HttpServerRequest request, Caller caller, Function<UploadedFile, Uni<? extends T>> use) {
        checkAnnouncedLength(request, caller);
        UploadForm form = new UploadForm(request.getHeader(HttpHeaders.CONTENT_TYPE), folder, checks, caller);
        return BodyReading.read(request, form, UploadForm::malformed, use);
    }

    private void checkAnnouncedLength(HttpServerRequest request, Caller caller) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            checks.checkSpace(0);
            return;
        }
        long formBytes = UploadForm.MAX_METADATA_BYTES + UploadForm.MAX_HEADER_BYTES;
        checks.checkSize(null, Long.parseLong(length) - formBytes, caller);
        checks.checkSpace(Long.parseLong(length));
    }
}
