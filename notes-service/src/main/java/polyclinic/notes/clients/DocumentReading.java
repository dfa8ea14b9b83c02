package polyclinic.notes.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.OwnerLookup;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;

/** Asks asset-service, in the caller's name, what a document says. */
@ApplicationScoped
public class DocumentReading {
    private static final String OWNER = "asset-service";
    private static final int CONFLICT = 409;

    private final AssetClient assets;
    private final CurrentCaller caller;
    private final ZoneId zone;

    DocumentReading(
            @RestClient AssetClient assets,
            CurrentCaller caller,
            @ConfigProperty(name = "polyclinic.clinic.zone") ZoneId zone) {
        this.assets = assets;
        this.caller = caller;
        this.zone = zone;
    }

    /**
     * @param language ISO 639, where it is known
     * @param date when the original was made, in the clinic's zone, where somebody has said so
     */
    public record Text(
            UUID patientId,
            @Nullable String language,
            @Nullable LocalDate date,
            List<String> pages) {}

    /**
     * What a document says. Fails with 422 {@code unknown-reference} when the caller is shown no such document of a patient, and with 409
     * {@code no-text} while there is none, or when there will be none.
     */
    public Uni<Text> text(UUID documentId) {
        return OwnerLookup.ask(
                        OWNER,
                        assets.text(bearer(), documentId)
                                .onFailure(DocumentReading::isHeldBack)
                                .transform(quarantined -> noText()))
                .map(found -> text(found.orElseThrow(DocumentReading::unknown), zone));
    }

    private static boolean isHeldBack(Throwable failure) {
        return failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() == CONFLICT;
    }

    /** Fails with 422 of a document of nobody, and with 409 when there is no text. */
    static Text text(JsonNode answer, ZoneId zone) {
        UUID patientId = uuid(answer.path("patientId").asText(""));
        if (patientId == null) throw unknown();
        List<String> pages = new ArrayList<>();
        for (JsonNode page : answer.path("texts")) pages.add(page.path("text").asText(""));
        if (pages.isEmpty()) throw noText();
        return new Text(
                patientId,
                answer.path("language").asText(null),
                day(answer.path("documentDate").asText(""), zone),
                pages);
    }

    private static @Nullable LocalDate day(String documentDate, ZoneId zone) {
        try {
            return LocalDate.ofInstant(Instant.parse(documentDate), zone);
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static Problem noText() {
        return new Problem(409, "no-text", "The text of the document has not been taken out of it.");
    }

    /** 422 {@code unknown-reference}. */
    public static Problem unknown() {
        return new Problem(422, "unknown-reference", "What documentId names does not exist, or is not shown to you.")
                .with("violations", List.of(new Problem.Violation("documentId", "must name a document of a patient")));
    }

    private String bearer() {
        return "Bearer " + caller.bearer();
    }
}
