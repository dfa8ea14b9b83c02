package polyclinic.notes.ailogs.entries;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import polyclinic.commons.json.SingleLine;

/**
 * Which machine it was.
 *
 * @param provider who runs it
 * @param name as the provider calls it
 * @param version which of those that had the name
 */
public record AiModel(
        @NotNull @NotBlank @SingleLine @Size(max = 100) String provider,
        @NotNull @NotBlank @SingleLine @Size(max = 100) String name,
        @NotNull @NotBlank @SingleLine @Size(max = 100) String version) {}
