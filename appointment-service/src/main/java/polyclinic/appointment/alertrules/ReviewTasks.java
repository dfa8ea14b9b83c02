package polyclinic.appointment.alertrules;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.WorkVisibility;
import polyclinic.appointment.tasks.NewTask;
import polyclinic.appointment.tasks.TaskMaking;
import polyclinic.appointment.tasks.TaskStatus;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.messaging.CloudEvent;

/**
 * A laboratory result that nobody has reviewed in time is a task of the doctor who asked for it while they have the patient in care, else of the doctors who have. It
 * is an alert too when it is not done within four hours; with the review it ends by itself.
 */
@ApplicationScoped
class ReviewTasks {
    /** For the task itself; the time for the review is over already. */
    private static final Duration LATEST = Duration.ofHours(4);

    private final TaskMaking tasks;
    private final WorkVisibility visibility;
    private final String service;

    ReviewTasks(
            TaskMaking tasks,
            WorkVisibility visibility,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.tasks = tasks;
        this.visibility = visibility;
        this.service = service;
    }

    private record LateReview(
            @Nullable UUID labRequestId,
            @Nullable UUID patientId,
            @Nullable UUID doctorId,
            @Nullable Integer resultVersion) {}

    /** In the open transaction. A version of the results that is told again, or while the task of an earlier one is open, makes none. */
    Uni<Void> make(CloudEvent event) {
        LateReview late = event.as(LateReview.class);
        UUID request = Objects.requireNonNull(late.labRequestId(), "labRequestId");
        UUID patient = Objects.requireNonNull(late.patientId(), "patientId");
        int version = Objects.requireNonNull(late.resultVersion(), "resultVersion");
        WorkSubject about = new WorkSubject("lab_request", request);
        return account(late.doctorId(), patient)
                .chain(doctor -> tasks.makeUnlessOpen(new NewTask(
                        "lab_request review " + request + " " + version,
                        null,
                        "Review the laboratory result",
                        patient,
                        StaffRole.DOCTOR,
                        doctor,
                        event.time().plus(LATEST),
                        WorkPriority.URGENT,
                        about,
                        service)));
    }

    /** In the open transaction: it was reviewed, or called off. */
    Uni<Void> end(CloudEvent event, TaskStatus end) {
        LateReview done = event.as(LateReview.class);
        UUID request = Objects.requireNonNull(done.labRequestId(), "labRequestId");
        return tasks.endMadeFor(new WorkSubject("lab_request", request), end);
    }

    /** The doctor's account, or null when they have none or would not see the task. */
    private Uni<@Nullable String> account(@Nullable UUID doctor, UUID patient) {
        if (doctor == null) return Uni.createFrom().nullItem();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select subject from doctor where id = :id and subject is not null", String.class)
                        .setParameter("id", doctor)
                        .getResultList())
                .chain((List<String> found) -> found.isEmpty()
                        ? Uni.createFrom().nullItem()
                        : visibility.mayLearnOf(found.get(0), patient).map(may -> may ? found.get(0) : null));
    }
}
