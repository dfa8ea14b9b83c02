package polyclinic.prescription.documents;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.papers.typeface.PrintedName;
import polyclinic.prescription.projections.patients.PrintedBirthDate;

/**
 * Everything that is printed on a prescription. The template {@code prescription.html} refers to it by these names.
 *
 * @param verificationAddress what the QR code holds: where whoever has the paper can verify it
 * @param date where the doctor is
 * @param uhid the patient's number, or null
 * @param specialty of the doctor, or null
 * @param licenseNumber of the doctor, or null
 */
record PrescriptionDocument(
        UUID prescriptionId,
        String verificationAddress,
        LocalDate date,
        String patientName,
        PrintedBirthDate birth,
        @Nullable String uhid,
        String doctorName,
        @Nullable String specialty,
        @Nullable String licenseNumber,
        List<Line> lines,
        @Nullable String notes) {

    /** Of one text that a person entered. */
    private static final int MAX_LINES = 20;

    public record Line(
            String medication,
            String dose,
            String route,
            String frequency,
            int durationDays,
            String quantity,
            int refills,
            @Nullable String instructions) {
        public PrintedName medicine() {
            return new PrintedName(medication);
        }

        public List<String> instructionLines() {
            return textLines(instructions);
        }
    }

    public List<String> noteLines() {
        return textLines(notes);
    }

    public PrintedName patient() {
        return new PrintedName(patientName);
    }

    public PrintedName doctor() {
        return new PrintedName(doctorName);
    }

    /** What is called by a name, in any script. */
    Stream<PrintedName> names() {
        return Stream.concat(Stream.of(patient(), doctor()), lines.stream().map(Line::medicine));
    }

    /** The other texts that people entered, in any script. */
    Stream<String> freeTexts() {
        Stream<@Nullable String> items = lines.stream()
                .flatMap(line -> Stream.of(line.dose(), line.route(), line.frequency(), line.instructions()));
        return Stream.concat(Stream.of(notes), items).filter(text -> text != null);
    }

    /**
     * Empty when there is no text, or only white space. What is beyond {@value #MAX_LINES} lines stands in one paragraph at
     * the end: nothing is left out, and two thousand line breaks do not make a hundred pages.
     */
    private static List<String> textLines(@Nullable String text) {
        if (text == null || text.isBlank()) return List.of();
        List<String> lines = text.lines().toList();
        if (lines.size() <= MAX_LINES) return lines;
        List<String> printed = new ArrayList<>(lines.subList(0, MAX_LINES - 1));
        printed.add(lines.subList(MAX_LINES - 1, lines.size()).stream()
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining(" / ")));
        return printed;
    }
}
