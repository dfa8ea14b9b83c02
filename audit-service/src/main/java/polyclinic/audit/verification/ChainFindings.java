package polyclinic.audit.verification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.verification.VerificationReport.Broken;

/** What is wrong with one chain. Problems of its entries weigh more than those of checkpoints, heads and stray documents. */
final class ChainFindings {
    private static final int MAX_PROBLEMS = 100;
    private static final Comparator<Broken> BY_POSITION = Comparator.comparingLong(Broken::seq);

    private final List<Broken> ofEntries = new ArrayList<>();
    private final List<Broken> others = new ArrayList<>();

    void entry(long seq, @Nullable String entryId, String reason, String detail) {
        note(ofEntries, new Broken(seq, entryId, reason, detail));
    }

    void other(long seq, String reason, String detail) {
        note(others, new Broken(seq, null, reason, detail));
    }

    private static void note(List<Broken> problems, Broken problem) {
        if (problems.size() < MAX_PROBLEMS) problems.add(problem);
    }

    int entryCount() {
        return ofEntries.size();
    }

    boolean hasEntryAt(long seq) {
        return ofEntries.stream().anyMatch(problem -> problem.seq() == seq);
    }

    /** The first broken entry, else the first problem of any kind, else null. */
    @Nullable
    Broken first() {
        return Stream.of(ofEntries, others)
                .filter(problems -> !problems.isEmpty())
                .findFirst()
                .flatMap(problems -> problems.stream().min(BY_POSITION))
                .orElse(null);
    }

    /** The first hundred, in order of position. */
    List<Broken> all() {
        return Stream.concat(ofEntries.stream(), others.stream())
                .sorted(BY_POSITION)
                .limit(MAX_PROBLEMS)
                .toList();
    }
}
