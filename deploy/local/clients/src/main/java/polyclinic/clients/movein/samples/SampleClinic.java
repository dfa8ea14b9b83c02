package polyclinic.clients.movein.samples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import polyclinic.clients.http.JsonNodes;

/**
 * The records of a made-up clinic in the shapes of its JSON files: of each patient a visit of before, one or two notes and history; some
 * wait today. The same numbers give the same clinic; clinics of different seeds (there are 160 such) have no id, UHID or phone number in
 * common.
 */
final class SampleClinic {
    private static final List<String> GIVEN = List.of(
            "Rishi", "Priya", "Aarav", "Diya", "José", "Zoë", "Ananya", "Kabir", "Meera", "Vikram", "Lakshmi", "Arjun",
            "Fatima", "Imran", "Sunita", "Ravi", "Kavya", "Rohan", "Asha", "Dev");
    private static final List<String> MIDDLE = List.of("", "", "", "Kumar ", "Devi ", "Lal ");
    private static final List<String> FAMILY = List.of(
            "Ahuja",
            "Sharma",
            "Patel",
            "Singh",
            "Reddy",
            "Iyer",
            "Gonçalves",
            "Nair",
            "Khan",
            "Das",
            "Mehta",
            "Rao",
            "Joshi",
            "Bose",
            "Kapoor",
            "Menon",
            "Gill",
            "Pillai",
            "Verma",
            "Naidu");
    private static final List<String> COMPLAINTS =
            List.of("fever for three days", "a dry cough", "headache", "pain in the left knee", "itching");
    private static final List<String> DIAGNOSES =
            List.of("Hypertension", "Viral fever", "Migraine", "Osteoarthritis", "Dermatitis");
    private static final List<String> MEDICINES =
            List.of("Paracetamol 500mg", "Amlodipine 5mg", "Cetirizine 10mg", "Ibuprofen 400mg");
    private static final List<String> NURSES = List.of("nurse_rekha", "nurse_anita", "nurse_joseph");
    private static final List<String> TYPES = List.of("prescription", "diagnosis", "visit", "lab_result");
    private static final int WAITING_SHARE = 100;
    private static final int ONE_NAME_SHARE = 12;

    /** So many patients of a seed have numbers of their own, and so many seeds. */
    private static final int MAX_PATIENTS = 500_000;

    private static final int SEEDS = 160;

    private final Random random;
    private final LocalDate today;
    private final int first;

    final List<ObjectNode> patients = new ArrayList<>();
    final List<ObjectNode> queue = new ArrayList<>();
    final Map<String, List<ObjectNode>> notes = new LinkedHashMap<>();
    final List<ObjectNode> history = new ArrayList<>();

    SampleClinic(int count, long seed, LocalDate today) {
        this.random = new Random(seed);
        this.today = today;
        this.first = Math.floorMod(seed, SEEDS) * MAX_PATIENTS;
        for (int number = 0; number < count; number++) add(number);
    }

    private void add(int number) {
        String id = id("PAT_", number);
        LocalDateTime created = today.minusDays(30 + random.nextInt(900))
                .atTime(9 + random.nextInt(8), random.nextInt(60), random.nextInt(60), 123_456_000);
        String name = number % ONE_NAME_SHARE == 0 ? pick(GIVEN) : pick(GIVEN) + " " + pick(MIDDLE) + pick(FAMILY);
        ObjectNode patient = JsonNodes.object(
                "patient_id",
                id,
                "uhid",
                String.valueOf(100_000_000L + first + number),
                "name",
                name,
                "age",
                1 + random.nextInt(90),
                "gender",
                random.nextBoolean() ? "M" : "F",
                "phone",
                phone(number),
                "created_at",
                created.toString(),
                "updated_at",
                created.plusDays(1).toString());
        patients.add(patient);
        queue.add(visit(number, id, name, created.plusDays(2)));
        int many = 1 + random.nextInt(2);
        for (int i = 0; i < many; i++)
            notes.computeIfAbsent(id, any -> new ArrayList<>()).add(note(2 * number + i, id, created.plusDays(2 + i)));
        history.add(past(number, id, created));
    }

    private String phone(int number) {
        String digits = String.format(Locale.ROOT, "98%08d", 10_000_000 + first + number);
        return switch (number % 3) {
            case 0 -> "+91" + digits;
            case 1 -> digits;
            default -> "0" + digits.substring(0, 5) + " " + digits.substring(5);
        };
    }

    private ObjectNode visit(int number, String patient, String name, LocalDateTime when) {
        boolean waits = number % WAITING_SHARE == 1;
        LocalDateTime added = waits ? today.atTime(LocalTime.MIDNIGHT).plusSeconds(number % 60) : when;
        ObjectNode entry = JsonNodes.object(
                "queue_id",
                id("Q_", number),
                "patient_id",
                patient,
                "patient_name",
                name,
                "token_number",
                1 + number % 80,
                "priority",
                number % 15 == 0 ? "urgent" : "normal",
                "status",
                waits
                        ? List.of("waiting", "nurse_completed", "ready_for_doctor")
                                .get(number / WAITING_SHARE % 3)
                        : "completed",
                "added_at",
                added.toString());
        if (!waits)
            entry.put("nurse_completed_at", added.plusMinutes(5).toString())
                    .put("timeline_ready_at", added.plusMinutes(8).toString())
                    .put("started_at", added.plusMinutes(20).toString())
                    .put("completed_at", added.plusMinutes(35).toString());
        return entry;
    }

    private ObjectNode note(int number, String patient, LocalDateTime when) {
        return JsonNodes.object(
                "note_id", id("NOTE_", number),
                "patient_id", patient,
                "type", "SOAP",
                "content",
                        JsonNodes.object(
                                "subjective", "Patient complains of " + pick(COMPLAINTS) + ".",
                                "objective", "Vitals: BP " + (105 + random.nextInt(50)) + "/80, temperature 37.8 °C",
                                "assessment", "Diagnosis: " + pick(DIAGNOSES),
                                "plan", "Prescribed " + pick(MEDICINES)),
                "created_by", pick(NURSES),
                "created_at", when.toString(),
                "updated_at", when.toString());
    }

    private ObjectNode past(int number, String patient, LocalDateTime created) {
        ObjectNode content = JsonNodes.object("doctor", "Dr. Priya", "notes", "Follow up in 2 weeks");
        ArrayNode medicines = content.putArray("medications");
        medicines.add(pick(MEDICINES));
        content.putArray("diagnoses").add(pick(DIAGNOSES));
        return JsonNodes.object(
                "history_id", id("HIST_", number),
                "patient_id", patient,
                "type", pick(TYPES),
                "date", created.toLocalDate().minusDays(random.nextInt(2000)).toString(),
                "content", content,
                "source", "digitizer",
                "document_id", "DOC_" + (first + number),
                "created_at", created.toString(),
                "updated_at", created.toString());
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    /** @param number of the patient's, or of one of the two notes of theirs */
    private String id(String prefix, int number) {
        long unique = (prefix.equals("NOTE_") ? 2L : 1L) * first + number;
        return prefix + String.format(Locale.ROOT, "%08X", unique * 2_654_435_761L & 0xFFFFFFFFL);
    }
}
