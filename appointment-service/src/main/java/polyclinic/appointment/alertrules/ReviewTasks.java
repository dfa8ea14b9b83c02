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
import polyclinic.appointment.tasks.NewTask;
import polyclinic.appointment.tasks.TaskMaking;
import polyclinic.appointment.tasks.TaskStatus;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.messaging.CloudEvent;

/**
 * A laboratory result that nobody has reviewed in time is a task of the doctor who asked for it, else of the doctors who have the patient in care. It
 * is an alert too when it is not done within four hours; with the review it ends by itself.
 */
@ApplicationScoped
class ReviewTasks {
    /** For the task itself; the time for the review is over already. */
    private static final Duration LATEST = Duration.ofHours(4);

    private final TaskMaking tasks;
    private final String service;

    ReviewTasks(TaskMaking tasks, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.tasks = tasks;
        this.service = service;
    }

    private record LateReview(
            @Nullable UUID labRequestId,
            @Nullable UUID patientId,
            @Nullable UUID doctorId) {}

    /** In the open transaction. Told again, it is the same task. */
    Uni<Void> make(CloudEvent event) {
        LateReview late = event.as(LateReview.class);
        UUID request = Objects.requireNonNull(late.labRequestId(), "labRequestId");
        UUID patient = Objects.requireNonNull(late.patientId(), "patientId");
        return account(late.doctorId())
                .chain(doctor -> tasks.make(new NewTask(
                        source(request),
                        null,
                        "Review the laboratory result",
                        patient,
                        StaffRole.DOCTOR,
                        doctor,
                        event.time().plus(LATEST),
                        WorkPriority.URGENT,
                        new WorkSubject("lab_request", request),
                        service)));
    }

    /** In the open transaction: it was reviewed, or called off. */
    Uni<Void> end(CloudEvent event, TaskStatus end) {
        LateReview done = event.as(LateReview.class);
        return tasks.endOfSource(source(Objects.requireNonNull(done.labRequestId(), "labRequestId")), end);
    }

    private static String source(UUID labRequest) {
        return "lab_request review " + labRequest;
    }

    /** The doctor's account, or null when they have none. */
    private static Uni<@Nullable String> account(@Nullable UUID doctor) {
        if (doctor == null) return Uni.createFrom().nullItem();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select subject from doctor where id = :id and subject is not null", String.class)
                        .setParameter("id", doctor)
                        .getResultList())
                .map((List<String> found) -> found.isEmpty() ? null : found.get(0));
    }
}
