package polyclinic.billing.ledger;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import polyclinic.commons.values.ClinicDays;

/**
 * Numbers without gaps, for each series and year where the clinic is. A number is taken in the transaction of the document that
 * bears it: the row of the series stays locked until that commits, and a rollback gives the number back.
 */
@ApplicationScoped
public class DocumentNumbers {
    private static final String NEXT = """
            insert into number_series as series (series, year, last) values (:series, :year, 1)
            on conflict (series, year) do update set last = series.last + 1 returning last""";

    private final ClinicDays days;

    DocumentNumbers(ClinicDays days) {
        this.days = days;
    }

    /** The series of this clinic. */
    public enum Series {
        INVOICE("INV"),
        CREDIT_NOTE("CN");

        private final String prefix;

        Series(String prefix) {
            this.prefix = prefix;
        }
    }

    /** The next number as printed, for example {@code INV-2026-000001}. */
    public record SeriesNumber(int year, int number, String text) {}

    public Uni<SeriesNumber> next(Series series, Instant at) {
        int year = days.day(at).getYear();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(NEXT, Integer.class)
                        .setParameter("series", series.name())
                        .setParameter("year", year)
                        .getSingleResult())
                .map(number -> new SeriesNumber(year, number, "%s-%d-%06d".formatted(series.prefix, year, number)));
    }
}
