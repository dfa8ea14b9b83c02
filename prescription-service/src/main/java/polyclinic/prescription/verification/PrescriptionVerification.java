package polyclinic.prescription.verification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import polyclinic.commons.problem.NotFound;
import polyclinic.prescription.documents.ClinicConfig;
import polyclinic.prescription.projections.appointments.KnownDoctor;

/** Looks up prescriptions by the token on their paper. It shows nobody's data, so it is not audited. */
@ApplicationScoped
class PrescriptionVerification {
    /** A paper exists once it was issued; the token of an attempt that failed leads nowhere. */
    private static final String BY_TOKEN = """
            select p.status, p.issued_at, p.document_sha256, d.time_zone
              from prescription p left join known_doctor d on d.id = p.doctor_id
             where p.verification_token = $1 and p.issued_at is not null and p.document_sha256 is not null""";

    private final Pool pool;
    private final ClinicConfig clinic;

    PrescriptionVerification(Pool pool, ClinicConfig clinic) {
        this.pool = pool;
        this.clinic = clinic;
    }

    /** Fails with 404 when no paper has this token. */
    Uni<VerificationView> verify(String token) {
        return pool.preparedQuery(BY_TOKEN).execute(Tuple.of(token)).map(rows -> {
            if (rows.size() == 0) throw new NotFound("prescription");
            return view(rows.iterator().next());
        });
    }

    private VerificationView view(Row row) {
        return new VerificationView(
                row.getString("status").toLowerCase(Locale.ROOT),
                row.getOffsetDateTime("issued_at")
                        .atZoneSameInstant(
                                KnownDoctor.zone(row.getString("time_zone")).orElseGet(clinic::timeZone))
                        .toLocalDate(),
                row.getString("document_sha256"));
    }
}
