package polyclinic.asset.upload;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .<UploadedFile>emitter(emitter -> receive(request, form, context, emitter))
                .chain(use)
                .onTermination()
                .call(() -> Uni.createFrom().completionStage(() -> context.executeBlocking(step(form::discard), false)
                        .toCompletionStage()));
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

    /** One chunk at a time: while it is being written, the connection is not read. */
    private static void receive(
            HttpServerRequest request, UploadForm form, Context context, UniEmitter<? super UploadedFile> emitter) {
        if (request.isEnded()) {
            emitter.fail(UploadForm.malformed());
            return;
        }
        request.exceptionHandler(gone -> emitter.fail(UploadForm.malformed()));
        request.endHandler(end -> context.executeBlocking(form::complete, false)
                .onSuccess(emitter::complete)
                .onFailure(emitter::fail));
        request.handler(chunk -> {
            request.pause();
            context.executeBlocking(step(() -> form.read(chunk)), false)
                    .onSuccess(read -> request.resume())
                    .onFailure(emitter::fail);
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT)))
            request.response().writeContinue();
        request.resume();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Callable<Boolean> step(Step step) {
        return () -> {
            step.run();
            return true;
        };
    }
}
