package polyclinic.appointment.orderwork;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param documentId the asset that tells the outcome */
record CompleteOrder(
        @NotBlank @Size(max = 4000) String outcome,
        @Nullable UUID documentId) {}
