package polyclinic.billing.papers;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.papers.typeface.PrintedName;

/**
 * What stands on a paper; the template refers to it by these names.
 *
 * @param title for example {@code Invoice INV-2026-000001}
 * @param patientName empty while it is not known
 * @param stamp across the head, for example {@code VOID}; or null
 * @param rows the table: of each line its cells
 * @param sums label and amount, the last one in bold
 */
record Paper(
        ClinicHead clinic,
        String title,
        UUID id,
        String date,
        String patientName,
        @Nullable String uhid,
        @Nullable String stamp,
        List<String> columns,
        List<List<String>> rows,
        List<Sum> sums) {
    public PrintedName patient() {
        return new PrintedName(patientName);
    }

    /** The clinic as the template sees it. */
    public record ClinicHead(String name, String address, String phone) {}

    public record Sum(String label, String amount) {}
}
