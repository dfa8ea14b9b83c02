package polyclinic.clients.demo;

import java.time.Duration;
import java.util.List;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepLog;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.feed.WatchedDay;
import polyclinic.clients.http.ApiResponse;

/** The day itself: who does what, in which order. The class of each step checks its result. */
final class ClinicDay {
    /** Consumers may have the backlog of a load to work through first. */
    static final Duration EVENT_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(20);

    private final Clinic clinic;
    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;
    private final NoteSteps note;
    private final DocumentSteps documents;
    private final PrescriptionSteps prescription;
    private final LaboratorySteps laboratory;
    private final PharmacySteps pharmacy;
    private final CashSteps cash;
    private final TimelineStep timeline;
    private final PatientAccountSteps account;
    private final AuditSteps audit;

    /** For each thing its steps in their order; which thing is told of before which other is no promise. */
    private static final List<List<String>> WATCHED_STEPS = List.of(
            List.of("patient.registered.v1"),
            List.of(
                    "appointment.booked.v1",
                    "appointment.checked-in.v1",
                    "appointment.started.v1",
                    "appointment.completed.v1"),
            List.of(
                    "queue.entry-added.v1",
                    "queue.entry-moved.v1 nurse_completed",
                    "queue.entry-moved.v1 ready_for_doctor",
                    "queue.entry-moved.v1 in_consultation",
                    "queue.entry-moved.v1 completed"),
            List.of("clinical-data.recorded.v1"),
            List.of("note.signed.v1"),
            List.of(
                    "lab-request.requested.v1",
                    "lab-request.collected.v1",
                    "lab-request.resulted.v1",
                    "lab-request.reviewed.v1"),
            List.of("prescription.drafted.v1", "prescription.issued.v1", "prescription.dispensed.v1"),
            List.of("asset.stored.v1", "asset.stored.v1"));

    ClinicDay(Clinic clinic) {
        this.clinic = clinic;
        registration = new RegistrationSteps(clinic);
        appointment = new AppointmentSteps(clinic, registration);
        note = new NoteSteps(clinic, registration, appointment);
        documents = new DocumentSteps(clinic, registration, appointment);
        prescription = new PrescriptionSteps(registration, appointment);
        laboratory = new LaboratorySteps(clinic, registration, appointment);
        pharmacy = new PharmacySteps(clinic, prescription);
        cash = new CashSteps(clinic, registration);
        timeline = new TimelineStep(registration, appointment);
        account = new PatientAccountSteps(clinic, registration, appointment);
        audit = new AuditSteps(clinic, registration, appointment);
    }

    void play(StepLog log) {
        log.step("anyone", "asks whether every service and store is up", this::health);
        try (WatchedDay watched = new WatchedDay(clinic)) {
            play(log, watched);
        }
    }

    private void play(StepLog log, WatchedDay watched) {
        log.step("cashier", "sets prices", cash::setPrices);
        log.step("cashier", "opens the drawer", cash::openDrawer);
        log.step("pharmacist", "takes a delivery into stock", pharmacy::receiveDelivery);
        log.step("reception", "signs in and registers a patient", registration::register);
        log.step("reception", "uploads the patient's photo", registration::uploadPhoto);
        log.step("reception", "stores the papers that the patient brought along", documents::bringAlong);
        log.step("nurse", "records an allergy", registration::recordAllergy);
        log.step("reception", "books a free slot", appointment::book);
        log.step("reception", "books the same slot for another patient", appointment::bookSameSlot);
        log.step("reception", "checks the patient in", appointment::checkIn);
        log.step("nurse", "records vital signs and passes the patient on", appointment::recordVitals);
        log.step("nurse", "enters earlier findings", note::enterEarlierFindings);
        log.step("doctor", "starts the consultation", appointment::start);
        log.step("doctor", "writes, corrects and signs a SOAP note", note::write);
        log.step("doctor", "asks for a laboratory test", laboratory::request);
        log.step("lab", "labels the specimen and enters the result", laboratory::report);
        log.step("doctor", "finds the result in the record and reviews it", laboratory::review);
        log.step("doctor", "finds an earlier finding by what it means", note::findByMeaning);
        log.step("doctor", "prescribes what the allergy forbids", prescription::issueDespiteAllergy);
        log.step("doctor", "prescribes something else and issues it", prescription::issue);
        log.step("doctor", "opens the PDF and checks its signature", prescription::verifyDocument);
        log.step("doctor", "accepts what was found in the papers", documents::acceptFindings);
        log.step("doctor", "completes the encounter", appointment::complete);
        log.step("pharmacist", "prepares what was prescribed", pharmacy::dispense);
        log.step("cashier", "issues the invoice that wrote itself", cash::issueInvoice);
        log.step("cashier", "takes the payment", cash::takePayment);
        log.step("cashier", "prints the receipt and checks its signature", cash::printReceipt);
        log.step("pharmacist", "hands the medicine over", pharmacy::handOver);
        log.step("cashier", "closes the drawer", cash::closeDrawer);
        log.step("doctor", "finds it all on the timeline", timeline::read);
        log.step("admin", "was told of it all, live", () -> watched.check(registration.patientId(), WATCHED_STEPS));
        log.step("patient", "signs up and signs in, sees their own record only", account::readOwnRecord);
        log.step("patient", "sees who opened the record", account::readAccessReport);
        log.step("auditor", "sees every step in the trail", audit::readTrail);
        log.step("auditor", "has the audit chains verified", audit::verifyChains);
    }

    /** Returns what of this patient is stored where, each number just read through the API. */
    List<String> storeSummary() {
        return new StoreSummary(clinic, registration.patientId())
                .lines(appointment.tokenNumber(), audit.verification());
    }

    private String health() {
        StepResult<String> last = new StepResult<>("answer of the health check");
        return Poller.until(
                HEALTH_TIMEOUT,
                () -> {
                    ApiResponse health = clinic.anonymous().get("/api/sync/health");
                    if (health.status() != 503) health.expect(200);
                    last.set(health.json().toString());
                    return health.status() == 200 ? "yes" : null;
                },
                () -> "the system is not healthy: " + last.get());
    }
}
