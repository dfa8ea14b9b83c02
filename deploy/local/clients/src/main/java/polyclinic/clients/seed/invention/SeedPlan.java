package polyclinic.clients.seed.invention;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be there in the end. The same plan makes the same people, and of a greater plan with the same number they are the
 * first.
 *
 * @param number what everything is made up from; other numbers are other people
 */
public record SeedPlan(long number, int patients, int doctors, int appointments, int auditEntries, boolean asJson) {
    public static final String USAGE =
            "usage: ./polyclinic seed [--size small|medium|large] [--patients N] [--doctors N]"
                    + " [--appointments N] [--audit-entries N] [--seed N] [--json]";

    /** People, as many as ids have room for in the years before now. */
    private static final int MAX_PATIENTS = 1_000_000;

    private static final int MAX_DOCTORS = 5_000;
    private static final int MAX_APPOINTMENTS = 10_000_000;
    private static final int MAX_ENTRIES = 100_000_000;

    private static final Map<String, SeedPlan> SIZES = Map.of(
            "small", new SeedPlan(1, 1_000, 10, 5_000, 20_000, false),
            "medium", new SeedPlan(1, 20_000, 50, 100_000, 400_000, false),
            "large", new SeedPlan(1, 100_000, 200, 1_000_000, 1_000_000, false));

    /**
     * Reads the command's words. A size says all four; without one, what is not said is none.
     *
     * @throws IllegalArgumentException with what is wrong with them
     */
    public static SeedPlan of(List<String> words) {
        String size = value(words, "--size");
        boolean isCounted = List.of("--patients", "--doctors", "--appointments", "--audit-entries").stream()
                .anyMatch(words::contains);
        SeedPlan sized = SIZES.get(size == null ? "small" : size);
        if (sized == null) throw new IllegalArgumentException("there are the sizes small, medium and large");
        SeedPlan base = size == null && isCounted ? new SeedPlan(1, 0, 0, 0, 0, false) : sized;
        requireKnown(words);
        SeedPlan plan = new SeedPlan(
                number(words, "--seed", base.number, 999_999),
                (int) number(words, "--patients", base.patients, MAX_PATIENTS),
                (int) number(words, "--doctors", base.doctors, MAX_DOCTORS),
                (int) number(words, "--appointments", base.appointments, MAX_APPOINTMENTS),
                (int) number(words, "--audit-entries", base.auditEntries, MAX_ENTRIES),
                words.contains("--json"));
        if (plan.appointments > 0 && (plan.doctors == 0 || plan.patients < plan.doctors))
            throw new IllegalArgumentException("appointments need doctors, and as many patients as doctors");
        if (plan.appointments > (long) plan.doctors * SeededAppointment.MAX_OF_A_DOCTOR)
            throw new IllegalArgumentException(
                    "a doctor has at most " + SeededAppointment.MAX_OF_A_DOCTOR + " appointments; take more doctors");
        if (plan.auditEntries > (long) plan.appointments * SeededLook.MAX_OF_A_VISIT)
            throw new IllegalArgumentException("an appointment has at most " + SeededLook.MAX_OF_A_VISIT
                    + " audit entries; take more appointments");
        return plan;
    }

    private static void requireKnown(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--json" -> {}
                case "--size", "--patients", "--doctors", "--appointments", "--audit-entries", "--seed" -> i++;
                default -> throw new IllegalArgumentException("\"" + words.get(i) + "\" is no option of seed");
            }
        }
    }

    private static long number(List<String> words, String option, long otherwise, long most) {
        String text = value(words, option);
        if (text == null) return otherwise;
        if (!text.matches("[0-9]{1,9}") || Long.parseLong(text) > most)
            throw new IllegalArgumentException(option + " is a number from 0 to " + most);
        return Long.parseLong(text);
    }

    private static @Nullable String value(List<String> words, String option) {
        int at = words.indexOf(option);
        if (at < 0) return null;
        if (at + 1 >= words.size()) throw new IllegalArgumentException(option + " needs a value");
        return words.get(at + 1);
    }
}
