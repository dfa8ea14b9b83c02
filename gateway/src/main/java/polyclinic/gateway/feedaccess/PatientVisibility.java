package polyclinic.gateway.feedaccess;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import polyclinic.gateway.feed.FeedEntry;
import polyclinic.gateway.feed.FeedTail;
import polyclinic.gateway.feed.FeedTopic;

/**
 * Whether a caller may see a patient at the moment. patient-service says it, and keeps in the audit trail that it was told; an
 * answer holds for half a minute, and for a moment only after an event that changes somebody's care of the patient: while such an
 * event is on its way through the services, the answers before and after it must not be confused.
 */
@Singleton
class PatientVisibility {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long YES_HOLDS = 30 * SECOND;
    private static final long NO_HOLDS = 10 * SECOND;
    private static final long EITHER_HOLDS_WHILE_CHANGING = SECOND;
    private static final Duration CHANGING = Duration.ofMinutes(1);
    private static final int MAX_ANSWERS = 200_000;
    private static final int MAX_CHANGING = 50_000;

    private record Question(String subject, Set<String> roles, String patientId) {}

    private record Answer(boolean visible, long atNanos) {}

    /** @param doctors those into whose care the patient may have come, by id, and accounts by subject */
    private record Change(long atNanos, Set<String> doctors) {}

    private final OwnerQuestions owners;
    private final Cache<Question, Answer> answers = Caffeine.newBuilder()
            .maximumSize(MAX_ANSWERS)
            .expireAfterWrite(Duration.ofNanos(YES_HOLDS))
            .executor(Runnable::run)
            .build();
    /** By patient. */
    private final Cache<String, Change> changes = Caffeine.newBuilder()
            .maximumSize(MAX_CHANGING)
            .expireAfterWrite(CHANGING)
            .executor(Runnable::run)
            .build();

    private volatile long accountsChangedNanos = System.nanoTime();

    PatientVisibility(OwnerQuestions owners, FeedTail tail) {
        this.owners = owners;
        tail.onEntries(this::note);
    }

    /** Those of the patients whom the caller may see by any of these roles. Fails when nobody can say. */
    Future<Set<String>> visible(FeedSubscriber who, Set<String> roles, Set<String> patients) {
        Set<String> known = new HashSet<>();
        Set<String> open = new HashSet<>();
        long now = System.nanoTime();
        for (String patient : patients) {
            Answer answer = answers.getIfPresent(new Question(who.caller().subject(), roles, patient));
            if (answer == null || !holds(answer, patient, now)) open.add(patient);
            else if (answer.visible()) known.add(patient);
        }
        if (open.isEmpty()) return Future.succeededFuture(known);
        return owners.visible(who, roles, open, unsure(who, open)).map(visible -> {
            for (String patient : open)
                answers.put(
                        new Question(who.caller().subject(), roles, patient),
                        new Answer(visible.contains(patient), now));
            known.addAll(visible);
            return known;
        });
    }

    private boolean holds(Answer answer, String patient, long now) {
        if (answer.atNanos() - accountsChangedNanos < 0) return false;
        Change change = changes.getIfPresent(patient);
        if (change == null) return now - answer.atNanos() < (answer.visible() ? YES_HOLDS : NO_HOLDS);
        return answer.atNanos() - change.atNanos() > 0 && now - answer.atNanos() < EITHER_HOLDS_WHILE_CHANGING;
    }

    private Set<String> unsure(FeedSubscriber who, Collection<String> patients) {
        return patients.stream()
                .filter(patient -> {
                    Change change = changes.getIfPresent(patient);
                    return change != null
                            && (change.doctors().contains(who.caller().subject())
                                    || who.doctorId() != null
                                            && change.doctors().contains(who.doctorId()));
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private void note(List<FeedEntry> entries) {
        long now = System.nanoTime();
        for (FeedEntry entry : entries) {
            String patient = entry.patientId();
            boolean visit = entry.topic() == FeedTopic.APPOINTMENTS || entry.topic() == FeedTopic.QUEUE;
            if (patient == null) {
                if (entry.topic() == FeedTopic.CARE) accountsChangedNanos = now;
            } else if (visit || entry.topic() == FeedTopic.CARE) {
                changes.asMap()
                        .merge(
                                patient,
                                new Change(now, doctors(entry)),
                                (before, after) -> new Change(now, union(before.doctors(), after.doctors())));
            }
        }
    }

    private static Set<String> doctors(FeedEntry entry) {
        Set<String> doctors = new HashSet<>(entry.subjects());
        if (entry.doctorId() != null) doctors.add(entry.doctorId());
        return doctors;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
