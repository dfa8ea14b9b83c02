package polyclinic.notes.listening;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.notes.people.Care;
import polyclinic.notes.people.CareEntry;
import polyclinic.notes.timelines.Timelines;

/** {@code appointment.events}: who treats whom. */
@ApplicationScoped
class AppointmentEvents {
    private final EventConsumer deliveries;
    private final Care care;
    private final Timelines timelines;

    AppointmentEvents(EventConsumer deliveries, Care care, Timelines timelines) {
        this.deliveries = deliveries;
        this.care = care;
        this.timelines = timelines;
    }

    @Incoming("appointments")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return deliveries.together(poll, this::learn);
    }

    private Uni<Void> learn(List<CloudEvent> events) {
        List<CareEntry> told = events.stream()
                .filter(event -> event.type().startsWith("appointment."))
                .map(event -> event.as(Appointment.class).asCare())
                .toList();
        return care.learn(told).chain(() -> timelines.learn(events));
    }

    /** @param doctorSubject null for a doctor without an account */
    record Appointment(UUID appointmentId, long version, UUID patientId, String doctorSubject, String status) {
        CareEntry asCare() {
            if (appointmentId == null || patientId == null) {
                throw new IllegalArgumentException("an event of an appointment lacks its ids");
            }
            CareEntry care = new CareEntry();
            care.id = appointmentId;
            care.version = version;
            care.patientId = patientId;
            care.doctorSubject = doctorSubject;
            care.cancelled = "cancelled".equals(status);
            return care;
        }
    }
}
