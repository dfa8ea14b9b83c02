package polyclinic.gateway.feedaccess;

import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.feed.FeedEntry;
import polyclinic.gateway.feed.FeedTopic;

/** What of the log leaves the gateway: nothing does that has not passed here for the very caller, at the very moment. */
@Singleton
public class FeedGate {

    private static final String DOCTOR = "doctor";

    /** @param json what the caller is told */
    public record Delivery(long seq, String json) {}

    private final PatientVisibility visibility;
    private final OwnerQuestions owners;

    FeedGate(PatientVisibility visibility, OwnerQuestions owners) {
        this.visibility = visibility;
        this.owners = owners;
    }

    /** Whether any of the caller's roles has one of the topics. */
    public boolean admits(SignedInCaller caller, FeedSelection selection) {
        return selection.topics().stream().anyMatch(topic -> FeedAccess.has(topic, caller.roles()));
    }

    /** The roles in which the caller works in the clinic, by name; none of whoever does not. */
    public List<String> staffRoles(SignedInCaller caller) {
        return FeedAccess.staffRoles(caller.roles());
    }

    public Future<FeedSubscriber> subscriber(SignedInCaller caller, CallerOrigin origin) {
        Future<@Nullable String> doctor = caller.is(DOCTOR) ? owners.doctor(caller, origin) : Future.succeededFuture();
        return doctor.map(id -> new FeedSubscriber(caller, id, origin));
    }

    /** Whether the entry says that the doctor whom the subscriber's account was may be another's now. */
    public boolean endsSubscription(FeedEntry entry, FeedSubscriber who) {
        return entry.topic() == FeedTopic.CARE
                && entry.patientId() == null
                && who.caller().is(DOCTOR)
                && (who.doctorId() == null
                        ? entry.subjects().contains(who.caller().subject())
                        : who.doctorId().equals(entry.doctorId())
                                && !entry.subjects().contains(who.caller().subject()));
    }

    /** What of these entries the caller is told, in order. Fails when their rights cannot be found out. */
    public Future<List<Delivery>> deliverable(FeedSubscriber who, FeedSelection selection, List<FeedEntry> entries) {
        Map<FeedEntry, Set<String>> roles = new IdentityHashMap<>();
        Map<Set<String>, Set<String>> patients = new HashMap<>();
        for (FeedEntry entry : entries) {
            if (!selection.includes(entry)) continue;
            Set<String> by = FeedAccess.roles(entry, who);
            if (by.isEmpty()) continue;
            roles.put(entry, by);
            if (entry.patientId() != null)
                patients.computeIfAbsent(by, first -> new HashSet<>()).add(entry.patientId());
        }
        if (roles.isEmpty()) return Future.succeededFuture(List.of());
        Map<Set<String>, Set<String>> visible = new ConcurrentHashMap<>();
        List<Future<?>> questions = new ArrayList<>();
        patients.forEach((by, asked) ->
                questions.add(visibility.visible(who, by, asked).onSuccess(answer -> visible.put(by, answer))));
        return Future.all(questions).map(answered -> deliveries(who, entries, roles, visible));
    }

    private static List<Delivery> deliveries(
            FeedSubscriber who,
            List<FeedEntry> entries,
            Map<FeedEntry, Set<String>> roles,
            Map<Set<String>, Set<String>> visible) {
        List<Delivery> deliveries = new ArrayList<>();
        for (FeedEntry entry : entries) {
            Set<String> by = roles.get(entry);
            if (by == null) continue;
            String patient = entry.patientId();
            if (patient == null || visible.getOrDefault(by, Set.of()).contains(patient)) {
                deliveries.add(new Delivery(entry.seq(), entry.json()));
            } else if (entry.anonymousJson() != null && isOwnCalendar(entry, who)) {
                // With the appointment care has ended; that it is off is the doctor's to know, whose it was no longer.
                deliveries.add(new Delivery(entry.seq(), entry.anonymousJson()));
            }
        }
        return deliveries;
    }

    private static boolean isOwnCalendar(FeedEntry entry, FeedSubscriber who) {
        return (entry.rights() == FeedTopic.APPOINTMENTS || entry.rights() == FeedTopic.QUEUE)
                && entry.doctorId() != null
                && entry.doctorId().equals(who.doctorId());
    }
}
