package polyclinic.billing.drafting;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoicedItem;

/** The fields of a draft that a merge patch may change. */
record ReviseInvoice(
        @Nullable UUID encounterId,
        @NotNull @Size(max = 200) List<@Valid @NotNull InvoicedItem> lines,
        @NotNull @Size(max = 3) String currency) {}
