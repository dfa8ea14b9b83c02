package polyclinic.appointment;

import java.util.List;
import polyclinic.appointment.alerts.AlertEvent;
import polyclinic.appointment.appointments.AppointmentEvent;
import polyclinic.appointment.consultations.EncounterEvent;
import polyclinic.appointment.doctors.DoctorEvent;
import polyclinic.appointment.orders.OrderEvent;
import polyclinic.appointment.queue.QueueEvent;
import polyclinic.appointment.restatements.AppointmentRestatement;
import polyclinic.appointment.tasks.TaskEvent;
import polyclinic.commons.testing.contracts.EventContracts;

class AppointmentContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return AppointmentEvent.class;
    }

    @Override
    protected List<Class<?>> allEvents() {
        return List.of(
                AppointmentEvent.class,
                QueueEvent.class,
                DoctorEvent.class,
                EncounterEvent.class,
                OrderEvent.class,
                TaskEvent.class,
                AlertEvent.class,
                AppointmentRestatement.class);
    }
}
