package polyclinic.clients.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicLong;
import polyclinic.clients.bench.subject.BenchHttpClient;
import polyclinic.clients.bench.subject.BookingSeries;
import polyclinic.clients.bench.subject.CallerTokens;
import polyclinic.clients.clinic.Clinic;

/** The requests of a run. Its bookings are numbered over all measurements, so that none takes a slot twice. */
final class BenchRequests {
    private final BenchHttpClient http;
    private final String gateway;
    private final String patientService;
    private final BookingSeries bookings;
    private final CallerTokens callers;
    private final AtomicLong booked = new AtomicLong();

    BenchRequests(BenchHttpClient http, Clinic clinic, BookingSeries bookings, CallerTokens callers) {
        this.http = http;
        this.gateway = clinic.gateway();
        this.patientService = clinic.service("patient");
        this.bookings = bookings;
        this.callers = callers;
    }

    Future<Buffer> book(long n) {
        long number = booked.getAndIncrement();
        if (number >= bookings.capacity()) return Future.failedFuture("the week is full");
        return http.book(gateway, bookings, number, callers.bearer(n));
    }

    Future<Buffer> read(long n) {
        return read(gateway, n);
    }

    /** Reads from patient-service itself. */
    Future<Buffer> readDirectly(long n) {
        return read(patientService, n);
    }

    /** The list of doctors, which the gateway keeps. */
    Future<Buffer> listDoctors(long n) {
        return http.listDoctors(gateway, false, callers.bearer(n));
    }

    /** The same, of the service each time. */
    Future<Buffer> listDoctorsFreshly(long n) {
        return http.listDoctors(gateway, true, callers.bearer(n));
    }

    BenchHttpClient http() {
        return http;
    }

    private Future<Buffer> read(String base, long n) {
        return http.readPatient(base, bookings.patient(n * 31), callers.bearer(n));
    }
}
