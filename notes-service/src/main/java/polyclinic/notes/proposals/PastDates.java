package polyclinic.notes.proposals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.content.EarliestDate;

/** As the history requires days of its entries, before somebody accepts what could be none. */
final class PastDates {
    private PastDates() {}

    static void require(LocalDate date, Instant now, ZoneId zone) {
        if (date.isAfter(LocalDate.ofInstant(now, zone))) throw Problem.invalid("date", "must not be in the future");
        if (date.isBefore(EarliestDate.DATE)) throw Problem.invalid("date", "must not be before " + EarliestDate.DATE);
    }
}
