package polyclinic.clients.bench.lists;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.seed.invention.InventedNames;
import polyclinic.clients.seed.invention.SeededPatient;
import polyclinic.commons.postgres.names.NameKey;

/** What a receptionist types to find somebody of the invented clinic, of every script that there is. */
enum NameQuestions {
    WHOLE("the whole name in its own script") {
        @Override
        @Nullable
        String of(SeededPatient patient) {
            String family = patient.familyName();
            return family == null ? patient.givenName() : patient.givenName() + " " + family;
        }
    },
    LATIN("the whole name in Latin letters") {
        @Override
        @Nullable
        String of(SeededPatient patient) {
            return latin(patient);
        }
    },
    BEGINNINGS("the beginnings of two words") {
        @Override
        @Nullable
        String of(SeededPatient patient) {
            List<String> words = words(patient, MIN_BEGUN);
            return words.size() < 2
                    ? null
                    : words.stream()
                            .limit(2)
                            .map(word -> word.substring(0, MIN_BEGUN - 1))
                            .collect(Collectors.joining(" "));
        }
    },
    MISSPELT("a name with a typing error") {
        @Override
        @Nullable
        String of(SeededPatient patient) {
            List<String> words = words(patient, MIN_MISSPELT);
            if (words.isEmpty()) return null;
            String wrong = words.get(0);
            int middle = wrong.length() / 2;
            String exchanged = wrong.substring(0, middle - 1)
                    + wrong.charAt(middle)
                    + wrong.charAt(middle - 1)
                    + wrong.substring(middle + 1);
            return exchanged.equals(wrong) ? null : latin(patient).replace(wrong, exchanged);
        }
    };

    private static final int MIN_BEGUN = 5;
    private static final int MIN_MISSPELT = 6;

    private final String label;

    NameQuestions(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Null when the name is none that is asked for so. */
    abstract @Nullable String of(SeededPatient patient);

    /** As many as there are of patients from all over the clinic. */
    List<String> among(long seed, int patients, int count) {
        InventedNames names = InventedNames.load();
        List<String> questions = new ArrayList<>();
        int step = Math.max(1, patients / (3 * count));
        for (int n = 0; n < patients && questions.size() < count; n += step) {
            String question = of(SeededPatient.of(seed, n, names));
            if (question != null) questions.add(question);
        }
        return questions;
    }

    private static String latin(SeededPatient patient) {
        return NameKey.of(patient.givenName(), patient.familyName()).latin();
    }

    private static List<String> words(SeededPatient patient, int minLength) {
        return Arrays.stream(latin(patient).split(" "))
                .filter(word -> word.length() >= minLength)
                .toList();
    }
}
