package polyclinic.notes.listening;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.event.CloudEvent;
import polyclinic.commons.event.Deliveries;
import polyclinic.notes.people.Care;
import polyclinic.notes.timelines.Timelines;

/** {@code appointment.events}: who treats whom. */
@ApplicationScoped
class AppointmentEvents {
    private final Deliveries deliveries;
    private final Care care;
    private final Timelines timelines;

    AppointmentEvents(Deliveries deliveries, Care care, Timelines timelines) {
        this.deliveries = deliveries;
        this.care = care;
        this.timelines = timelines;
    }

    @Incoming("appointments")
    Uni<Void> on(ConsumerRecord<String, String> message) {
        return deliveries.handle(message, this::on);
    }

    private Uni<Void> on(CloudEvent event) {
        if (!event.type().startsWith("appointment.")) return timelines.learn(event);
        Appointment appointment = event.as(Appointment.class).required();
        return care.learn(
                        appointment.appointmentId,
                        appointment.version,
                        appointment.patientId,
                        appointment.doctorSubject,
                        "cancelled".equals(appointment.status))
                .chain(() -> timelines.learn(event));
    }

    /** @param doctorSubject null for a doctor without an account */
    record Appointment(UUID appointmentId, long version, UUID patientId, String doctorSubject, String status) {
        Appointment required() {
            if (appointmentId == null || patientId == null) {
                throw new IllegalArgumentException("an event of an appointment lacks its ids");
            }
            return this;
        }
    }
}
