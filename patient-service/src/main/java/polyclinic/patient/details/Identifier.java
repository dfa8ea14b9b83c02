package polyclinic.patient.details;

import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import polyclinic.commons.json.SingleLine;

/**
 * A number under which others know the patient (FHIR Identifier).
 *
 * @param system the issuer of the number, usually a URI
 */
@Embeddable
public record Identifier(
        @NotBlank @SingleLine @Size(max = 300) String system,
        @NotBlank @SingleLine @Size(max = 200) String value) {
    /** The identifier as it is kept and compared: systems have one way of writing a number, people have several. */
    public Identifier normal() {
        return new Identifier(system.strip(), IdentifierSystem.normal(system.strip(), value.strip()));
    }
}
