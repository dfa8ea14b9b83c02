package polyclinic.clients.bench;

import java.io.PrintStream;
import polyclinic.clients.bench.load.LoadGenerator;
import polyclinic.clients.bench.subject.DatabaseBaseline;
import polyclinic.clients.clinic.Clinic;

/** What every measurement of a run uses. */
record BenchContext(
        Clinic clinic,
        BenchPlan plan,
        LoadGenerator load,
        BenchRequests requests,
        DatabaseBaseline baseline,
        BenchReport report,
        PrintStream progress) {

    void announce(String measurement) {
        progress.println("bench: " + measurement + " …");
    }
}
