package polyclinic.asset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import polyclinic.asset.scans.ClamdStub;
import polyclinic.commons.testing.web.StubExchange;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

/** The services that own patients and appointments, as far as they are asked from here, and a virus scanner. */
public class AssetStubs extends StubServices {
    private static final String NO_APPOINTMENTS = "{\"items\":[],\"next\":null}";

    /** Doctor's subject and patient's id → the appointment that this doctor sees. */
    private static final Map<String, String> APPOINTMENTS = new ConcurrentHashMap<>();

    private static volatile boolean away;
    private static volatile ClamdStub scanner;

    /** The virus scanner. */
    public static ClamdStub scanner() {
        return scanner;
    }

    @Override
    public Map<String, String> start() {
        handle("/api/v1/appointments", AssetStubs::answerAppointments);
        Map<String, String> config = new HashMap<>(super.start());
        // Another process may test other classes at the same time.
        config.put(
                "polyclinic.uploads.folder",
                Path.of("target", "uploads", "" + ProcessHandle.current().pid()).toString());
        // Whether this machine has Tesseract must not matter.
        config.put("polyclinic.texts.tesseract", "/none/tesseract");
        try {
            ClamdStub started = ClamdStub.tcp();
            scanner = started;
            config.put("polyclinic.scan.address", started.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return config;
    }

    /** From now on this doctor finds one appointment of the patient, in this status. */
    public static void doctorSees(String doctorUser, UUID patientId, String status) {
        APPOINTMENTS.put(
                Tokens.subject(doctorUser) + patientId,
                "{\"items\":[{\"id\":\"%s\",\"version\":1,\"patientId\":\"%s\",\"doctorId\":\"%s\",\"start\":\"%s\",\"status\":\"%s\"}]}"
                        .formatted(UUID.randomUUID(), patientId, doctor(doctorUser), Instant.now(), status));
    }

    /** From now on neither service answers, until {@link #ownersAreBack}. */
    public static void ownersAreAway() {
        away = true;
        fail(503);
    }

    public static void ownersAreBack() {
        away = false;
        recover();
    }

    private static void answerAppointments(StubExchange exchange) throws IOException {
        if (!exchange.request().path().equals("/api/v1/appointments")) {
            exchange.answer(404, "{}");
            return;
        }
        String key = exchange.request().subject() + exchange.request().query("patientId");
        if (away) exchange.answer(503, "{}");
        else exchange.answer(200, APPOINTMENTS.getOrDefault(key, NO_APPOINTMENTS));
    }
}
