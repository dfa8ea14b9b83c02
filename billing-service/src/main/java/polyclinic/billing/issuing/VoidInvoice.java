package polyclinic.billing.issuing;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record VoidInvoice(@NotBlank @Size(max = 1000) String reason) {}
