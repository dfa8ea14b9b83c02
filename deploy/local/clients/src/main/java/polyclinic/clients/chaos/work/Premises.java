package polyclinic.clients.chaos.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.clinic.PharmacyStock;
import polyclinic.clients.demo.samples.DemoPhoto;
import polyclinic.clients.http.ApiClient;

/** What a run needs before its faults begin: a doctor with a free calendar, one who signs in, and a medicine in stock. All is its own. */
public final class Premises {
    static final String CURRENCY = "INR";

    private static final int DELIVERED = 1_000_000;
    private static final int SLOT_MINUTES = 15;

    private final Instant firstSlot = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
    private final AtomicInteger slot = new AtomicInteger();
    private final String bookedDoctor;
    private final String doctor;
    private final String medication;
    private final String stockItem;
    private final byte[] photo = DemoPhoto.png();

    public Premises(Clinic clinic) {
        ApiClient pharmacist = clinic.as("pharmacist").retrying();
        String number = UUID.randomUUID().toString();
        bookedDoctor = DoctorOnboarding.register(
                        clinic.as("admin").retrying(),
                        "Kay",
                        "Chaos",
                        "K-" + number,
                        UUID.randomUUID().toString(),
                        SLOT_MINUTES,
                        "general_practice")
                .path("id")
                .asText();
        doctor = clinic.as("doctor").retrying().get("/doctors/me").expect(200).text("id");
        JsonNode item = PharmacyStock.item(pharmacist, "CHAOS-" + number, "Medicine " + number);
        medication = item.path("medicationId").asText();
        stockItem = item.path("id").asText();
        PharmacyStock.batch(
                pharmacist, stockItem, "CHAOS", LocalDate.now(ZoneOffset.UTC).plusDays(30), DELIVERED);
    }

    /** Returns a time of the booked doctor that was not returned before. */
    Instant nextSlot() {
        return firstSlot.plus(Duration.ofMinutes((long) SLOT_MINUTES * slot.getAndIncrement()));
    }

    String bookedDoctor() {
        return bookedDoctor;
    }

    /** The id of the account {@code doctor}. */
    String doctor() {
        return doctor;
    }

    String medication() {
        return medication;
    }

    byte[] photo() {
        return photo;
    }

    public String stockItem() {
        return stockItem;
    }

    /** Returns what has to be in stock after so many dispenses of one unit each. */
    public long inStockAfter(int dispenses) {
        return DELIVERED - dispenses;
    }
}
